// @module-tag long
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Construct } from "constructs";
import { describe, expect, it } from "vitest";
import { filesIn } from "../testing/checkout.ts";
import { freshCdktf } from "../testing/fresh-cdktf.ts";
import { patchCdktf } from "./patch.mjs";

type Cdktf = typeof import("cdktf");

/** A class as the generator of providers writes them, which counts how often it is looked at. */
function thingOf(cdktf: Cdktf) {
  return class Thing extends cdktf.TerraformResource {
    static readonly tfResourceType = "tiny_thing";
    static looks = 0;
    label: unknown;

    constructor(scope: Construct, id: string, label: unknown) {
      super(scope, id, { terraformResourceType: "tiny_thing" });
      this.label = label;
    }

    protected override synthesizeAttributes() {
      Thing.looks += 1;
      return { label: this.label };
    }
  };
}

type Thing = ReturnType<typeof thingOf>;
interface Scene {
  readonly cdktf: Cdktf;
  readonly Thing: Thing;
  readonly first: InstanceType<Thing>;
  readonly second: InstanceType<Thing>;
}

/** Synthesizes two stacks with a thing in each, after `change`. */
function synth(patched: boolean, change: (scene: Scene) => void) {
  const { internals, cdktf } = freshCdktf();
  if (patched) patchCdktf(internals);
  const outdir = mkdtempSync(join(tmpdir(), "groundplan-once-"));
  const app = new cdktf.App({ outdir });
  const stacks = ["a", "b"].map((name) => {
    const stack = new cdktf.TerraformStack(app, name);
    new cdktf.LocalBackend(stack, { path: "state" });
    return stack;
  });
  const Thing = thingOf(cdktf);
  const first = new Thing(stacks[0]!, "first", "one");
  const second = new Thing(stacks[1]!, "second", first.fqn);
  change({ cdktf, Thing, first, second });
  let error: string | undefined;
  try {
    app.synth();
  } catch (thrown) {
    error = (thrown as Error).message;
  }
  const files = filesIn(outdir);
  rmSync(outdir, { recursive: true });
  return { files, error, looks: Thing.looks };
}

describe("each element", () => {
  it("is looked at once, when no code of the app's own runs, with the same output", () => {
    const [stock, patched] = [synth(false, () => {}), synth(true, () => {})];
    expect(patched.files).toEqual(stock.files);
    expect([stock.looks, patched.looks]).toEqual([4, 2]);
  });

  it.each<[string, (scene: Scene) => void]>([
    [
      "a lazy value changes another element",
      ({ cdktf, first, second }) => {
        let round = 0;
        second.label = cdktf.Lazy.stringValue({
          produce: () => {
            round += 1;
            first.label = `changed ${round}`;
            return "lazy";
          },
        });
      },
    ],
    [
      "a token of the app's own gives another value each time",
      ({ cdktf, first }) => {
        let round = 0;
        const resolve = () => `round ${++round}`;
        first.label = { resolve, creationStack: [], toString: () => cdktf.Token.asString("") };
      },
    ],
    [
      "an aspect changes an element",
      ({ cdktf, Thing, first }) => {
        cdktf.Aspects.of(first.cdktfStack).add({
          visit: (node) => {
            if (node instanceof Thing) node.label = "by an aspect";
          },
        });
      },
    ],
    [
      "a validation changes an element of a stack that follows",
      ({ first, second }) => {
        first.node.addValidation({
          validate: () => {
            second.label = "by a validation";
            return [];
          },
        });
      },
    ],
    [
      "a class of the app's own renders itself",
      ({ Thing, first }) => {
        let round = 0;
        new (class Own extends Thing {
          protected override synthesizeAttributes() {
            return { label: `own ${++round}` };
          }
        })(first.cdktfStack, "own", "");
      },
    ],
    [
      "an element renders itself in a way of its own",
      ({ first }) => {
        let round = 0;
        first.toTerraform = () => ({ resource: { tiny_thing: { x: { round: ++round } } } });
      },
    ],
    [
      "an element adds to what it renders",
      ({ first }) => {
        let round = 0;
        const render = first.toTerraform.bind(first);
        first.toTerraform = () =>
          Object.assign(render(), { locals: { round: `${++round} ${first.fqn}` } });
      },
    ],
    [
      "parts of a text add up to a token that nobody made",
      ({ cdktf, first }) => {
        first.label = `${"${Tf"}${cdktf.Token.asString(cdktf.Token.asAny("Token[x.1]}"))}`;
      },
    ],
    [
      "a resource has moved and another is imported",
      ({ Thing, first }) => {
        const target = new Thing(first.cdktfStack, "target", "t");
        target.addMoveTarget("here");
        first.moveTo("here");
        new Thing(first.cdktfStack, "adopted", "i").importFrom("id-1");
      },
    ],
    [
      "an attribute is a date, alone and in a list",
      ({ first }) => {
        first.label = { when: new Date(0), list: [new Date(1)] };
      },
    ],
    [
      "elements write to one place",
      ({ Thing, first }) => {
        const written = [
          { locals: { list: [1], tree: { a: { b: 1 } }, text: "text", odd: [1] } },
          { locals: { list: [2], tree: { a: { c: 2 } }, text: { now: "a tree" }, odd: { x: 1 } } },
          { locals: { tree: { a: "a text" }, list: "a text" } },
        ];
        for (const [index, each] of written.entries()) {
          new Thing(first.cdktfStack, `writes-${index}`, "").toTerraform = () => each;
        }
      },
    ],
    [
      "a stack has overrides with tokens in them",
      ({ first }) => first.cdktfStack.addOverride("terraform.note", first.fqn),
    ],
  ])("is written as cdktf writes it when %s", (_, change) => {
    const { files, error } = synth(false, change);
    expect(synth(true, change)).toMatchObject({ files, error });
  });
});
