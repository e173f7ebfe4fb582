// @module-tag long
import { createRequire } from "node:module";
import { beforeAll, describe, expect, it } from "vitest";
import { comparable, type Synthesized, synthesizeWith } from "./synthesize.ts";

const require = createRequire(import.meta.url);
const folderOf = (core: string) => require.resolve(`${core}/package.json`).slice(0, -12);

describe("the estate on CDK Terrain, which cdktf lives on as", () => {
  let cdktf: Synthesized;
  let cdktn: Synthesized;
  beforeAll(async () => {
    [cdktf, cdktn] = await Promise.all([synthesizeWith("cdktf"), synthesizeWith("cdktn")]);
  }, 60_000);

  it("is made of the same files", () => {
    expect([...cdktn.files.keys()]).toEqual([...cdktf.files.keys()]);
    expect(cdktn.files.size).toBeGreaterThan(10);
  });

  it("has the same resources, outputs, backends and order of keys in every stack", () => {
    for (const [path, text] of cdktf.files) expect(cdktn.files.get(path), path).toBe(text);
  });

  it("is made by one copy of one core, for our code and the provider packages alike", () => {
    expect(cdktf.cores).toEqual([folderOf("cdktf")]);
    expect(cdktn.cores).toEqual([folderOf("cdktn")]);
    expect(require("cdktn/package.json").version).toBe("0.24.0");
  });
});

it("compares everything but the version of the core, the order of keys included", () => {
  const stack = (version: string, rest: object) =>
    comparable(JSON.stringify({ "//": { metadata: { version, backend: "s3" } }, ...rest }));
  expect(stack("0.21.0", { a: {}, b: 1 })).toBe(stack("0.24.0", { a: {}, b: 1 }));
  expect(stack("0.21.0", { a: {}, b: 1 })).not.toBe(stack("0.21.0", { b: 1, a: {} }));
  expect(stack("0.21.0", { a: "1.0" })).not.toBe(stack("0.21.0", { a: "1.1" }));
});
