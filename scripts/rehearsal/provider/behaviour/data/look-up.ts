import { type Fields, isFields, isList, type Value } from "../../cty/value.ts";
import { Refusal } from "../../protocol/refusal.ts";
import { fieldsOf } from "../../schema/fields.ts";
import type { Schema } from "../../schema/schema.ts";
import { type Clouds, idOf, type Thing } from "../../store/store.ts";
import type { Connection } from "../connection.ts";
import { scopeOf } from "../scope.ts";

/** A question after one thing of a type that can also be made. */
export interface Question {
  readonly type: string;
  /** What the type has when it is made. */
  readonly made: Schema;
  /** What the author asks with; nothing is unknown in it. */
  readonly config: Fields;
  readonly connection: Connection;
  readonly clouds: Clouds;
}

/** Types of which others publish things for all to use. */
const PUBLISHED =
  /^(aws_ami|aws_ebs_snapshot|aws_ecrpublic_|google_compute_(image|snapshot|machine_image))/;

/**
 * Names of what a cloud itself keeps in every account: `alias/aws/s3`, `com.amazonaws.eu-west-1.s3`,
 * `Managed-CachingOptimized`, `/aws/service/...`, `arn:aws:iam::aws:policy/ReadOnlyAccess`.
 */
const OF_THE_CLOUD =
  /^(alias\/aws\/|\/aws\/|com\.amazonaws\.|Managed-|arn:aws:[^:]*:[^:]*:aws:|default$|AWS)/;

/** Types whose things are seen from every region of an account. */
const EVERYWHERE = /^aws_(iam|route53|cloudfront|s3|organizations|shield)/;

/** Arguments that say where to look, not after what. */
const PLACES: ReadonlySet<string> = new Set(["region", "project", "location", "account_id"]);

/**
 * The thing that stands and answers a question; nothing where the question does not tell after which
 * it asks, and where it asks after what exists outside of what is rehearsed.
 *
 * @throws Refusal where nothing matches, or several things do
 */
export function lookUp(question: Question): Thing | undefined {
  const { type, config, connection, clouds } = question;
  const traits = traitsAskedFor(question);
  if (traits.length === 0) return undefined;
  const from = scopeOf(connection, config);
  const matching = clouds.all.flatMap((store) =>
    [...store.ofType(type)].filter(
      (thing) => isVisible(thing, from) && traits.every((trait) => has(thing.object, trait)),
    ),
  );
  const latest = matching.at(-1);
  if (latest && (matching.length === 1 || config["most_recent"] === true)) return latest;
  const said = traits.map(({ name, values }) => `${name} ${values.join(" or ")}`).join(", ");
  if (matching.length > 1) {
    const found = matching.map(({ stack, object }) => `${idOf(object)} of ${stack}`).join(", ");
    throw new Refusal(`several ${type} have ${said}`, `Ask more closely. They are ${found}.`);
  }
  const texts = traits.flatMap(({ values }) => values);
  const exists = (text: string) =>
    OF_THE_CLOUD.test(text) || clouds.isDeclared(connection.stack, text);
  if (PUBLISHED.test(type) || texts.some(exists)) return undefined;
  const file = `environments/${connection.stack.split("-")[0]}/existing.json`;
  throw new Refusal(
    `no ${type} has ${said}`,
    "None stands in the rehearsal cloud. If it exists outside of what is rehearsed, say so in " +
      `${file}: {"${texts[0]}": "<what it is>"}.`,
  );
}

/** What a thing must have: one of some values at a place. */
interface Trait {
  /** An attribute, or `tag:` and the key of a tag. */
  readonly name: string;
  readonly values: readonly string[];
}

/** What the arguments say of the thing itself. */
function traitsAskedFor({ type, made, config }: Question): Trait[] {
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
function filterTraits(filter: Value, ask: (name: string, value: Value) => Trait[]): Trait[] {
  if (!isFields(filter)) return [];
  const { name, values } = filter;
  if (typeof name === "string" && isList(values)) {
    return ask(name.startsWith("tag:") ? name : name.replaceAll("-", "_"), values);
  }
  return Object.entries(filter).flatMap(([field, value]) => ask(field, value));
}

function has(object: Fields, { name, values }: Trait): boolean {
  const tags = object["tags_all"] ?? object["tags"] ?? null;
  const key = name.startsWith("tag:") ? name.slice("tag:".length) : undefined;
  const value = key === undefined ? object[name] : isFields(tags) ? tags[key] : undefined;
  // A domain's name is the same with its last dot.
  const bare = (text: string) => text.replace(/\.$/, "");
  return typeof value === "string" && values.some((each) => bare(each) === bare(value));
}

function isVisible({ type, scope }: Thing, from: string): boolean {
  if (scope === from) return true;
  const account = (each: string) => each.split("/").slice(0, 2).join("/");
  return EVERYWHERE.test(type) && account(scope) === account(from);
}
