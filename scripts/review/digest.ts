import { createHash } from "node:crypto";
import { canonical, same } from "./diff/same.ts";
import { redacted } from "./diff/shown.ts";
import { doingOf } from "./plan/action.ts";
import type { PlanJson, ResourceChange } from "./plan/plan-json.ts";
import type { SchemaOf } from "./schema.ts";
import type { Secrets } from "./secret/secrets.ts";

/**
 * What a plan would do, as one number: equal for plans that would do the same, whatever their order,
 * time or drift. Of a secret it holds only whether it changes, so that nothing can be guessed from it.
 */
export function digestOf(plan: PlanJson, schemaOf: SchemaOf, secrets: Secrets): string {
  const changes = (plan.resource_changes ?? [])
    .filter((each) => {
      const doing = doingOf(each);
      return doing !== undefined && doing.action !== "read" && doing.action !== "open";
    })
    .map((each) => meaningOf(each, schemaOf, secrets))
    .sort();
  const outputs = Object.entries(plan.output_changes ?? {})
    .filter(([, { actions }]) => !actions.includes("no-op"))
    .map(([name, { actions, before, after, ...marks }]) => {
      const hidden = marks.before_sensitive || marks.after_sensitive;
      return canonical([name, actions, hidden ? "secret" : [before, after, marks.after_unknown]]);
    })
    .sort();
  const actions = (plan.action_invocations ?? []).map((each) => String(each["address"])).sort();
  const meaning = JSON.stringify([changes, outputs, actions]);
  return createHash("sha256").update(meaning).digest("hex");
}

function meaningOf(
  { address, deposed, previous_address, change, type, provider_name }: ResourceChange,
  schemaOf: SchemaOf,
  secrets: Secrets,
): string {
  const shape = schemaOf(type, provider_name);
  const side = (value: unknown, secret: unknown, unknown: unknown) =>
    canonical(redacted({ value, name: "", secret, unknown, shape }, secrets), shape);
  return JSON.stringify([
    address,
    deposed,
    previous_address,
    change.actions,
    change.importing?.id,
    side(change.before, change.before_sensitive, undefined),
    side(change.after, change.after_sensitive, change.after_unknown),
    same(change.before, change.after, shape),
  ]);
}
