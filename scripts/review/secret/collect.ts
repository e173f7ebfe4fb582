import type { Json } from "../../stacks/template.ts";
import type { PlanJson, ResourceChange, StateModule, StateValues } from "../plan/plan-json.ts";
import { below, type SchemaOf, type Shape } from "../schema.ts";
import { eachLeaf, eachMarked, parseInner } from "./marks.ts";
import { isSecretByName, mayNameSecret, secretOfPair, secretsOfText } from "./names.ts";
import type { Secrets } from "./secrets.ts";

/**
 * Gathers every secret of a plan, from each of the seven places where `show -json` prints one in
 * clear: variables, changes, drift, outputs, planned values, the state before, and what is put off.
 * Besides what is marked, it takes what the schema calls sensitive and what a name gives away.
 */
export function collectSecrets(plan: PlanJson, schemaOf: SchemaOf, secrets: Secrets): void {
  const add = (secret: string) => secrets.add(secret);
  const changes = [
    ...(plan.resource_changes ?? []),
    ...(plan.resource_drift ?? []),
    ...(plan.deferred_changes ?? []).flatMap(({ resource_change }) => resource_change ?? []),
  ];
  for (const each of changes) collectChange(each, schemaOf, add);
  for (const { before, after, ...marks } of Object.values(plan.output_changes ?? {})) {
    eachMarked(before, marks.before_sensitive, add);
    eachMarked(after, marks.after_sensitive, add);
  }
  collectState(plan.planned_values, add);
  collectState(plan.prior_state?.values, add);
  collectVariables(plan, add);
  for (const each of [plan.action_invocations, plan.deferred_action_invocations].flat()) {
    eachMarked(each?.["config_values"], each?.["config_sensitive"], add);
    collectNamed(each, add);
  }
}

function collectChange(
  { type, provider_name, change }: ResourceChange,
  schemaOf: SchemaOf,
  add: (secret: string) => void,
): void {
  const shape = schemaOf(type, provider_name);
  const { before, after } = change;
  eachMarked(before, change.before_sensitive, add);
  eachMarked(after, change.after_sensitive, add);
  collectSensitive(before, shape, add);
  collectSensitive(after, shape, add);
  // What stays as it is is not shown: only what is marked in it may turn up elsewhere.
  if (change.actions.includes("no-op")) return;
  collectNamed(before, add);
  collectNamed(after, add, "", before);
}

/** What the schema calls sensitive, whether Terraform marked it or not. */
function collectSensitive(
  value: unknown,
  shape: Shape | undefined,
  add: (secret: string) => void,
): void {
  if (!shape?.holdsSecret || value === null || value === undefined) return;
  if (shape.sensitive) {
    eachLeaf(value, add);
    return;
  }
  if (typeof value !== "object") return;
  for (const [key, each] of Object.entries(value)) collectSensitive(each, below(shape, key), add);
}

/**
 * What a name gives away, in values, in JSON inside of texts and in lines of scripts.
 *
 * @param known a tree that was looked at: what stands in it under the same name is not once more
 */
function collectNamed(
  value: unknown,
  add: (secret: string) => void,
  name = "",
  known?: unknown,
): void {
  if (typeof value === "string") collectText(value, add, name);
  else if (Array.isArray(value)) for (const each of value) collectNamed(each, add, name);
  else if (typeof value === "object" && value !== null) {
    const paired = secretOfPair(value as Json);
    if (paired !== undefined) eachLeaf(paired, add);
    for (const key in value) {
      const each = (value as Json)[key];
      if (each !== (known as Json | null | undefined)?.[key]) collectNamed(each, add, key);
    }
  }
}

function collectText(text: string, add: (secret: string) => void, name: string): void {
  if (isSecretByName(name, text)) {
    eachLeaf(text, add);
    return;
  }
  if (!mayNameSecret(text)) return;
  const inner = parseInner(text);
  if (inner) collectNamed(inner, add);
  else for (const secret of secretsOfText(text)) add(secret);
}

function collectState(values: StateValues | undefined, add: (secret: string) => void): void {
  for (const { sensitive, value } of Object.values(values?.outputs ?? {})) {
    if (sensitive) eachLeaf(value, add);
  }
  const visit = (module: StateModule | undefined): void => {
    for (const { values, sensitive_values } of module?.resources ?? []) {
      eachMarked(values, sensitive_values, add);
    }
    for (const child of module?.child_modules ?? []) visit(child);
  };
  visit(values?.root_module);
}

/** Variables carry no marks: the configuration says which are sensitive. A name may, too. */
function collectVariables(plan: PlanJson, add: (secret: string) => void): void {
  const root = plan.configuration?.["root_module"] as { variables?: Json } | undefined;
  for (const [name, { value }] of Object.entries(plan.variables ?? {})) {
    const declared = root?.variables?.[name] as { sensitive?: boolean } | undefined;
    if (declared?.sensitive) eachLeaf(value, add);
    else collectNamed(value, add, name);
  }
}
