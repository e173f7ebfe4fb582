import type { CtyType } from "../../provider/cty/type.ts";
import type { Value } from "../../provider/cty/value.ts";
import type { Facts } from "../../provider/schema/schema.ts";
import type { Leaf } from "./leaf.ts";
import { textMatching } from "./pattern.ts";

/** Gives the n-th of endlessly many; equal for equal keys. */
export type Draw = (key: string, below: number) => number;

/** A value that a provider is likely to accept at a leaf, by what is known of it so far. */
export function likelyValue(leaf: Leaf, facts: Facts, draw: Draw, round = 0): Value {
  return valueOfType(leaf.type, leaf, facts, draw, `${leaf.path}#${round}`);
}

function valueOfType(type: CtyType, leaf: Leaf, facts: Facts, draw: Draw, key: string): Value {
  if (type === "string") return likelyText(leaf, facts, draw, key);
  if (type === "number") return likelyNumber(leaf, facts, draw, key);
  if (type === "bool") return draw(key, 2) === 1;
  if (type === "dynamic") return null;
  const [kind, inner] = type;
  if (kind === "object") {
    return Object.fromEntries(
      Object.entries(inner as Readonly<Record<string, CtyType>>).map(([name, field]) => [
        name,
        valueOfType(field, { ...leaf, name, path: `${leaf.path}.${name}` }, facts, draw, key),
      ]),
    );
  }
  if (kind === "tuple") {
    return (inner as readonly CtyType[]).map((item) => valueOfType(item, leaf, facts, draw, key));
  }
  const item = valueOfType(inner as CtyType, leaf, facts, draw, key);
  if (item === null) return null;
  return kind === "map" ? { [`k${draw(`${key}k`, 3)}`]: item } : [item];
}

function likelyNumber({ path }: Leaf, facts: Facts, draw: Draw, key: string): number {
  const allowed = facts.oneOf?.[path];
  if (allowed && allowed.length > 0) return Number(allowed[draw(key, allowed.length)]);
  const [least, most] = facts.range?.[path] ?? [null, null];
  const from = least ?? (most === null ? 1 : most - 20);
  return from + draw(key, Math.min((most ?? from + 20) - from, 20) + 1);
}

function likelyText(leaf: Leaf, facts: Facts, draw: Draw, key: string): string {
  const { path, name } = leaf;
  const allowed = facts.oneOf?.[path]?.filter((value) => !/^(Deprecated|None)$/.test(value));
  if (allowed && allowed.length > 0) return allowed[draw(key, allowed.length)]!;
  const range = facts.range?.[path];
  if (range) return `${likelyNumber(leaf, facts, draw, key)}`;
  const n = draw(key, 1_000);
  const format = facts.format?.[path];
  if (format === "json" && POLICIES.test(name)) return policy(n);
  if (format) return FORMATS[format]?.(n) ?? `aaa${n}`;
  const pattern = facts.pattern?.[path];
  const [least, most] = facts.length?.[path] ?? [null, null];
  if (pattern) {
    const text = textMatching(pattern, (below) => draw(`${key}/${below}`, below), least ?? 0);
    if (text !== undefined) return text;
  }
  if (POLICIES.test(name)) return policy(n);
  const found = NAMES.find(([names]) => names.test(name));
  const text = found ? FORMATS[found[1]]!(n) : `aaa${n}`;
  return fitted(text, least ?? 0, most ?? Number.POSITIVE_INFINITY);
}

function fitted(text: string, least: number, most: number): string {
  return text.length < least
    ? text.padEnd(least, "a")
    : text.length > most
      ? text.slice(0, most)
      : text;
}

const twelve = (n: number) => `${123_456_789_012 + n}`;
const two = (n: number, from: number, below: number) => `${from + (n % below)}`.padStart(2, "0");

/** What kinds of text look like. */
const FORMATS: Readonly<Record<string, (n: number) => string>> = {
  arn: (n) => `arn:aws:iam::${twelve(0)}:role/aaa${n}`,
  "arn-only": (n) => `arn:aws:iam::${twelve(0)}:role/aaa${n}`,
  cidr: (n) => `10.${n % 250}.0.0/16`,
  ip: (n) => `10.0.${n % 250}.${1 + (n % 200)}`,
  time: (n) => `2027-${two(n, 1, 12)}-${two(n, 1, 28)}T00:00:00Z`,
  "time-only": (n) => `2027-${two(n, 1, 12)}-${two(n, 1, 28)}T00:00:00Z`,
  "duration-only": (n) => `${1 + (n % 50)}h`,
  json: (n) => `{"a":"${n}"}`,
  url: (n) => `https://example.com/${n}`,
  uuid: (n) => `00000000-0000-4000-8000-${`${n}`.padStart(12, "0")}`,
  base64: (n) => Buffer.from(`aaa${n}`).toString("base64"),
  email: (n) => `a${n}@example.com`,
  duration: (n) => `${1 + (n % 50)}h`,
  "account-id": twelve,
  version: (n) => `1.${n % 30}`,
};

/** Attributes that hold a policy: some providers read it, and refuse or lose any other JSON. */
const POLICIES = /policy(_document|_json)?$/;

function policy(n: number): string {
  const statement = { Sid: `Aaa${n}`, Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

/** What a text is likely to be by the name of its attribute. */
const NAMES: readonly (readonly [names: RegExp, format: string])[] = [
  [/arns?$/, "arn"],
  [/cidr/, "cidr"],
  [/version$/, "version"],
  [/(json|document|definition|schema|pattern)$/, "json"],
  [/(time|date|timestamp|expires|_at)$/, "time"],
  [/(account_id|owner_id|account)$/, "account-id"],
  [/(url|uri|endpoint)$/, "url"],
  [/email$/, "email"],
];
