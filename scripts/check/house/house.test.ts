import { describe, expect, it } from "vitest";
import { circles } from "./circles.ts";
import { docs } from "./docs.ts";
import { imports } from "./imports.ts";
import { node } from "./node.ts";
import { purity, WORLDLY } from "./purity.ts";
import { shape } from "./shape.ts";
import { size } from "./size.ts";
import { parseSource, type Rule, repositoryFiles } from "./source.ts";
import { titles } from "./titles.ts";

const RULES: Readonly<Record<string, Rule>> = { docs, imports, node, purity, shape, size, titles };

const sourcesNamed = (name: RegExp) =>
  repositoryFiles()
    .filter((path) => /^(modules|apps|environments|scripts)\//.test(path) && name.test(path))
    .map((path) => parseSource(path));
const sources = sourcesNamed(/\.(ts|mjs|cjs)$/);
const shells = sourcesNamed(/\.sh$/);

describe("the repository", () => {
  it("is read whole", () => {
    expect(sources.length).toBeGreaterThan(500);
    expect(shells.length).toBeGreaterThan(5);
  });

  it("has no files that import each other in a circle", () => {
    expect(circles(sources)).toEqual([]);
  });

  it("keeps its shell scripts short", () => {
    expect(shells.flatMap((source) => size(source))).toEqual([]);
  });

  it("excepts nothing from purity that is not there", () => {
    const unused = Object.keys(WORLDLY).filter(
      (place) => !sources.some(({ path }) => path.startsWith(place)),
    );
    expect(unused).toEqual([]);
  });

  it.each(Object.keys(RULES))("keeps the rule on %s", (name) => {
    const findings = sources.flatMap((source) => RULES[name]!(source));
    expect(findings.map(({ at, message }) => `${at} ${message}`)).toEqual([]);
  });
});

describe("each rule closes on", () => {
  it.each<[string, Rule, string, string, string]>([
    [
      "an import against the direction",
      imports,
      "modules/core/a.ts",
      'import { x } from "@groundplan/aws/vpc";',
      "modules/core/a.ts:1 modules/core must not import modules/aws (@groundplan/aws/vpc); imports run core <- clouds <- apps <- environments <- scripts",
    ],
    [
      "one cloud that names another",
      imports,
      "modules/aws/vpc/a.ts",
      'import { x } from "@cdktf/provider-google/lib/project/index.js";',
      "modules/aws/vpc/a.ts:1 modules/aws must not name @cdktf/provider-google",
    ],
    [
      "a relative way into another cloud",
      imports,
      "modules/aws/vpc/a.ts",
      'import { x } from "../../google/iam/iam.ts";',
      "modules/aws/vpc/a.ts:1 modules/aws must not import modules/google (../../google/iam/iam.ts); imports run core <- clouds <- apps <- environments <- scripts",
    ],
    [
      "the root of a provider",
      imports,
      "modules/aws/vpc/a.ts",
      'import { vpc } from "@cdktf/provider-aws";',
      "modules/aws/vpc/a.ts:1 import '@cdktf/provider-aws/lib/<resource>/index.js', not '@cdktf/provider-aws': the root loads thousands of files",
    ],
    [
      "an environment variable in a module",
      purity,
      "modules/aws/vpc/a.ts",
      "export const a = process.env.HOME;",
      "modules/aws/vpc/a.ts:1 process.env is not allowed here: take it as a prop",
    ],
    [
      "a clock in an app",
      purity,
      "apps/x/a.ts",
      "const now = new Date();",
      "apps/x/a.ts:1 new Date is not allowed here: synth has no clock",
    ],
    [
      "a file read in an environment",
      purity,
      "environments/a.ts",
      'import { readFileSync } from "node:fs";',
      "environments/a.ts:1 node:fs is not allowed here: facts come in as props",
    ],
    [
      "an environment variable in a tool",
      purity,
      "scripts/plan/a.ts",
      "export const a = process.env.HOME;",
      "scripts/plan/a.ts:1 process.env is not allowed here: take it from who calls",
    ],
    [
      "a clock in a tool",
      purity,
      "scripts/plan/a.mjs",
      "const now = new Date();",
      "scripts/plan/a.mjs:1 new Date() is not allowed here: take it from who calls",
    ],
    [
      "a long script",
      size,
      "scripts/backup/a.sh",
      "\n".repeat(251),
      "scripts/backup/a.sh:251 251 lines; a tool stops at 250: split it by what it is about",
    ],
    [
      "a long file",
      size,
      "modules/aws/vpc/a.ts",
      "\n".repeat(251),
      "modules/aws/vpc/a.ts:251 251 lines; a module stops at 250: split it by what it is about",
    ],
    [
      "an export without a word",
      docs,
      "modules/aws/vpc/a.ts",
      "export const a = 1;",
      "modules/aws/vpc/a.ts:1 a is exported and has no doc comment",
    ],
    [
      "an optional prop without a default",
      docs,
      "modules/aws/vpc/a.ts",
      "/** A. */\nexport interface AProps {\n  /** B. */\n  readonly b?: string;\n}",
      "modules/aws/vpc/a.ts:4 AProps.b is optional and has no @default: say what happens without it",
    ],
    [
      "a setting without a word",
      docs,
      "environments/environment.ts",
      '/** A. */\nexport interface ASettings {\n  readonly kind: "a";\n  readonly b: string;\n}',
      "environments/environment.ts:4 ASettings.b has no doc comment",
    ],
    [
      "a choice of an app without a default",
      docs,
      "apps/shop/settings.ts",
      "/** A. */\nexport interface AwsCi {\n  /** B. */\n  readonly b?: string;\n}",
      "apps/shop/settings.ts:4 AwsCi.b is optional and has no @default: say what happens without it",
    ],
    [
      "another constructor",
      shape,
      "modules/aws/vpc/a.ts",
      "class A extends Construct { constructor(scope, props) {} }",
      "modules/aws/vpc/a.ts:1 a module is made as (scope, id, props)",
    ],
    [
      "a folder named utils",
      shape,
      "scripts/utils/a.ts",
      "",
      "scripts/utils/a.ts the folder's name says nothing: name it after what the code does",
    ],
    [
      "what Node 20.9 does not have",
      node,
      "scripts/a.ts",
      "const a = import.meta.dirname;",
      "scripts/a.ts:1 write new URL(..., import.meta.url): Node 20.9 has no dirname",
    ],
    [
      "a test without a title",
      titles,
      "a.test.ts",
      "it(() => {});",
      "a.test.ts:1 a test without a title passes without running",
    ],
    [
      "an empty title",
      titles,
      "a.test.ts",
      'it.each([1])("works", () => {});',
      'a.test.ts:1 say what happens instead of "works"',
    ],
  ])("%s", (_, rule, path, text, expected) => {
    expect(rule(parseSource(path, text)).map(({ at, message }) => `${at} ${message}`)).toEqual([
      expected,
    ]);
  });

  it("a circle of imports, of types too, however they are named", () => {
    const circle = [
      parseSource("modules/aws/a/index.ts", 'export * from "./b.ts";'),
      parseSource("modules/aws/a/b.ts", 'import type { C } from "@groundplan/aws/c";'),
      parseSource("modules/aws/c/index.ts", 'import type { A } from "../a/index.ts";'),
      parseSource("modules/aws/c/d.ts", 'import { C } from "./index.ts";'),
    ];
    expect(circles(circle)).toEqual([
      "modules/aws/a/b.ts -> modules/aws/c/index.ts -> modules/aws/a/index.ts -> modules/aws/a/b.ts",
    ]);
    expect(circles(circle.slice(1))).toEqual([]);
  });

  it("lets a long file be when a decision says so", () => {
    const text = `// size: one table that reads best whole, decision 0009\n${"\n".repeat(300)}`;
    expect(size(parseSource("modules/core/a.ts", text))).toEqual([]);
  });
});
