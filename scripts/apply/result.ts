import type { PlanMode } from "../plan/mode.ts";
import type { Difference } from "./compare/differences.ts";
import type { Things } from "./things.ts";

/** How one stack ended. */
export type Ending =
  | "applied"
  | "unchanged"
  | "needs approval"
  | "waiting"
  | "failed"
  | "stopped"
  | "unknown"
  | "not begun";

/** By what right a stack was applied. */
export type Right = "as reviewed" | "planned again, the same" | "follows what moved";

/** What became of one stack. Nothing in it is secret. */
export interface StackApplied {
  readonly stack: string;
  readonly environment: string;
  readonly ending: Ending;
  /** When it ended, in ISO 8601: plans that were made before do not know it. Left out where nothing was tried. */
  readonly at?: string;
  readonly right?: Right;
  readonly things: Things;
  /** What went wrong; of what is not begun or waits, why. */
  readonly problems: readonly string[];
  /** What would happen now in another way than it was reviewed. */
  readonly differences: readonly Difference[];
  /** Places that took new values of contracts: `aws_security_group.api: vpc_id`. */
  readonly follows: readonly string[];
}

/** A stack that nobody asked for and that reads outputs which have moved. */
export interface LeftBehind {
  readonly stack: string;
  readonly producer: string;
  readonly outputs: readonly string[];
}

/** What an apply did. */
export interface ApplyReport {
  /** What the plans were for. */
  readonly mode: PlanMode;
  readonly stacks: readonly StackApplied[];
  /** The plan set of what needs an approval of its own: its folder and digest. */
  readonly next?: { readonly folder: string; readonly digest: string };
  readonly leftBehind: readonly LeftBehind[];
}

/** True where those that wait for it may go on. */
export function mayGoOn(ending: Ending): boolean {
  return ["applied", "unchanged", "needs approval", "waiting"].includes(ending);
}

/** Exit codes: all done; something failed; what was approved is done and the rest needs another approval. */
export const EXITS = { done: 0, failed: 1, needsApproval: 3 } as const;

/** The exit code of an apply. */
export function exitCodeOf({ stacks }: ApplyReport): number {
  if (stacks.some(({ ending }) => !mayGoOn(ending))) return EXITS.failed;
  const open = stacks.some(({ ending }) => ending === "needs approval" || ending === "waiting");
  return open ? EXITS.needsApproval : EXITS.done;
}
