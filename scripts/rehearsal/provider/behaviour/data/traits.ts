import { type Fields, isFields, isList, type Value } from "../../cty/value.ts";
import { fieldsOf } from "../../schema/fields.ts";
import type { Schema } from "../../schema/schema.ts";
import type { Clouds, Thing } from "../../store/store.ts";
import type { Connection } from "../connection.ts";
import { ownerOf } from "../refuse/owner.ts";

/** A question after things of a type that can also be made. */
export interface Question {
  readonly type: string;
  /** What the type has when it is made. */
  readonly made: Schema;
  /** What the author asks with; nothing is unknown in it. */
  readonly config: Fields;
  readonly connection: Connection;
  readonly clouds: Clouds;
}

/** Types whose things are seen from every region of an account. */
const EVERYWHERE = /^aws_(iam|route53|cloudfront|s3|organizations|shield)/;

/** Arguments that say where to look, not after what. */
const PLACES: ReadonlySet<string> = new Set(["region", "project", "location", "account_id"]);

/** How a value is compared with what is asked for. `glob` knows `*` and `?`. */
export type Comparison = "equal" | "prefix" | "suffix" | "part" | "glob" | "regex";

/** What a thing must have: one of some values at a place. */
export interface Trait {
  /** An attribute, or `tag:` and the key of a tag. */
  readonly name: string;
  readonly values: readonly string[];
  /** Default: `equal` */
  readonly by?: Comparison;
}

/** What the arguments say of the thing itself. */
export function traitsAskedFor({ type, made, config }: Question): Trait[] {
  const known = new Set(fieldsOf(made.block).map(({ name }) => name));
  const ask = (name: string, value: Value): Trait[] => {
    // A zone is asked after by `zone_id`, and has an `id`.
    const named = !known.has(name) && type.endsWith(`_${name.replace(/_id$/, "")}`) ? "id" : name;
    const values = [value].flat().filter((each) => typeof each === "string" && each !== "");
    const isTrait = named.startsWith("tag:") || (known.has(named) && !PLACES.has(named));
    return isTrait && values.length > 0 ? [{ name: named, values: values as string[] }] : [];
  };
  return Object.entries(config).flatMap(([name, value]) => {
    if (name === "tags" && isFields(value)) {
      return Object.entries(value).flatMap(([key, each]) => ask(`tag:${key}`, each));
    }
    if (name !== "filter") return isList(value) ? [] : ask(name, value);
    return [value].flat().flatMap((filter) => filterTraits(filter as Value, ask));
  });
}

/** AWS filters by a name and values (`vpc-id`, `tag:Name`), Cloudflare by the fields themselves. */
export function filterTraits(filter: Value, ask: (name: string, value: Value) => Trait[]): Trait[] {
  if (!isFields(filter)) return [];
  const { name, values } = filter;
  if (typeof name === "string" && isList(values)) {
    const traits = ask(name.startsWith("tag:") ? name : name.replaceAll("-", "_"), values);
    return traits.map((trait) => ({ ...trait, by: "glob" as const }));
  }
  return Object.entries(filter).flatMap(([field, value]) => ask(field, value));
}

/** Does a thing have it? */
export function has(object: Fields, { name, values, by = "equal" }: Trait): boolean {
  const tags = object["tags_all"] ?? object["tags"] ?? null;
  const key = name.startsWith("tag:") ? name.slice("tag:".length) : undefined;
  const value = key === undefined ? object[name] : isFields(tags) ? tags[key] : undefined;
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") {
    return false;
  }
  return values.some((wanted) => COMPARE[by](bare(`${value}`), bare(wanted)));
}

const COMPARE: Readonly<Record<Comparison, (value: string, wanted: string) => boolean>> = {
  equal: (value, wanted) => value === wanted,
  prefix: (value, wanted) => value.startsWith(wanted),
  suffix: (value, wanted) => value.endsWith(wanted),
  part: (value, wanted) => value.includes(wanted),
  glob: (value, wanted) => globOf(wanted).test(value),
  regex: (value, wanted) => new RegExp(wanted).test(value),
};

/** A domain's name is the same with its last dot. */
function bare(text: string): string {
  return text.replace(/\.$/, "");
}

function globOf(text: string): RegExp {
  const signs: Readonly<Record<string, string>> = { "*": ".*", "?": "." };
  const pattern = text.replace(/[.*+?^${}()|[\]\\]/g, (sign) => signs[sign] ?? `\\${sign}`);
  return new RegExp(`^${pattern}$`, "s");
}

/** Is a thing seen from a place? */
export function isVisible({ type, scope }: Thing, from: string): boolean {
  return scope === from || (EVERYWHERE.test(type) && ownerOf(scope) === ownerOf(from));
}
