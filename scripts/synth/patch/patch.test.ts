import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { freshCdktf } from "../testing/fresh-cdktf.ts";
import { writeChanged } from "./changed-files.mjs";
import { moveDynamicBlocks } from "./dynamic-blocks.mjs";
import { patchCdktf } from "./patch.mjs";
import { rememberSnakeCase } from "./snake-case.mjs";
import { walkStackGraphOnce } from "./stacks.mjs";
import { leaveVersionToTerraform } from "./terraform-version.mjs";

const folder = mkdtempSync(join(tmpdir(), "groundplan-patch-"));
afterEach(() => vi.unstubAllEnvs());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Attributes as provider classes write them: plain data of a few levels. */
const attributes = fc.dictionary(
  fc.oneof(
    fc.constantFrom("cidrBlock", "tags", "environment", "aB1C", "_x_", "dynamic"),
    fc.string(),
  ),
  fc.anything({ maxDepth: 3, withNullPrototype: false }),
);

/** What a function gives for a value, or the words of its error. */
function outcome(make: () => unknown): unknown {
  try {
    return { value: make() };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

describe("keys of attributes", () => {
  it("become snake case as cdktf makes them, in any tree", () => {
    const stock = freshCdktf().internals;
    const fast = freshCdktf().internals;
    rememberSnakeCase(fast);
    fc.assert(
      fc.property(attributes, (tree) => {
        const expected = outcome(() => stock.util.keysToSnakeCase(tree));
        expect(outcome(() => fast.util.keysToSnakeCase(tree))).toEqual(expected);
      }),
    );
  });

  it("of dynamic blocks move below `dynamic` as cdktf moves them", () => {
    const stock = freshCdktf();
    const fast = freshCdktf();
    moveDynamicBlocks(fast.internals);
    const iterator = stock.cdktf.TerraformIterator.fromList(["a"]);
    const block = iterator.dynamic({ value: iterator.value });
    fc.assert(
      fc.property(attributes, fc.boolean(), (tree, withBlock) => {
        const given = withBlock ? { ...tree, rule: block, deep: { rule: block } } : tree;
        const names = (value: unknown) => JSON.stringify(value, (_, each) => shown(each));
        const expected = outcome(() => names(stock.internals.util.processDynamicAttributes(given)));
        const actual = outcome(() => names(fast.internals.util.processDynamicAttributes(given)));
        expect(actual).toEqual(expected);
      }),
    );
  });
});

function shown(value: unknown): unknown {
  return typeof value === "bigint" || typeof value === "symbol" ? String(value) : value;
}

describe("stacks", () => {
  it("depend on each other as cdktf says, in any graph without a loop", () => {
    const edges = fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 16 });
    fc.assert(
      fc.property(edges, (pairs) => {
        const [expected, actual] = [false, true].map((patched) => {
          const { internals, cdktf } = freshStacks;
          const app = cdktf.Testing.app({ outdir: folder });
          const { TerraformStack } = patched ? internals.stack : stockStacks.internals.stack;
          const stacks = Array.from({ length: 8 }, (_, i) => new TerraformStack(app, `s${i}`));
          for (const [a, b] of pairs)
            if (a !== b) stacks[Math.max(a, b)]!.addDependency(stacks[Math.min(a, b)]!);
          return stacks.map((a) => stacks.map((b) => a.dependsOn(b)));
        });
        expect(actual).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it("are told apart in no time when each depends on all before it", () => {
    const { internals, cdktf } = freshStacks;
    const app = cdktf.Testing.app({ outdir: folder });
    const stacks = Array.from(
      { length: 40 },
      (_, i) => new internals.stack.TerraformStack(app, `d${i}`),
    );
    for (const [i, stack] of stacks.entries()) {
      for (const earlier of stacks.slice(0, i)) stack.addDependency(earlier);
    }
    expect(() => stacks[0]!.addDependency(stacks[39]!)).toThrow(/circular|depend/i);
  });
});

const stockStacks = freshCdktf();
const freshStacks = freshCdktf();
walkStackGraphOnce(freshStacks.internals);

it("the version of Terraform is not asked: stacks tell Terraform which they need", () => {
  const calls = join(folder, "calls");
  const program = join(folder, "terraform");
  writeFileSync(program, `#!/bin/sh\necho x >> ${calls}; echo v1.0.0`, { mode: 0o755 });
  vi.stubEnv("TERRAFORM_BINARY_NAME", program);
  const [{ internals: stock }, { internals: patched }] = [freshCdktf(), freshCdktf()];
  leaveVersionToTerraform(patched);
  const validate = ({ terraformVersion }: typeof stock) =>
    new terraformVersion.ValidateTerraformVersion(">=1.5", "hint").validate();
  expect(validate(stock)).toEqual([
    `${program} version 1.0.0 is lower than the required version >=1.5 for this construct. hint`,
  ]);
  rmSync(calls);
  expect(validate(patched)).toEqual([]);
  expect(existsSync(calls)).toBe(false);
});

describe("tokens", () => {
  it("that outlive a synth are found again after the others were forgotten", () => {
    const { internals, cdktf } = freshCdktf();
    const patched = patchCdktf(internals)!;
    const stack = new cdktf.TerraformStack(cdktf.Testing.app({ outdir: folder }), "s");
    const forms = () => [
      cdktf.Token.asString(cdktf.FOR_EXPRESSION_KEY),
      cdktf.Token.asList(cdktf.FOR_EXPRESSION_KEY),
      cdktf.Token.asNumber(cdktf.FOR_EXPRESSION_KEY),
      cdktf.Token.asStringMap(cdktf.FOR_EXPRESSION_KEY),
      cdktf.Token.asNumberList(cdktf.FOR_EXPRESSION_KEY),
    ];
    const mark = patched.mark();
    const resolver = new cdktf.DefaultTokenResolver(new cdktf.StringConcat());
    const resolved = () =>
      forms().map((form) => cdktf.Tokenization.resolve(form, { scope: stack, resolver }));
    const before = resolved();
    patched.forgetSince(mark);
    const after = resolved();
    expect(after).toEqual(before);
  });

  it("are let go of: the table is as small after a synth as before it", () => {
    const { internals, cdktf } = freshCdktf();
    const patched = patchCdktf(internals)!;
    const table = internals.tokenMap.TokenMap.instance() as unknown as {
      stringTokenMap: Map<string, unknown>;
    };
    const size = table.stringTokenMap.size;
    const mark = patched.mark();
    for (let i = 0; i < 100; i++) cdktf.Token.asString(cdktf.Fn.abs(i));
    expect(table.stringTokenMap.size).toBe(size + 100);
    patched.forgetSince(mark);
    expect(table.stringTokenMap.size).toBe(size);
  });
});

describe("a file", () => {
  it("keeps its time when its text stays, and is written when it changes", () => {
    const file = join(folder, "file");
    writeFileSync(file, "a");
    utimesSync(file, 1, 1);
    writeChanged(file, "a");
    expect(statSync(file).mtimeMs).toBe(1000);
    writeChanged(file, "b");
    expect(readFileSync(file, "utf8")).toBe("b");
    rmSync(file);
    writeChanged(file, "c");
    expect(readFileSync(file, "utf8")).toBe("c");
  });
});

it("leaves a version of cdktf alone that it does not know", () => {
  const { internals } = freshCdktf();
  const { resolve } = internals.resolve;
  expect(patchCdktf({ ...internals, about: { version: "0.22.0" } })).toBeUndefined();
  expect(internals.resolve.resolve).toBe(resolve);
});
