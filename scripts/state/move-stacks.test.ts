import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { missing } from "../parts/parts.ts";
import { TestProject } from "../rehearsal/run/testing/project.ts";
import { type Server, startMoto } from "./testing/servers.ts";

// Several runs of Terraform each, on machines that do other things meanwhile.
vi.setConfig({ testTimeout: 120_000 });

const BUCKET = "acme-dev-terraform-state";
const resource = { terraform_data: { a: { input: "x" } } };
const local = (layer: string) => ({
  terraform: { backend: { local: { path: `../../../.state/dev/app/${layer}.tfstate` } } },
  resource,
});
const remote = (layer: string) => ({
  terraform: {
    backend: {
      s3: {
        bucket: BUCKET,
        key: `dev/app/${layer}.tfstate`,
        region: "us-east-1",
        use_lockfile: true,
      },
    },
  },
  resource,
});

describe.skipIf(missing("moto_server") || missing("terraform"))("infra move-state", () => {
  let server: Server;
  let project: TestProject;
  beforeEach(async () => {
    server = await startMoto();
    await server.createBucket(BUCKET);
    project = new TestProject({
      "dev-app-data": local("data"),
      "dev-app-new": local("new"),
      "dev-app-kept": remote("kept"),
    });
  });
  afterEach(async () => {
    project.remove();
    await server.stop();
  });

  const infra = (...args: string[]) =>
    project.infra(args, { ...server.env, TF_CLI_CONFIG_FILE: "/dev/null" });
  const file = () => join(project.root, ".state/dev/app/data.tfstate");
  const text = (lineage: string) => {
    const instance = { schema_version: 0, attributes: { id: "1" } };
    const provider = 'provider["terraform.io/builtin/terraform"]';
    const thing = {
      mode: "managed",
      type: "terraform_data",
      name: "a",
      provider,
      instances: [instance],
    };
    const state = { version: 4, terraform_version: "1.11.4", serial: 3, lineage, outputs: {} };
    return JSON.stringify({ ...state, resources: [thing], check_results: null });
  };
  /** A state in a file, a synth that knows it, and environments that say S3 from now on. */
  const changeOver = async () => {
    mkdirSync(dirname(file()), { recursive: true });
    writeFileSync(file(), text("the-lineage"));
    await infra("synth");
    cpSync(join(project.root, "cdktf.out"), join(project.root, "before"), { recursive: true });
    project.setStacks({
      "dev-app-data": remote("data"),
      "dev-app-new": remote("new"),
      "dev-app-kept": remote("kept"),
    });
  };

  it("moves what lies elsewhere now, leaves the rest and the old ones, and does it once", async () => {
    await changeOver();
    const look = await infra("move-state", "dev", "--from", "before", "--dry-run");
    expect(look.stdout).toMatch(/dev-app-data {2}\S+data\.tfstate {2}s3:\S+ {2}would be moved/);
    expect(await server.list(BUCKET)).toEqual([]);

    const { code, stdout, stderr } = await infra("move-state", "dev", "--from", "before", "--yes");
    expect(stderr).not.toContain("infra:");
    expect(code).toBe(0);
    expect(stdout).toMatch(/dev-app-data .*moved, 1 resources/);
    expect(stdout).toMatch(/dev-app-new .*there was none/);
    expect(stdout).not.toContain("dev-app-kept");
    expect(await server.list(BUCKET)).toEqual(["dev/app/data.tfstate"]);
    const arrived = await server.read(BUCKET, "dev/app/data.tfstate");
    expect(JSON.parse(arrived!).lineage).toBe("the-lineage");
    expect(readFileSync(file(), "utf8")).toBe(text("the-lineage"));

    await infra("move-state", "dev", "--from", "before", "--yes");
    expect(await server.read(BUCKET, "dev/app/data.tfstate")).toBe(arrived);

    writeFileSync(file(), text("another-lineage"));
    const other = await infra("move-state", "dev", "--from", "before", "--yes");
    expect(other.code).toBe(1);
    expect(other.stderr).toContain(
      `infra: s3://${BUCKET}/dev/app/data.tfstate: another state lies there already, and it stays: cannot import state with lineage "another-lineage"`,
    );
    expect(await server.read(BUCKET, "dev/app/data.tfstate")).toBe(arrived);
  });

  it("wants to know where the states lie", async () => {
    const none = await infra("move-state", "dev", "--from", "nowhere", "--yes");
    expect(none.stderr).toBe(
      `infra: ${join(project.root, "nowhere")} holds no synthesized stacks; before you change where states lie, run "infra synth" and copy cdktf.out there\n`,
    );
    expect((await infra("move-state", "dev", "--yes")).stderr).toBe(
      "infra: infra move-state wants --from <folder>; see --help\n",
    );
  });
});
