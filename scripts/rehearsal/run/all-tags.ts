import { type Fields, isFields, type Value } from "../provider/cty/value.ts";

/**
 * A thing of AWS's whose tags were changed, as it is read after that: it has one set of tags, which a
 * state holds twice, with those of the provider block (`tags_all`) and without (`tags`).
 */
export function withAllTags(before: Fields, after: Fields): Fields {
  if (!("tags_all" in after) || after["tags"] === before["tags"]) return after;
  const [old, now] = [mapOf(before["tags"]), mapOf(after["tags"])];
  const others = Object.entries(mapOf(after["tags_all"])).filter(([key]) => !(key in old));
  return { ...after, tags_all: { ...Object.fromEntries(others), ...now } };
}

function mapOf(value: Value | undefined): Fields {
  return isFields(value) ? value : {};
}
