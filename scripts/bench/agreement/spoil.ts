import { type Subject, valueFor } from "../../rehearsal/learn/ask/subject.ts";
import { type Config, copyConfig, setLeaf } from "../../rehearsal/learn/probe/config.ts";
import type { Leaf } from "../../rehearsal/learn/probe/leaf.ts";
import type { Draw } from "../../rehearsal/learn/probe/values.ts";
import type { CtyType } from "../../rehearsal/provider/cty/type.ts";
import type { Value } from "../../rehearsal/provider/cty/value.ts";
import type { Bounds } from "../../rehearsal/provider/schema/schema.ts";
import { isWritten, placesOf, standsAt } from "./places.ts";

/** The kinds of invalid values of which the data knows the rule, and one of which it does not. */
export const SPOILS = [
  "enumeration",
  "range",
  "length",
  "pattern",
  "format",
  "conflict",
  "one-of",
  "random",
] as const;

/** One way to make a configuration wrong. */
export type Spoil = (typeof SPOILS)[number];

/** A configuration in which one thing is wrong; undefined where nothing of the kind can be. */
export function spoiled(
  subject: Subject,
  config: Config,
  kind: Spoil,
  draw: Draw,
  key: string,
): Config | undefined {
  const copy = copyConfig(config);
  if (kind === "conflict") return withConflict(subject, copy, draw, key);
  if (kind === "one-of") return withoutChoice(subject, copy, draw, key);
  const candidates = subject.leaves.filter(
    (leaf) => leaf.path !== "id" && badValue(subject, leaf, kind, draw, key) !== undefined,
  );
  const leaf = candidates[draw(`${key}/leaf`, candidates.length)];
  if (!leaf) return undefined;
  const bad = badValue(subject, leaf, kind, draw, key)!;
  setLeaf(copy, leaf, asType(leaf.type, bad), (other) => valueFor({ ...subject, draw }, other, 50));
  return copy;
}

/** A wrong text or number for a leaf by the rule that is known of it. */
function badValue(
  { knowledge: { facts } }: Subject,
  { path, type }: Leaf,
  kind: Spoil,
  draw: Draw,
  key: string,
): string | number | undefined {
  const inner = innermost(type);
  if (inner !== "string" && inner !== "number") return undefined;
  if (kind === "random") return random(inner, draw, `${key}/${path}`);
  if (kind === "enumeration") {
    const values = facts.oneOf?.[path];
    if (!values) return undefined;
    const one = values[draw(`${key}/${path}`, values.length)]!;
    return inner === "number" ? 7_777 : `${one}${["x", "-1", "zz"][draw(`${key}/x`, 3)]}`;
  }
  if (kind === "range") return outside(facts.range?.[path], inner, draw(`${key}/${path}`, 40));
  if (kind === "length" && inner === "string") return wrongLength(facts.length?.[path], draw, key);
  if (kind === "pattern" && inner === "string" && facts.pattern?.[path]) {
    return ["a b!", "%%", "\u00e9t\u00e9", "-x-?"][draw(`${key}/${path}`, 4)];
  }
  const format = kind === "format" && inner === "string" ? facts.format?.[path] : undefined;
  return format && WRONG[format]?.[draw(`${key}/${path}`, WRONG[format].length)];
}

const WRONG: Readonly<Record<string, readonly string[]>> = {
  arn: ["role/admin", "arn:aws", "iam::123456789012:role/x"],
  cidr: ["10.0.0.0", "10.0.0.0/64", "ten"],
  ip: ["10.0.0", "300.1.1.1", "host"],
  time: ["tomorrow", "2027-13-45T00:00:00Z", "12:00"],
  "arn-only": ["role/admin", "arn:aws", "iam::123456789012:role/x"],
  "time-only": ["tomorrow", "2027-13-45T00:00:00Z", "12:00"],
  "duration-only": ["soon", "5 parsecs"],
  json: ["{", "{'a': 1}", "not json"],
  url: ["no url", "example dot com"],
  uuid: ["1234", "00000000-0000-0000-0000"],
  base64: ["%%%", "a?b"],
  email: ["nobody", "a.b.c"],
  duration: ["soon", "5 parsecs"],
  "account-id": ["12", "abcdefghijkl"],
};

function outside(
  bounds: Bounds | undefined,
  type: string,
  by: number,
): number | string | undefined {
  if (!bounds) return undefined;
  const [least, most] = bounds;
  const wrong = most !== null && (by % 2 === 0 || least === null) ? most + 1 + by : least! - 1 - by;
  return type === "string" ? `${wrong}` : wrong;
}

function wrongLength(bounds: Bounds | undefined, draw: Draw, key: string): string | undefined {
  if (!bounds) return undefined;
  const [least, most] = bounds;
  if (most !== null && (draw(key, 2) === 0 || !least)) return "a".repeat(most + 1);
  return least && least > 1 ? "a".repeat(least - 1) : undefined;
}

function random(type: string, draw: Draw, key: string): string | number {
  if (type === "number") return [-3, 0, 1_000_003, 12_345][draw(key, 4)]!;
  return ["??", "a b", "x".repeat(300), "\u00fc", "http://", "9", "A_B.c"][draw(key, 7)]!;
}

function innermost(type: CtyType): CtyType {
  return typeof type !== "string" && (type[0] === "list" || type[0] === "set")
    ? innermost(type[1] as CtyType)
    : type;
}

function asType(type: CtyType, value: string | number): Value {
  return typeof type === "string" ? value : [asType(type[1] as CtyType, value)];
}

/** Sets two attributes together that exclude each other. */
function withConflict(subject: Subject, config: Config, draw: Draw, key: string) {
  const pairs = Object.entries(subject.knowledge.facts.conflictsWith ?? {}).flatMap(
    ([path, others]) => others.map((other): [string, string] => [path, other]),
  );
  const named = (path: string) => subject.leaves.find((leaf) => leaf.path === path);
  const known = pairs.filter(([a, b]) => named(a) && named(b));
  const pair = known[draw(`${key}/pair`, known.length)];
  if (!pair) return undefined;
  const fill = (leaf: Leaf) => valueFor({ ...subject, draw }, leaf, 60);
  for (const path of pair) setLeaf(config, named(path)!, fill(named(path)!), fill);
  return config;
}

/** Leaves out all of a group of which one must be there. */
function withoutChoice(subject: Subject, config: Config, draw: Draw, key: string) {
  const { exactlyOneOf = [], atLeastOneOf = [] } = subject.knowledge.facts;
  const groups = [...exactlyOneOf, ...atLeastOneOf];
  const group = groups[draw(`${key}/group`, groups.length)];
  if (!group) return undefined;
  const places = [...subject.leaves, ...subject.nests].filter(({ path }) => group.includes(path));
  let did = false;
  for (const place of placesOf(config, places)) {
    if (!isWritten(standsAt(place))) continue;
    place.holder[place.what.name] = "mode" in place.what && place.what.isBlock ? [] : null;
    did = true;
  }
  return did ? config : undefined;
}
