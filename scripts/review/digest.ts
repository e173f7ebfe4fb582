import { createHash } from "node:crypto";
import { canonical, same } from "./diff/same.ts";
import { redacted } from "./diff/shown.ts";
import { doingOf } from "./plan/action.ts";
import type { PlanJson, ResourceChange } from "./plan/plan-json.ts";
import { below, type SchemaOf, type Shape } from "./schema.ts";
import type { Secrets } from "./secret/secrets.ts";

/** What a plan would do, thing by thing: equal texts for what means the same. */
export interface Meanings {
  /** By address, with the key of what is deposed. */
  readonly changes: ReadonlyMap<string, string>;
  /** By name of the output. */
  readonly outputs: ReadonlyMap<string, string>;
  /** By address of the action: what runs besides, with what it is given and what sets it off. */
  readonly actions: ReadonlyMap<string, string>;
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
    [...actions.values()].sort(),
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
    actions: actionsOf(plan, secrets),
  };
}

/** An action may run several times: its meaning is all of them. */
function actionsOf({ action_invocations: runs = [] }: PlanJson, secrets: Secrets) {
  const all = new Map<string, string[]>();
  for (const { address, ...run } of runs) {
    const [value, secret, unknown] = ["values", "sensitive", "unknown"].map(
      (each) => run[`config_${each}`],
    );
    const given = redacted({ value, name: "", secret, unknown, shape: undefined }, secrets);
    const trigger = [run["lifecycle_action_trigger"], run["invoke_action_trigger"]];
    const key = String(address);
    all.set(key, [...(all.get(key) ?? []), canonical([key, given, trigger])]);
  }
  return new Map([...all].map(([address, meanings]) => [address, meanings.sort().join("\n")]));
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
    redacted({ value, name: "", secret, unknown, shape }, secrets);
  const [before, after] = [
    side(change.before, change.before_sensitive, undefined),
    side(change.after, change.after_sensitive, change.after_unknown),
  ];
  const raw = { before: change.before, after: change.after, shape };
  return JSON.stringify([
    address,
    deposed,
    previous_address,
    change.actions,
    canonical(change.importing),
    canonical(before, shape),
    canonical(after, shape),
    change.before && change.after ? unseen("", { before, after }, raw, secrets) : [],
  ]);
}

/** The same place of a thing before and after. */
interface Sides {
  readonly before: unknown;
  readonly after: unknown;
}

/** Places at which something changes that looks the same where it is shown: it holds a secret. */
function unseen(
  path: string,
  shown: Sides,
  raw: Sides & { readonly shape: Shape | undefined },
  secrets: Secrets,
): string[] {
  if (same(raw.before, raw.after, raw.shape)) return [];
  const sides = [shown.before, shown.after, raw.before, raw.after];
  if (raw.shape?.kind === "set" || !sides.every(isTree)) {
    return canonical(shown.before) === canonical(shown.after) ? [path] : [];
  }
  const [before, after] = [raw.before, raw.after] as [Tree, Tree];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return keys.flatMap((key) => {
    const name = secrets.hide(key);
    const at = { before: (shown.before as Tree)[name], after: (shown.after as Tree)[name] };
    const inner = { before: before[key], after: after[key], shape: below(raw.shape, key) };
    return unseen(`${path}.${name}`, at, inner, secrets);
  });
}

type Tree = Readonly<Record<string, unknown>>;

function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null;
}
