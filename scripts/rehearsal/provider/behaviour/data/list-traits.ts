import { isFields, isList, type Value } from "../../cty/value.ts";
import { Refusal } from "../../protocol/refusal.ts";
import { fieldsOf } from "../../schema/fields.ts";
import { attributeOf } from "./listed.ts";
import { type Comparison, filterTraits, type Question, type Trait } from "./traits.ts";

/** How Cloudflare writes that a text begins, ends or has a part. */
const WORDS: Readonly<Record<string, Comparison>> = {
  exact: "equal",
  startswith: "prefix",
  endswith: "suffix",
  contains: "part",
};

/** What every thing of a list must have. An argument that speaks of no attribute says nothing of them. */
export function listTraits(question: Question): Trait[] {
  return Object.entries(question.config).flatMap(([name, value]) =>
    traitsOf(name, value, question),
  );
}

function traitsOf(name: string, value: Value, question: Question): Trait[] {
  const { type, made, config, connection } = question;
  const known = new Set(fieldsOf(made.block).map((field) => field.name));
  const attribute = (asked: string) => attributeOf(asked, type, (each) => known.has(each));
  const trait = (asked: string | undefined, wanted: Value, by: Comparison = "equal"): Trait[] => {
    const values = [wanted].flat().filter(isTold).map(String);
    if (asked === undefined || values.length === 0) return [];
    return asked.startsWith("tag:") || known.has(asked) ? [{ name: asked, values, by }] : [];
  };
  const isPlace = name === "project" || (name === "region" && connection.cloud === "aws");
  if (isPlace || value === null) return [];
  if (/(^|_)tags$/.test(name) && isFields(value)) {
    return Object.entries(value).flatMap(([key, each]) => trait(`tag:${key}`, each));
  }
  if (name === "filter" && typeof value === "string") return expressionTraits(value, type, trait);
  if (name === "filter") {
    const ask = (asked: string, wanted: Value) =>
      trait(asked.startsWith("tag:") ? asked : attribute(asked), wanted);
    return [value].flat().flatMap((each) => filterTraits(each as Value, ask));
  }
  if (name === "name_regex") return trait("name", value, "regex");
  if (name === "path" && type === "aws_ssm_parameter" && typeof value === "string") {
    const below = `^${value.replace(/\/$/, "")}/${config["recursive"] === true ? "" : "[^/]+$"}`;
    return trait("name", below, "regex");
  }
  if (name === "prefix") return trait("key", value, "prefix");
  if (name.endsWith("_prefix")) return trait(attribute(name.slice(0, -7)), value, "prefix");
  if (isFields(value)) {
    return Object.entries(value).flatMap(([word, wanted]) =>
      WORDS[word] ? trait(attribute(name), wanted, WORDS[word]) : [],
    );
  }
  return trait(isList(value) ? attribute(name) : name, value);
}

function isTold(value: Value): boolean {
  return (
    typeof value === "boolean" ||
    typeof value === "number" ||
    (value !== "" && typeof value === "string")
  );
}

/** Google's filters are expressions, of which one comparison is understood here: `name = "api"`. */
function expressionTraits(
  text: string,
  type: string,
  trait: (asked: string, wanted: Value, by?: Comparison) => Trait[],
): Trait[] {
  const [, name = "", value = ""] =
    /^\(?([a-z_]+) *(?:=|:| eq ) *"?([^"()*]+?)"?\)?$/i.exec(text) ?? [];
  const found = trait(name, value);
  if (found.length > 0) return found;
  throw new Refusal(
    `the filter of ${type}s is not understood: ${text}`,
    'The rehearsal knows one comparison with an attribute, such as name = "api".',
  );
}
