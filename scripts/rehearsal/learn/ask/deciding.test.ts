import { describe, expect, it } from "vitest";
import type { Path } from "../../provider/cty/path.ts";
import type { Fields } from "../../provider/cty/value.ts";
import { UNKNOWN } from "../../provider/cty/value.ts";
import type { Block } from "../../provider/schema/schema.ts";
import { Knowledge } from "../hear/knowledge.ts";
import { drawFrom } from "../probe/draw.ts";
import { leavesOf } from "../probe/leaf.ts";
import type { Asked } from "../provider/session.ts";
import { findAccepted } from "./accepted.ts";
import { askDeciding } from "./deciding.ts";
import { askOpen } from "./open.ts";
import type { Subject } from "./subject.ts";

const text = { type: "string", optional: true } as const;
const BLOCK: Block = {
  attributes: {
    mode: text,
    input: text,
    note: text,
    zone: { ...text, computed: true },
    owner: { ...text, computed: true },
  },
};

/**
 * A provider in small: `input` forces while the mode is ONCE, the mode only when it leaves ONCE; a
 * zone that nobody wrote is told anew at each change, and the owner is named and kept.
 */
const provider: Asked = {
  validate: async () => [],
  plan: async (_type, _block, { prior, proposed, config }) => {
    const answer = { problems: [], legacy: false };
    if (!prior) return { ...answer, planned: filled(proposed, config), replace: [] };
    const isOther = (name: string) => prior[name] !== proposed[name];
    const changes = ["mode", "input", "note", "zone", "owner"].some(isOther);
    const isOpen = changes && config["zone"] === null;
    const forcing = [
      ...(isOther("input") && proposed["mode"] === "ONCE" ? ["input"] : []),
      ...(isOther("mode") && prior["mode"] === "ONCE" ? ["mode"] : []),
      ...(isOpen ? ["zone"] : []),
      ...(changes ? ["owner"] : []),
    ];
    const planned = isOpen ? { ...proposed, zone: UNKNOWN } : proposed;
    return { ...answer, planned, replace: forcing.map(pathOf) };
  },
};

function filled(proposed: Fields, config: Fields): Fields {
  const open = ["zone", "owner"].filter((name) => config[name] === null);
  return { ...proposed, ...Object.fromEntries(open.map((name) => [name, UNKNOWN])) };
}

function pathOf(attribute_name: string): Path {
  return [{ attribute_name }];
}

const places = leavesOf(BLOCK);
const subject: Subject = {
  ...{ name: "thing", block: BLOCK, ...places, provider, draw: drawFrom("test") },
  knowledge: new Knowledge({ oneOf: { mode: ["ONCE", "EACH"] } }),
};
const written = (...names: string[]) =>
  findAccepted(
    subject,
    places.leaves.filter(({ path }) => names.includes(path)),
    [],
  );

describe("asking what decides on replacements", () => {
  it("finds the value with which an argument forces, and the step by which one does", async () => {
    const accepted = await written("mode", "input", "note", "zone", "owner");
    const found = await askDeciding(subject, accepted!);
    expect(found.forceNewWith).toEqual({ input: [{ by: "mode", values: ["ONCE"] }] });
    expect(found.forceNewFromTo).toEqual({ mode: [["ONCE", "EACH"]] });
    expect(found.forceNew).toContain("input");
    expect(found.forceNew).toContain("mode");
    expect(found.forceNew).not.toContain("note");
  });

  it("finds what forces because nobody wrote it, and not what is named and kept", async () => {
    const accepted = await written("mode", "note");
    const found = await askOpen(subject, accepted!);
    expect(found.forcedBy).toEqual({ zone: "always" });
  });
});
