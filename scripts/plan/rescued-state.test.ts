import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkRescued, rescueFolder, rescueState } from "./rescued-state.ts";

const ID = "dev-shop-network";

describe("a state that could be written nowhere", () => {
  let root: string;
  let folder: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "groundplan-rescue-"));
    folder = join(root, "cdktf.out/stacks", ID);
    mkdirSync(folder, { recursive: true });
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const project = () => ({ root, app: "", output: "", rehearsal: "", tools: "" });
  const rescue = (stateDump?: unknown) =>
    rescueState(ID, folder, rescueFolder(project()), { stateDump });
  const errored = (text: string) => writeFileSync(join(folder, "errored.tfstate"), text);

  it("is taken out of the folder in which a synth would lose it", () => {
    errored("first");
    expect(rescue()).toBe(join(root, ".errored", `${ID}.tfstate`));
    expect(existsSync(join(folder, "errored.tfstate"))).toBe(false);
    expect(readFileSync(join(root, ".errored", `${ID}.tfstate`), "utf8")).toBe("first");
  });

  it("never takes the place of an earlier one", () => {
    errored("first");
    rescue();
    errored("second");
    expect(rescue()).toBe(join(root, ".errored", `${ID}.2.tfstate`));
    expect(readFileSync(join(root, ".errored", `${ID}.tfstate`), "utf8")).toBe("first");
  });

  it("is taken from what Terraform printed, where it could not even write a file", () => {
    const path = rescue({ version: 4, serial: 3 });
    expect(JSON.parse(readFileSync(path!, "utf8"))).toEqual({ version: 4, serial: 3 });
  });

  it("is none where Terraform wrote it where it belongs", () => {
    expect(rescue()).toBeUndefined();
    expect(existsSync(join(root, ".errored"))).toBe(false);
  });

  it("stops work on its own stack only, each of them named", () => {
    errored("first");
    rescue();
    errored("second");
    rescue();
    const stack = (id: string) => ({ id, folder: join(root, "cdktf.out/stacks", id) });
    expect(() => checkRescued(project(), [stack("dev-shop"), stack(`${ID}-more`)])).not.toThrow();
    const told = (name: string) => {
      const path = join(root, ".errored", name);
      return `${ID}: an apply could not write its state and kept it in .errored/${name}: without it everything would be made twice. If it could not take its lock off either, state push names the lock's ID: when surely nobody works on the stack, terraform -chdir=cdktf.out/stacks/${ID} force-unlock <ID>. When the backend answers again: terraform -chdir=cdktf.out/stacks/${ID} state push ${path} && rm ${path}`;
    };
    expect(() => checkRescued(project(), [stack(ID)])).toThrow(
      [told(`${ID}.2.tfstate`), told(`${ID}.tfstate`), "nothing was planned or changed"].join("\n"),
    );
  });
});
