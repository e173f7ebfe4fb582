import { fromJson } from "../../cty/json.ts";
import type { Value } from "../../cty/value.ts";
import type { Field } from "../../schema/fields.ts";
import type { Facts } from "../../schema/schema.ts";
import type { Connection } from "../connection.ts";

/**
 * What the learner's provider block said: a default that repeats it comes from the provider block,
 * not from the type.
 */
const LEARNERS_GOOGLE: Readonly<Record<string, string>> = {
  project: "aaa1-project",
  region: "europe-west1",
  zone: "europe-west1-b",
};

/** The value that is planned where the author wrote none; undefined when there is no such value. */
export function defaultOf(
  field: Field,
  name: string,
  facts: Facts,
  connection: Connection,
): Value | undefined {
  const { cloud } = connection;
  if (cloud === "aws" && name === "region" && isOwnRegion(field)) return connection.region;
  const value = facts.defaults?.[name];
  // What the learner saw there were its own tags; the provider computes them (tags.ts).
  if (value === undefined || name === "tags_all") return undefined;
  if (cloud === "google" && LEARNERS_GOOGLE[name] === value) {
    return connection[name as "project" | "region" | "zone"];
  }
  try {
    return fromJson(value, field.type);
  } catch {
    // A default of another shape than the pinned schema's: the type has changed since.
    return undefined;
  }
}

/** Since 6.0 an author may write the region of any regional type; before it was only told. */
function isOwnRegion({ attribute }: Field): boolean {
  return attribute?.computed === true && attribute.optional === true;
}
