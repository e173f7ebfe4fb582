import { type Block, type Line, paragraph } from "../render/document.ts";
import { render, Withheld } from "../render/render.ts";
import { writeMarkdown } from "../render/write/markdown.ts";
import { Secrets } from "../review/secret/secrets.ts";
import { type OwnComment, ownOf } from "./decide.ts";
import type { Joined } from "./join.ts";
import { isUntouched, type Marker, mark, type State } from "./marker.ts";
import type { AppliedStacks } from "./outdated/applied-stacks.ts";
import { NOTICE_ROOM, noticeFor, readNotice } from "./outdated/notice.ts";
import { type PlanRecord, readRecord, recordOf, writeRecord } from "./outdated/record.ts";
import { PLAN_MARK, planMark } from "./plan-mark.ts";
import { type RunPlace, type Status, writeStatus } from "./status.ts";

/** Around a plan that is over: it is there for who wants to look, and in nobody's way. */
const FOLD = {
  begin: "<details><summary>The plan that was reviewed</summary>\n\n",
  end: "\n\n</details>\n<!-- groundplan plan end -->",
} as const;

/** States after which a plan has nothing more to say. */
const OVER: readonly State[] = ["applied", "superseded"];

/** Room for the marker and what stands between. */
const ROOM = 1500;

/** What a comment is made from. */
export interface Content {
  /** Facts of the marker; the sets are those of the new plan, or of the one that is kept. */
  readonly marker: Omit<Marker, "sets">;
  readonly run: RunPlace;
  /** A new plan. Without it the one that stands there is kept below the status. */
  readonly plan?: { readonly joined: Joined; readonly sets: Marker["sets"] };
  readonly status: (around: { readonly present: string; readonly below?: string }) => Status;
}

/** A body that was made. */
export interface Composed {
  readonly body: string;
  /** False where there was no room for the name of everything that would be destroyed. */
  readonly whole: boolean;
}

/** Makes the body of the comment, from what is new and what of the old one stays. */
export function composeBody(...about: Parameters<typeof compose>): string {
  return compose(...about).body;
}

/** Makes the body, and says whether all is named in it. */
export function compose(
  { marker, run, plan, status }: Content,
  comments: readonly OwnComment[],
  present: string,
  budget: number,
): Composed {
  const standing = keptOf(comments, marker);
  const kept = plan ? undefined : standing;
  const around = { present, ...(kept?.plan && { below: kept.head }) };
  const record = plan ? recordOf(plan.joined.review, plan.joined.planned) : kept?.record;
  const isOver = OVER.includes(marker.state);
  const applied = isOver ? [] : (standing?.applied ?? []);
  const notice = noticeFor(applied, record, marker.state === "planning");
  const top = writeStatus(status(around), run, budget / 2);
  const room = budget - Buffer.byteLength(top) - ROOM;
  const planned = plan && planText(plan, record!, run, room - NOTICE_ROOM);
  const bottom = planned
    ? planMark(marker.head) + planned.text
    : keptText(kept, room - Buffer.byteLength(notice), isOver);
  const text = notice + [top.trimEnd(), bottom].filter((each) => each !== "").join("\n\n");
  const body = mark({ ...marker, sets: plan?.sets ?? kept?.sets ?? {} }, text);
  // What is kept was looked at when it was written; the status is new.
  if (new Secrets().isIn(body)) throw new Withheld();
  return { body, whole: planned?.whole ?? true };
}

/** The plan, the digest of each set where there are several, and where the run is. */
function planText(
  { joined, sets }: NonNullable<Content["plan"]>,
  record: PlanRecord,
  { url }: RunPlace,
  budget: number,
): { readonly text: string; readonly whole: boolean } {
  const { review, from } = joined;
  const approvals = Object.entries(sets);
  const items = approvals.map(
    ([set, digest]): Line => [{ code: set }, " ", { code: digest.slice(0, 32) }],
  );
  const fold: Block = {
    kind: "fold",
    title: ["approvals, by set"],
    blocks: [{ kind: "list", items }],
  };
  const end = writeMarkdown([
    ...(approvals.length < 2 ? [] : [fold]),
    ...(url ? [paragraph("Logs, and the whole plan: ", { link: "this run", to: url }, ".")] : []),
  ]);
  const hidden = writeRecord(record);
  const room = budget - Buffer.byteLength(end) - hidden.length;
  const secrets = new Secrets();
  const { text, whole } = render({ review, from, format: "comment", secrets, budget: room });
  const all = hidden + [text.trimEnd(), end.trimEnd()].filter(Boolean).join("\n\n");
  return { text: all, whole };
}

/** What stays of the comment that stands there. */
interface Kept {
  readonly sets: Marker["sets"];
  /** Commit of the plan. */
  readonly head: string;
  /** Text of the plan. */
  readonly plan: string;
  /** When its stacks were planned. */
  readonly record?: PlanRecord;
  /** What was applied since. */
  readonly applied: readonly AppliedStacks[];
  /** Somebody else has changed the comment: nothing in it can be trusted. */
  readonly edited: boolean;
}

function keptOf(comments: readonly OwnComment[], marker: Omit<Marker, "sets">): Kept | undefined {
  const [newest] = ownOf(comments, marker);
  if (!newest) return undefined;
  const found = PLAN_MARK.exec(newest.text);
  const edited = !isUntouched(newest);
  const below = found && !edited ? newest.text.slice(found.index + found[0].length) : "";
  const plan = below.endsWith(FOLD.end) ? below.slice(0, -FOLD.end.length) : below;
  // Digests are those of the plan: another commit has none yet.
  const same = newest.marker.head === marker.head;
  const sets = same && !edited ? newest.marker.sets : {};
  const { applied } = readNotice(edited ? "" : newest.text);
  const read = readRecord(plan);
  const record = read && { record: read.record };
  return { sets, head: found?.[1] ?? "", plan, ...record, applied, edited };
}

function keptText(kept: Kept | undefined, budget: number, over: boolean): string {
  if (!kept) return "";
  if (kept.edited)
    return "The plan that stood here was changed by somebody else, so it is not kept.";
  if (kept.plan === "") return "";
  if (Buffer.byteLength(kept.plan) <= budget) {
    const text = planMark(kept.head) + kept.plan;
    return over ? FOLD.begin + text + FOLD.end : text;
  }
  return "The plan is in the job summary of the run that made it: there is no room for both here.";
}
