import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readStacks, type Stack } from "../stacks/manifest.ts";
import { findProject } from "../stacks/project.ts";
import { synthesize } from "../stacks/synthesize.ts";
import { type Picture, picturesOf } from "./pictures.ts";

const project = findProject(fileURLToPath(new URL(".", import.meta.url)));
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

  const isThere = (path: string) => existsSync(join(project.root, path));
  const read = (path: string) => readFileSync(join(project.root, path), "utf8");

  it("show what is synthesized today", () => {
    const old = pictures.filter(({ path, svg }) => !isThere(path) || read(path) !== svg);
    expect(
      old.map(({ path }) => path),
      REDRAW,
    ).toEqual([]);
  });

  it("are all there is, and each is shown", () => {
    expect(pictures.length).toBeGreaterThan(0);
    const folders = [...new Set(pictures.map(({ path }) => dirname(path)))];
    const files = folders.flatMap((folder) =>
      readdirSync(join(project.root, folder)).map((file) => join(folder, file)),
    );
    expect(files.sort(), REDRAW).toEqual(pictures.map(({ path }) => path).sort());
    const hidden = pictures.filter(
      ({ app, path }) => !read(`apps/${app}/README.md`).includes(`](diagrams/${basename(path)})`),
    );
    expect(hidden.map(({ path }) => path)).toEqual([]);
  });

  it("are old once a stack is gone: those of its app, and no other", async () => {
    const gone = stacks.filter(({ id }) => id !== "prod-music-library-edge");
    const now = new Map((await picturesOf(gone)).map(({ path, svg }) => [path, svg]));
    const old = pictures.filter(({ path, svg }) => now.get(path) !== svg);
    expect(old.map(({ path }) => path)).toEqual(["apps/music-library/diagrams/stacks.svg"]);
  });

  it("do not depend on the order in which stacks are read", async () => {
    expect(await picturesOf([...stacks].reverse())).toEqual(pictures);
  });
});
