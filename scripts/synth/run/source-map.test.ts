import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { transformFiles } from "../app/transform.mjs";
import { createLocate } from "./source-map.mjs";

const folder = mkdtempSync(join(tmpdir(), "groundplan-map-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The line of the source that is found for each call of `at`, which says its own line. */
function linesFound(source: string): [said: number, found: number | undefined][] {
  writeFileSync(join(folder, "source.ts"), source);
  const { code, mappings } = transformFiles(["source.ts"], folder)["source.ts"]!;
  const locate = createLocate(mappings);
  return [...code.matchAll(/\bat\((\d+)\)/g)].map(({ 1: said, index }) => {
    const before = code.slice(0, index).split("\n");
    return [Number(said), locate(before.length, before.at(-1)!.length + 1)];
  });
}

const asSaid = (lines: readonly number[]) => lines.map((line) => [line, line]);

it("finds the line of each place in a script that is one line", () => {
  const source = [
    "export interface Gone {",
    "  readonly gone: string;",
    "}",
    "at(4); if (at(4)) { at(4); }",
    "",
    "export const many = [at(6),",
    "  at(7), // a comment",
    "  () => at(8),",
    "];",
    "declare function at(line: number): unknown;",
    "at(11);",
  ].join("\n");
  expect(linesFound(source)).toEqual(asSaid([4, 4, 4, 6, 7, 8, 11]));
});

it("finds it beyond the numbers of two bytes, in columns and in lines", () => {
  const far = `at(1); export const text = "${"x".repeat(70_000)}"; at(1);\nat(2);`;
  expect(linesFound(far)).toEqual(asSaid([1, 1, 2]));
  const deep = `at(1);\n${"\n".repeat(70_000)}at(70002);`;
  expect(linesFound(deep)).toEqual(asSaid([1, 70_002]));
});

it("finds nothing before the first segment of a line", () => {
  expect(createLocate(";EAAA")(2, 1)).toBeUndefined();
  expect(createLocate(";EAAA")(2, 3)).toBe(1);
  expect(createLocate("")(7, 7)).toBeUndefined();
});
