import type { Json } from "../../stacks/template.ts";
import { cut } from "../diff/shown.ts";
import type { Phrase } from "../phrase.ts";
import type { PlanJson } from "../plan/plan-json.ts";
import { deferralOf } from "../plan/reason.ts";
import type { Secrets } from "../secret/secrets.ts";

/** One output that changes. Its value is never shown. */
export interface OutputReview {
  readonly name: string;
  readonly action: string;
  /** Made by cdktf for another stack: folded. */
  readonly machineMade: boolean;
}

/** A check that does not pass. */
export interface CheckReview {
  readonly name: string;
  /** `fail`, `error`, or `unknown`, which is usual while planning. */
  readonly status: string;
  readonly problems: readonly string[];
}

/** A change that this plan puts off. */
export interface DeferralReview {
  readonly address: string;
  readonly actions: string;
  readonly why: Phrase;
}

/** An action that runs before or after a change. */
export interface ActionReview {
  readonly address: string;
  readonly trigger?: string;
}

/** The outputs that change. */
export function outputsOf(plan: PlanJson, secrets: Secrets): OutputReview[] {
  return Object.entries(plan.output_changes ?? {})
    .filter(([, { actions }]) => !actions.includes("no-op"))
    .map(([name, { actions }]) => ({
      name: cut(secrets.hide(name)),
      action: actions.join(" + "),
      machineMade: name.startsWith("cross-stack-output"),
    }));
}

/** The checks that fail, or cannot be decided yet. */
export function checksOf(plan: PlanJson, secrets: Secrets): CheckReview[] {
  return (plan.checks ?? [])
    .filter(({ status }) => status !== "pass")
    .map(({ address, status = "unknown", instances = [] }) => ({
      name: cut(secrets.hide(address?.to_display ?? "a check")),
      status,
      problems: instances.flatMap(({ problems = [] }) =>
        problems.map(({ message }) => cut(secrets.hide(message ?? ""), 400)),
      ),
    }));
}

/** What is put off. */
export function deferralsOf(plan: PlanJson, secrets: Secrets): DeferralReview[] {
  return (plan.deferred_changes ?? []).map(({ reason, resource_change }) => ({
    address: cut(secrets.hide(resource_change?.address ?? "something")),
    actions: resource_change?.change.actions.join(" + ") ?? "",
    why: deferralOf(reason && secrets.hide(reason)),
  }));
}

/** What runs besides the changes. */
export function actionsOf(plan: PlanJson, secrets: Secrets): ActionReview[] {
  return (plan.action_invocations ?? []).map((each) => {
    const { triggering_resource_address: by, action_trigger_event: event } = (each[
      "lifecycle_action_trigger"
    ] ?? {}) as Json;
    const trigger = [event, by].filter((part) => typeof part === "string").join(" of ");
    return {
      address: cut(secrets.hide(String(each["address"] ?? each["type"] ?? "an action"))),
      ...(trigger && { trigger: cut(secrets.hide(trigger)) }),
    };
  });
}
