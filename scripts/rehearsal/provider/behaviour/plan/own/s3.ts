import { type Fields, isFields, isList, UNKNOWN, type Value } from "../../../cty/value.ts";
import { firstOf, lengthOf, type Own, type Planning } from "./own.ts";

/**
 * A prefix that nobody wrote is an empty one; what is written together in `and` is told there
 * alone; a transition at a date has no number of days.
 *
 * Source: terraform-provider-aws v5.100.0, asked;
 * internal/service/s3/bucket_lifecycle_configuration.go.
 */
export const lifecycleConfiguration: Own = {
  plan: (planned) => ({ ...planned, rule: each(planned["rule"], rule) }),
};

function rule(fields: Fields): Fields {
  const transitions = each(fields["transition"], transition);
  return { ...prefixed(fields), filter: each(fields["filter"], filter), transition: transitions };
}

function filter(fields: Fields): Fields {
  const both = each(fields["and"], prefixed);
  return lengthOf(both) > 0 ? { ...fields, and: both, prefix: null } : fields;
}

function prefixed(fields: Fields): Fields {
  return { ...fields, prefix: fields["prefix"] ?? "" };
}

function transition(fields: Fields): Fields {
  return fields["date"] && fields["days"] === 0 ? { ...fields, days: null } : fields;
}

function each(value: Value | undefined, convert: (fields: Fields) => Fields): Value {
  if (!isList(value)) return value ?? null;
  return value.map((item) => (isFields(item) ? convert(item) : item));
}

/**
 * An object may say that the provider block's tags are not for it.
 *
 * Source: terraform-provider-aws, internal/service/s3/object.go, CustomizeDiff.
 */
export const object: Own = {
  hasOwnTagsOnly: ignoresDefaults,
  plan(planned, planning) {
    if (!ignoresDefaults(planning)) return planned;
    return { ...planned, tags_all: planning.prior?.["tags_all"] ?? UNKNOWN };
  },
};

function ignoresDefaults({ proposed }: Planning): boolean {
  const defaults = firstOf(firstOf(proposed["override_provider"])?.["default_tags"]);
  return defaults !== undefined && Object.keys(defaults["tags"] ?? {}).length === 0;
}
