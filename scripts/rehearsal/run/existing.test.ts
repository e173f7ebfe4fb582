import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { messageOf } from "../../stacks/testing/message-of.ts";
import { readExisting } from "./existing.ts";

describe("what exists outside of a rehearsal", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "groundplan-existing-"));
    file = join(folder, "existing.json");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("is what the file names, and nothing where there is none", () => {
    expect(readExisting(file)).toEqual(new Set());
    writeFileSync(file, '{"vpc-1": "the office", "role-a": "made by hand"}');
    expect(readExisting(file)).toEqual(new Set(["vpc-1", "role-a"]));
  });

  it.each([
    [
      '{"vpc-1": "", "": "a", "b": 1}',
      [
        'vpc-1 must say what it is, got ""',
        'an empty id must say what it is, got "a"',
        "b must say what it is, got 1",
      ],
    ],
    ['["vpc-1"]', ["must be an object"]],
  ])("is refused with all problems at once: %s", (text, problems) => {
    writeFileSync(file, text);
    expect(messageOf(() => readExisting(file))).toBe(
      [
        ...problems.map((problem) => `${file}: ${problem}`),
        'it must be an object: the id of each thing, and what it is: {"vpc-...": "the office"}',
      ].join("\n"),
    );
  });
});
