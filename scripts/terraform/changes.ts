import { type AttributeChange, differences, type PlannedValues } from "./differences.ts";

export type { AttributeChange };

/** What happens to a thing. */
export type Action = "create" | "update" | "replace" | "delete" | "forget" | "move" | "import";

/** What a plan does to one thing. */
export interface Change {
  readonly address: string;
  readonly action: Action;
  /** What an update or a replacement changes. */
  readonly attributes: readonly AttributeChange[];
  /** The attributes that force a replacement. */
  readonly forcedBy: readonly string[];
}

/** The part of `terraform show -json <plan>` that we read. */
export interface PlanJson {
  readonly resource_changes?: readonly ResourceChange[];
  readonly output_changes?: Readonly<Record<string, { readonly actions: readonly string[] }>>;
}

interface ResourceChange {
  readonly address: string;
  readonly mode: string;
  readonly previous_address?: string;
  readonly change: PlannedValues & {
    readonly actions: readonly string[];
    readonly replace_paths?: readonly (readonly (string | number)[])[];
    readonly importing?: unknown;
  };
}

/** What a plan changes, in the plan's order. Data sources are not changes. */
export function changesOf(plan: PlanJson): Change[] {
  return (plan.resource_changes ?? []).flatMap((resource) => {
    const action = actionOf(resource);
    if (resource.mode !== "managed" || action === undefined) return [];
    const { replace_paths = [] } = resource.change;
    const shown = action === "update" || action === "replace";
    return [
      {
        address: resource.address,
        action,
        attributes: shown ? differences(resource.change) : [],
        forcedBy: replace_paths.map((path) => path.join(".")),
      },
    ];
  });
}

/** Names of the outputs that a plan changes. */
export function outputChanges(plan: PlanJson): string[] {
  return Object.entries(plan.output_changes ?? {})
    .filter(([, { actions }]) => actions[0] !== "no-op")
    .map(([name]) => name);
}

function actionOf({ change, previous_address }: ResourceChange): Action | undefined {
  const actions = change.actions.join("+");
  if (actions === "delete+create" || actions === "create+delete") return "replace";
  if (actions === "create" || actions === "update" || actions === "delete") return actions;
  if (actions === "forget") return "forget";
  if (actions === "no-op" && change.importing) return "import";
  if (actions === "no-op" && previous_address) return "move";
  return undefined;
}
