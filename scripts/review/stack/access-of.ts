import type { Json, StackTemplate } from "../../stacks/template.ts";
import type { AccessChange } from "../access/access.ts";
import { concernsAccess, judgeAccess } from "../access/judge.ts";
import { cut, judgeable, UNKNOWN } from "../diff/shown.ts";
import type { ResourceChange } from "../plan/plan-json.ts";
import { below } from "../schema.ts";
import { isMarked, marksAt } from "../secret/marks.ts";
import type { Surroundings } from "./change.ts";

/** What a change of one thing means for access. What is not known yet is read from the template. */
export function accessOf(resource: ResourceChange, around: Surroundings): AccessChange[] {
  const { type, name, address, change, mode } = resource;
  if (mode !== "managed" || !concernsAccess(type) || change.actions.includes("forget")) return [];
  const { secrets, schemaOf, template } = around;
  const shape = schemaOf(type, resource.provider_name);
  const side = (value: unknown, secret: unknown): Json | undefined =>
    typeof value === "object" && value !== null
      ? lazily(value as Json, (key, each) =>
          judgeable(
            { value: each, name: key, secret: marksAt(secret, key), shape: below(shape, key) },
            secrets,
          ),
        )
      : undefined;
  const before = side(change.before, change.before_sensitive);
  const after = side(change.after, change.after_sensitive);
  const hide = (text: string) => cut(secrets.hide(text), 240);
  const subject = {
    address: hide(address),
    type,
    name,
    before,
    after:
      after &&
      withTemplate(after, change.after_unknown, template, type, name, before !== undefined),
  };
  return judgeAccess(subject, hide);
}

/**
 * The values after, where what is not known yet has the words of the template. A policy that stands
 * already is not filled in: its old text and the template's cannot be compared.
 */
function withTemplate(
  after: Json,
  unknown: unknown,
  template: StackTemplate | undefined,
  type: string,
  name: string,
  stands: boolean,
): Json {
  if (typeof unknown !== "object" || !isMarked(unknown)) return after;
  const written = template?.resource?.[type]?.[name];
  return lazily(after, (key, value) => {
    if (marksAt(unknown, key) !== true) return value;
    const text = written?.[key];
    return text === undefined || (stands && isDocument(text)) ? UNKNOWN : text;
  });
}

/** The same values seen through a look at each: a judge asks for few of many. */
function lazily(values: Json, look: (key: string, value: unknown) => unknown): Json {
  return new Proxy(values, {
    get: (target, key) => (typeof key === "string" ? look(key, target[key]) : undefined),
  });
}

function isDocument(value: unknown): boolean {
  return typeof value === "string" && value.trimStart().startsWith("{");
}
