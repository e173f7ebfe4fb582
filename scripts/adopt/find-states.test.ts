import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readOldStates } from "./find-states.ts";

describe("old states", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "groundplan-old-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = (path: string, state: unknown) => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof state === "string" ? state : JSON.stringify(state));
    return file;
  };
  const stateWith = (...resources: object[]) => ({ version: 4, serial: 1, resources });
  const bucket = (instance: object, more: object = {}) => ({
    ...{ mode: "managed", type: "google_storage_bucket", name: "b", instances: [instance] },
    ...more,
  });
  const keys = (...operands: string[]) =>
    readOldStates(operands).map((each) =>
      "problem" in each ? each.problem : each.things.map(({ key }) => key),
    );

  it("lie where Terraform, S3 and Cloud Storage put workspaces", () => {
    const state = stateWith(bucket({ attributes: {} }));
    write("terraform.tfstate", state);
    write("terraform.tfstate.d/dev/terraform.tfstate", state);
    write("terraform.tfstate.d/dev/terraform.tfstate.backup", "not read");
    write(".terraform/terraform.tfstate", "not read");
    write("s3/env:/qa/graph/main.tfstate", state);
    write("gcs/prod.tfstate", state);
    expect(keys(folder)).toEqual([
      ["prod google_storage_bucket.b"],
      ["qa google_storage_bucket.b"],
      ["default google_storage_bucket.b"],
      ["dev google_storage_bucket.b"],
    ]);
  });

  it("get names of their own where two would have one", () => {
    const [a, b] = ["a", "b"].map((each) =>
      write(`${each}/terraform.tfstate`, stateWith(bucket({ attributes: {} }))),
    );
    expect(keys(a!, b!)[0]).toBe(
      `${a} and ${b} would both be called default; give each a name: <name>=${a}`,
    );
    expect(keys(`one=${a}`, `two=${folder}/b`)).toEqual([
      ["one google_storage_bucket.b"],
      ["two-default google_storage_bucket.b"],
    ]);
  });

  it("tell modules, instances and leftovers apart, and leave data sources out", () => {
    const data = { ...bucket({ attributes: {} }), mode: "data" };
    const file = write(
      "x.tfstate",
      stateWith(
        data,
        bucket({ index_key: 0, attributes: {} }, { module: 'module.m["a"]' }),
        bucket({ status: "tainted", attributes: {} }),
        bucket({ deposed: "0a1b2c3d", attributes: {} }),
      ),
    );
    const [state] = readOldStates([file]);
    expect("things" in state! && state.things.map(({ key, unfit }) => [key, unfit])).toEqual([
      ['x module.m["a"].google_storage_bucket.b[0]', undefined],
      [
        "x google_storage_bucket.b",
        "it is tainted: its creation failed half-way; look at it first",
      ],
      [
        "x google_storage_bucket.b (deposed 0a1b2c3d)",
        "it was replaced, and waits to be destroyed where it came from",
      ],
    ]);
  });

  it("that cannot be read say why, and what to do", () => {
    const encrypted = write("encrypted.tfstate", { encrypted_data: "…", encryption_version: "v0" });
    const newer = write("newer.tfstate", { version: 5, terraform_version: "2.0.0" });
    const older = write("older.tfstate", { version: 3 });
    const cut = write("cut.tfstate", '{"version": 4, "resou');
    mkdirSync(join(folder, "empty"));
    const give =
      "give the folder that holds terraform.tfstate or terraform.tfstate.d, or the state files themselves";
    expect(
      keys(join(folder, "gone"), join(folder, "empty"), ...[encrypted, newer, older, cut]),
    ).toEqual([
      `${folder}/gone: there is nothing there`,
      `${folder}/empty: no state lies in it or below; ${give}`,
      `${encrypted}: it is encrypted by OpenTofu; write what \`tofu state pull\` prints into a file that only you can read, give that one, and remove it afterwards`,
      `${newer}: its format 5 is newer than 4, the newest that this reads (Terraform 2.0.0 wrote it); look for a newer version of this repository`,
      `${older}: its format 3 is that of Terraform 0.11 or older; let Terraform 0.13 or later write it anew in a copy of its folder: terraform init, then terraform apply -refresh-only`,
      `${cut}: this is no state of Terraform's; ${give}`,
    ]);
  });
});
