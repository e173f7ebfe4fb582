import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { messageOf } from "../../stacks/testing/message-of.ts";
import { takeErrored } from "./keep-state.ts";
import { isStanding, readState, stateProblem } from "./state.ts";

const WHOLE = JSON.stringify({
  version: 4,
  outputs: { id: { value: "vpc-1", type: "string" } },
  resources: [
    { mode: "managed", instances: [{}, {}] },
    { mode: "data", instances: [{}] },
  ],
});

describe("a rehearsed state", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "groundplan-state-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const state = () => join(folder, "terraform.tfstate");

  it("counts what stands, without what was only read", () => {
    write("terraform.tfstate", WHOLE);
    expect(readState(folder)).toMatchObject({ resources: 2, outputs: { id: { value: "vpc-1" } } });
    expect(isStanding(readState(folder))).toBe(true);
  });

  it("is nothing where there is none yet", () => {
    expect(isStanding(readState(folder))).toBe(false);
  });

  it("still stands while an output says so", () => {
    write(
      "terraform.tfstate",
      JSON.stringify({ version: 4, outputs: { a: { value: 1 } }, resources: [] }),
    );
    expect(isStanding(readState(folder))).toBe(true);
  });

  it.each([
    ["", "is empty"],
    [WHOLE.slice(0, 40), "is cut off or damaged"],
    ['{"version": 3}', "is not one of Terraform's"],
    ["[]", "is not one of Terraform's"],
    ["null", "is not one of Terraform's"],
  ])("is refused when it is %j, with the way out", (text, why) => {
    write("terraform.tfstate", text);
    expect(messageOf(() => readState(folder))).toBe(
      `${state()}: the state ${why}; begin this stack anew with "rm -r ${folder}"\nnothing was changed`,
    );
  });

  it("offers the state before where that one is whole", () => {
    write("terraform.tfstate", "");
    write("terraform.tfstate.backup", WHOLE);
    expect(stateProblem(folder)).toBe(
      `${state()}: the state is empty; go back to the state before with "mv ${state()}.backup ${state()}", or begin this stack anew with "rm -r ${folder}"`,
    );
  });

  it("is not worked on while one waits beside it that is not its next", () => {
    write("terraform.tfstate", WHOLE);
    write("errored.tfstate", WHOLE.slice(0, 40));
    expect(takeErrored(folder)).toBe(false);
    const errored = join(folder, "errored.tfstate");
    expect(stateProblem(folder)).toBe(
      `${errored}: an earlier run could not write its state and left it here, but it is not the next one of ${state()}; take it with "mv ${errored} ${state()}", or remove it`,
    );
  });

  it.each([
    ["is taken from what Terraform left beside it", 3, 4, true],
    ["is kept where that is older", 5, 4, false],
  ])("%s", (_what, serial, left, isTaken) => {
    const of = (number: number) => JSON.stringify({ ...JSON.parse(WHOLE), serial: number });
    write("terraform.tfstate", of(serial));
    write("errored.tfstate", of(left));
    expect(takeErrored(folder)).toBe(isTaken);
    const now = JSON.parse(readFileSync(state(), "utf8"));
    expect(now.serial).toBe(isTaken ? left : serial);
  });
});
