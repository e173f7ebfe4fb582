import { stableJson } from "../json.ts";
import type { Own } from "./own.ts";

/** What the service knows of a rule, beside its priority and description. */
const SELECTION = [
  ...["tagStatus", "tagPatternList", "tagPrefixList", "storageClass"],
  ...["countType", "countUnit", "countNumber"],
];
const ACTION = ["targetStorageClass", "type"];

/**
 * Rules of two policies are compared as the service reads them: in the order of their priorities, lists
 * of tags in any order, and without what it does not know. A policy without rules is none.
 *
 * Source: terraform-provider-aws, internal/service/ecr/lifecycle_policy.go.
 */
export const creationTemplate: Own = {
  isSame: (name, { old, next }) =>
    name === "lifecycle_policy" ? isSamePolicy(old, next) : undefined,
};

function isSamePolicy(old: string, next: string): boolean {
  try {
    return rulesOf(old) === rulesOf(next);
  } catch {
    return false;
  }
}

type Json = Readonly<Record<string, unknown>>;

function rulesOf(text: string): string {
  const { rules } = JSON.parse(text.trim() || "{}") as { readonly rules?: readonly Json[] };
  const known = [...(rules ?? [])].sort((a, b) => priorityOf(a) - priorityOf(b)).map(rule);
  return stableJson(known);
}

function priorityOf({ rulePriority }: Json): number {
  return typeof rulePriority === "number" ? rulePriority : 0;
}

function rule({ rulePriority, description, selection, action }: Json): Json {
  return {
    ...{ rulePriority, description },
    selection: selection && picked(selection as Json, SELECTION),
    action: action && picked(action as Json, ACTION),
  };
}

/** The named members; an empty list is none. */
function picked(object: Json, names: readonly string[]): Json {
  const member = (value: unknown) => {
    if (!Array.isArray(value)) return value ?? undefined;
    return value.length === 0 ? undefined : [...value].sort();
  };
  return Object.fromEntries(names.map((name) => [name, member(object[name])]));
}
