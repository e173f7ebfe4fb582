import { createHash } from "node:crypto";
import { canonical, same } from "./diff/same.ts";
import { redacted } from "./diff/shown.ts";
import { doingOf } from "./plan/action.ts";
import type { PlanJson, ResourceChange } from "./plan/plan-json.ts";
import type { SchemaOf } from "./schema.ts";
import type { Secrets } from "./secret/secrets.ts";

/** What a plan would do, thing by thing: equal texts for what means the same. */
export interface Meanings {
  /** By address, with the key of what is deposed. */
  readonly changes: ReadonlyMap<string, string>;
  /** By name of the output. */
  readonly outputs: ReadonlyMap<string, string>;
  /** Addresses of the actions that run besides. */
  readonly actions: readonly string[];
}

/**
 * What a plan would do, as one number: equal for plans that would do the same, whatever their order,
 * time or drift. Of a secret it holds only whether it changes, so that nothing can be guessed from it.
 */
export function digestOf(plan: PlanJson, schemaOf: SchemaOf, secrets: Secrets): string {
  const { changes, outputs, actions } = meaningsOf(plan, schemaOf, secrets);
  const meaning = JSON.stringify([
    [...changes.values()].sort(),
    [...outputs.values()].sort(),
    actions,
  ]);
  return createHash("sha256").update(meaning).digest("hex");
}

/** What a plan would do, for a comparison that tells what differs. Its secrets must be known. */
export function meaningsOf(plan: PlanJson, schemaOf: SchemaOf, secrets: Secrets): Meanings {
  const changes = (plan.resource_changes ?? [])
    .filter(isMeant)
    .map((each): [string, string] => [keyOf(each), meaningOf(each, schemaOf, secrets)]);
  const outputs = Object.entries(plan.output_changes ?? {})
    .filter(([, { actions }]) => !actions.includes("no-op"))
    .map(([name, { actions, before, after, ...marks }]): [string, string] => {
      const hidden = marks.before_sensitive || marks.after_sensitive;
      const sides = hidden ? "secret" : [before, after, marks.after_unknown];
      return [name, canonical([name, actions, sides])];
    });
  return {
    changes: new Map(changes),
    outputs: new Map(outputs),
    actions: (plan.action_invocations ?? []).map((each) => String(each["address"])).sort(),
  };
}

/** True for a change that an apply makes: not for what is only read or opened. */
export function isMeant(resource: ResourceChange): boolean {
  const doing = doingOf(resource);
  return doing !== undefined && doing.action !== "read" && doing.action !== "open";
}

/** What tells one change of a plan from the others: what is deposed has the address of its heir. */
export function keyOf({ address, deposed }: ResourceChange): string {
  return deposed ? `${address} (deposed ${deposed})` : address;
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
