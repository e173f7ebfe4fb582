import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readStacks, type Stack } from "../stacks/manifest.ts";
import { findProject } from "../stacks/project.ts";
import { synthesize } from "../stacks/synthesize.ts";
import { type Picture, picturesOf } from "./pictures.ts";

const project = findProject(import.meta.dirname);
const REDRAW = "run npx infra diagram --readmes, look at the difference, and commit it";

describe("the pictures in the READMEs of apps", () => {
  let output: string;
  let stacks: Stack[];
  let pictures: Picture[];
  beforeAll(async () => {
    output = mkdtempSync(join(tmpdir(), "groundplan-pictures-"));
    await synthesize({ project, output, env: process.env, talk: () => undefined });
    stacks = readStacks(output);
    pictures = await picturesOf(stacks);
  });
  afterAll(() => rmSync(output, { recursive: true, force: true }));

  const read = (path: string) => readFileSync(join(project.root, path), "utf8");

  it("show what is synthesized today", () => {
    const old = pictures.filter(({ path, svg }) => read(path) !== svg).map(({ path }) => path);
    expect(old, REDRAW).toEqual([]);
  });

  it("are shown: one for each app", () => {
    const shown = pictures.filter(({ app }) =>
      read(`apps/${app}/README.md`).includes("stacks.svg"),
    );
    expect(shown).toEqual(pictures);
    expect(pictures.length).toBeGreaterThan(0);
  });

  it("do not depend on the order in which stacks are read", async () => {
    expect(await picturesOf([...stacks].reverse())).toEqual(pictures);
  });
});
