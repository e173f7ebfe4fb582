import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { TerraformStack, Testing } from "cdktf";
import { afterAll, describe, expect, it } from "vitest";
import { discoverApp } from "../app/discover.mjs";
import { cutSeldom } from "./cut.mjs";
import { partsOf } from "./later.mjs";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "groundplan-cut-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Exports = Record<string, { readonly name: string; readonly prototype?: object }>;
type Listener = typeof import("@cdktf/provider-aws/lib/lb-listener/index.js");

const require = createRequire(import.meta.url);
const LISTENER = "@cdktf/provider-aws/lib/lb-listener/index.js";
const CLASSES = [
  LISTENER,
  "@cdktf/provider-google/lib/compute-instance/index.js",
  "@cdktf/provider-cloudflare/lib/ruleset/index.js",
];

function cut(specifier: string): string {
  const file = require.resolve(specifier);
  return cutSeldom(file, readFileSync(file, "latin1"))!;
}

/** What a file exports when its seldom parts are made later. */
function evaluateCut<T = Exports>(specifier: string): T {
  const script = join(folder, `${specifier.replace(/\W+/g, "-")}.cjs`);
  // Node 20 requires no ES module; a bundle does.
  writeFileSync(script, cut(specifier).replace(/require\("[^"]*later\.mjs"\)/, "globalThis.later"));
  Object.assign(globalThis, { later: { partsOf } });
  return require(script);
}

/** The members of a class, with those that belong to the class itself. */
function membersOf(made: Exports[string]): unknown {
  return {
    own: Object.getOwnPropertyNames(made).sort(),
    type: Reflect.get(made, Symbol.for("jsii.rtti")),
    base: Object.getPrototypeOf(made).name,
    members: Object.entries(Object.getOwnPropertyDescriptors(made.prototype ?? {}))
      .map(([name, { get, set, value }]) => [name, !!get, !!set, typeof value])
      .sort(),
  };
}

describe.each(CLASSES)("%s, cut,", (specifier) => {
  it("has every export of the whole file, of the same make", () => {
    const whole: Exports = require(specifier);
    const parts: Exports = evaluateCut(specifier);
    expect(Object.keys(parts).sort()).toEqual(Object.keys(whole).sort());
    for (const name of Object.keys(whole)) {
      const [made, stock] = [parts[name]!, whole[name]!];
      expect(made.name).toBe(stock.name);
      expect(membersOf(made)).toEqual(membersOf(stock));
      expect(parts[name]).toBe(made);
    }
  });

  it("is less than half of the file", () => {
    const code = (text: string) => text.replace(/^\/\/# sourceMappingURL.*/m, "").length;
    const whole = readFileSync(require.resolve(specifier), "latin1");
    expect(code(cut(specifier))).toBeLessThan(0.5 * code(whole));
  });
});

/** A listener with nested blocks, as JSON and as HCL, and what its blocks say of themselves. */
function describeListener({ LbListener }: Listener) {
  const stack = new TerraformStack(Testing.app({ outdir: folder }), "stack");
  const listener = new LbListener(stack, "listener", {
    loadBalancerArn: "arn",
    defaultAction: [{ type: "forward", forward: { targetGroup: [{ arn: "a", weight: 1 }] } }],
    timeouts: { create: "5m" },
  });
  const { forward } = listener.defaultAction.get(0);
  return {
    json: listener.toTerraform(),
    hcl: listener.toHclTerraform(),
    names: [forward.constructor.name, forward.targetGroup.constructor.name],
    timeouts: listener.timeouts.internalValue,
  };
}

it("a cut class writes JSON and HCL as the whole one does, nested blocks too", () => {
  const described = describeListener(evaluateCut<Listener>(LISTENER));
  expect(described).toEqual(describeListener(require(LISTENER)));
  expect(described.timeouts).toEqual({ create: "5m" });
  expect(JSON.stringify(described.hcl)).toContain('"isBlock":true');
});

it("each provider class of the estate can be cut, but for what has its blocks beside it", () => {
  const { outside } = discoverApp(join(ROOT, "environments/main.ts"), ROOT);
  const files = outside
    .filter(({ specifier }) => specifier.startsWith("@cdktf/"))
    .map(({ specifier, from }) => createRequire(join(from, "any.js")).resolve(specifier));
  expect(files.length).toBeGreaterThan(100);
  const whole = [...new Set(files)].filter((file) => {
    const text = readFileSync(file, "latin1");
    return cutSeldom(file, text) === undefined && !text.includes('require("./index-structs")');
  });
  expect(whole).toEqual([]);
});

describe("a file that is laid out otherwise", () => {
  const file = require.resolve(LISTENER);
  const text = readFileSync(file, "latin1");

  it.each([
    ["of another package", join(dirname(file), "structs.js"), text],
    ["that has its blocks beside it", file, `${text}\nrequire("./index-structs");\n`],
    ["in another mode", file, text.replace('"use strict";\n', "")],
    [
      "that names a nested class in a way of its own",
      file,
      `${text}\nexports.also = LbListenerTimeoutsOutputReference;\n`,
    ],
  ])("stays whole: one %s", (_, path, content) => {
    expect(cutSeldom(path, content)).toBeUndefined();
  });
});
