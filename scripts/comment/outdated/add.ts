import type { OwnComment } from "../decide.ts";
import { ownOf } from "../decide.ts";
import { isUntouched, type Marker, mark, type State } from "../marker.ts";
import { PLAN_MARK } from "../plan-mark.ts";
import { type AppliedStacks, joinApplied, type Outdated, outdatedBy } from "./applied-stacks.ts";
import { noticeFor, readNotice } from "./notice.ts";
import { readRecord } from "./record.ts";

/** States of a comment whose plan somebody may still approve. */
const OPEN: readonly State[] = ["planning", "planned", "withheld", "apply-failed"];

/** The plan in a comment of ours, and what of it is out of date. */
export interface Standing {
  /** The comment as it is to be. */
  readonly body: string;
  /** It is so already. */
  readonly isSaid: boolean;
  /** Commit of the plan. */
  readonly head: string;
  readonly outdated: readonly Outdated[];
}

/**
 * The newest of our comments about a request with what was applied since put above its plan. Nothing
 * where there is none, where its plan is over, or where somebody has changed it: then nothing in it can
 * be trusted, and nothing of it can be applied either.
 */
export function withApplied(
  comments: readonly OwnComment[],
  about: Pick<Marker, "app" | "request">,
  applied: readonly AppliedStacks[],
): Standing | undefined {
  const [newest] = ownOf(comments, about);
  if (!newest || !isUntouched(newest) || !OPEN.includes(newest.marker.state)) return undefined;
  const { marker, text } = newest;
  const before = readNotice(text);
  const [found, head = marker.head] = PLAN_MARK.exec(before.rest) ?? [];
  const { record } = (found && readRecord(before.rest.split(found)[1]!)) || {};
  const all = joinApplied([...before.applied, ...applied]);
  const notice = noticeFor(all, record, marker.state === "planning");
  const outdated = record ? outdatedBy(all, record) : [];
  const whole = notice + before.rest;
  return { body: mark(marker, whole), isSaid: whole === text, head, outdated };
}
