import type { ResourceChange } from "./plan-json.ts";

/** What happens to one thing. */
export type Action =
  | "destroy"
  | "replace"
  | "forget"
  | "update"
  | "create"
  | "import"
  | "move"
  | "read"
  | "open"
  | "unknown";

/** How a replacement goes. */
export type ReplaceOrder = "destroy-first" | "create-first" | "forget-old";

/** What a plan does to one thing. */
export interface Doing {
  readonly action: Action;
  /** Only of a replacement. */
  readonly order?: ReplaceOrder;
  /** It also gets another address in the state. */
  readonly moved: boolean;
  /** It also comes into the state. */
  readonly imported: boolean;
}

/**
 * What a plan does to one thing; nothing for what stays as it is. Which actions there are counts,
 * never the position of one: a replacement that creates first also destroys.
 */
export function doingOf({ change, previous_address, mode }: ResourceChange): Doing | undefined {
  const actions = change.actions;
  const imported = change.importing !== undefined && change.importing !== null;
  const moved = previous_address !== undefined;
  const order = orderOf(actions);
  const action = order ? "replace" : single(actions, mode);
  if (action !== "no-op") return { action, ...(order && { order }), moved, imported };
  if (imported) return { action: "import", moved, imported };
  return moved ? { action: "move", moved, imported } : undefined;
}

function orderOf(actions: readonly string[]): ReplaceOrder | undefined {
  if (!actions.includes("create")) return undefined;
  if (actions.includes("delete")) {
    return actions.indexOf("delete") < actions.indexOf("create") ? "destroy-first" : "create-first";
  }
  return actions.includes("forget") ? "forget-old" : undefined;
}

function single(actions: readonly string[], mode: string): Action | "no-op" {
  if (actions.includes("delete")) return "destroy";
  if (actions.includes("forget")) return "forget";
  const [only, ...others] = actions;
  if (others.length > 0) return "unknown";
  switch (only) {
    case "create":
    case "update":
    case "read":
    case "open":
    case "no-op":
      return mode === "data" && only === "update" ? "read" : only;
    default:
      return "unknown";
  }
}

/** True for what takes a thing away: from the cloud, or out of Terraform's hands. */
export function isDestructive(action: Action): boolean {
  return action === "destroy" || action === "replace" || action === "forget";
}
