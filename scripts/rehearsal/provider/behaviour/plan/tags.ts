import { canonical } from "../../cty/equal.ts";
import { type Fields, isFields, isWhollyKnown, UNKNOWN, type Value } from "../../cty/value.ts";
import type { ResourceType } from "../../schema/library.ts";
import type { Connection } from "../connection.ts";
import { isSdkType } from "./library.ts";

/** The label that Google's provider adds to what it creates, unless told not to. */
const ATTRIBUTION = { "goog-terraform-provisioned": "true" };

/**
 * The tags and labels that a provider computes from its own defaults and the resource's.
 *
 * @param prior undefined at a create
 */
export function withComputedTags(
  type: ResourceType,
  planned: Fields,
  prior: Fields | undefined,
  connection: Connection,
): Fields {
  const attributes = type.schema.block.attributes ?? {};
  const { cloud, defaultTags } = connection;
  if (cloud === "aws" && attributes["tags_all"]?.computed && "tags" in attributes) {
    const tags = merged(defaultTags, planned["tags"] ?? null);
    if (!isSdkType(type)) return { ...planned, tags_all: tags };
    return { ...planned, tags_all: settled(tags, planned, prior) };
  }
  if (cloud === "google" && "effective_labels" in attributes) {
    const own = labelOfOurs(prior, connection);
    const labels = merged({ ...own, ...defaultTags }, planned["labels"] ?? null);
    const computed = "terraform_labels" in attributes ? ["terraform_labels"] : [];
    const filled = Object.fromEntries([...computed, "effective_labels"].map((k) => [k, labels]));
    return { ...planned, ...filled };
  }
  return planned;
}

function merged(defaults: Readonly<Record<string, string>>, tags: Value): Value {
  if (!isWhollyKnown(tags)) return UNKNOWN;
  return { ...defaults, ...(isFields(tags) ? tags : {}) };
}

/** Without any tag, AWS provider types of the older library leave it to AWS what there is. */
function settled(tags: Value, planned: Fields, prior: Fields | undefined): Value {
  if (!isFields(tags)) return tags;
  const all = planned["tags_all"] ?? UNKNOWN;
  const isChanged = !prior || !isSameMap(prior["tags"] ?? null, planned["tags"] ?? null);
  const values = Object.values(tags);
  if (values.includes("")) return isChanged ? UNKNOWN : all;
  if (values.length > 0) return tags;
  return prior && isChanged ? {} : all;
}

function isSameMap(a: Value, b: Value): boolean {
  return canonical(a ?? {}, ["map", "string"]) === canonical(b ?? {}, ["map", "string"]);
}

/** The label is added at the create; a resource that stands without it is left so. */
function labelOfOurs(prior: Fields | undefined, { attributionLabel }: Connection) {
  if (!attributionLabel) return {};
  const labels = prior?.["terraform_labels"];
  const has = isFields(labels) && Object.keys(ATTRIBUTION).every((name) => name in labels);
  return prior === undefined || has ? ATTRIBUTION : {};
}
