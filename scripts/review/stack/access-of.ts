import type { Json, StackTemplate } from "../../stacks/template.ts";
import type { AccessChange } from "../access/access.ts";
import { concernsAccess, judgeAccess } from "../access/judge.ts";
import { cut, redacted, UNKNOWN } from "../diff/shown.ts";
import type { Phrase } from "../phrase.ts";
import type { ResourceChange } from "../plan/plan-json.ts";
import { below } from "../schema.ts";
import { marksAt } from "../secret/marks.ts";
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
          redacted(
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
  return judgeAccess(subject).map((found) => new SafeAccess(found, hide));
}

/** A change of access whose words are hidden when they are told: of many, few are. */
class SafeAccess implements AccessChange {
  readonly #found: AccessChange;
  readonly #hide: (text: string) => string;
  readonly address: string;
  readonly kind: AccessChange["kind"];
  readonly verdict: AccessChange["verdict"];
  readonly wide: boolean;
  readonly key: string | undefined;

  constructor(found: AccessChange, hide: (text: string) => string) {
    this.#found = found;
    this.#hide = hide;
    this.address = found.address;
    this.kind = found.kind;
    this.verdict = found.verdict;
    this.wide = found.wide;
    this.key = found.key;
  }

  get phrase(): Phrase {
    return this.#found.phrase.map((piece) =>
      typeof piece === "string" ? piece : { code: this.#hide(piece.code) },
    );
  }

  /** The finding as JSON, with what is asked for late. */
  toJSON(): AccessChange {
    const { phrase: _, ...rest } = this.#found;
    return { ...rest, phrase: this.phrase };
  }
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
  if (typeof unknown !== "object" || unknown === null) return after;
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
