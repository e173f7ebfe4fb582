import { type Fields, isFields, isWhollyKnown, UNKNOWN, type Value } from "../../cty/value.ts";
import type { Block } from "../../schema/schema.ts";
import type { Connection } from "../connection.ts";

/** The label that Google's provider adds to what it creates, unless told not to. */
const ATTRIBUTION = { "goog-terraform-provisioned": "true" };

/**
 * The tags and labels that a provider computes from its own defaults and the resource's.
 *
 * @param prior undefined at a create
 */
export function withComputedTags(
  block: Block,
  planned: Fields,
  prior: Fields | undefined,
  connection: Connection,
): Fields {
  const attributes = block.attributes ?? {};
  const { cloud, defaultTags } = connection;
  if (cloud === "aws" && attributes["tags_all"]?.computed && "tags" in attributes) {
    const tags = merged(defaultTags, planned["tags"] ?? null);
    return { ...planned, tags_all: settled(tags, prior?.["tags_all"], prior !== undefined) };
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

/** Without any tag the AWS provider leaves it to the answer of AWS what there is. */
function settled(tags: Value, before: Value | undefined, exists: boolean): Value {
  if (!isFields(tags) || Object.keys(tags).length > 0) return tags;
  if (!exists) return UNKNOWN;
  return isFields(before) && Object.keys(before).length > 0 ? tags : (before ?? tags);
}

/** The label is added at the create; a resource that stands without it is left so. */
function labelOfOurs(prior: Fields | undefined, { attributionLabel }: Connection) {
  if (!attributionLabel) return {};
  const labels = prior?.["terraform_labels"];
  const has = isFields(labels) && Object.keys(ATTRIBUTION).every((name) => name in labels);
  return prior === undefined || has ? ATTRIBUTION : {};
}
