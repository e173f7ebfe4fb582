import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { FIXTURES } from "../review/testing/fixtures.ts";
import { HANDMADE } from "../review/testing/handmade.ts";
import { PLANS } from "../review/testing/plans.ts";
import { SETS } from "../review/testing/sets.ts";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const README = readFileSync(`${HERE}README.md`, "utf8");

/** Rows of the table of rules: what it says, and the files that hold it. */
const RULES = README.split("\n")
  .filter((line) => /^\| [^|]+ \| `/.test(line))
  .map((line) => ({ rule: line.split("|")[1]!.trim(), files: filesOf(line.split("|")[2]!) }));

function filesOf(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, file]) => file!);
}

describe("the table of rules", () => {
  it.each(RULES)("is held where it says: $rule", ({ files }) => {
    expect(files).not.toEqual([]);
    expect(files.filter((file) => !existsSync(`${HERE}${file}`))).toEqual([]);
  });

  it("is read whole", () => {
    expect(RULES.length).toBeGreaterThan(35);
  });
});

describe("the folder of golden files", () => {
  it("has a file for each fixture, and none that no fixture makes", () => {
    const made = [
      ...Object.keys({ ...FIXTURES, ...PLANS }),
      ...Object.keys(HANDMADE).map((name) => `hand-${name}`),
      ...Object.keys(SETS).map((name) => `set-${name}`),
      "everything",
      "outputs-and-checks",
    ].map((name) => `${name}.golden.md`);
    expect(readdirSync(`${HERE}golden`).sort()).toEqual([...made, "terminal.golden.txt"].sort());
  });
});
