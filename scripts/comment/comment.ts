import { render } from "../render/render.ts";
import { Secrets } from "../review/secret/secrets.ts";
import type { Applied } from "./applied.ts";
import { type Content, compose, composeBody } from "./body.ts";
import type { Forge } from "./forge.ts";
import { type Gathering, gatherResults } from "./gather.ts";
import { type Joined, joinResults } from "./join.ts";
import { type Label, labelsOf } from "./labels.ts";
import type { State } from "./marker.ts";
import { withApplied } from "./outdated/add.ts";
import type { Outdated } from "./outdated/applied-stacks.ts";
import type { Patience } from "./patience.ts";
import type { CommentPlace } from "./place.ts";
import { BUDGET, type Posted, type PostOptions, post } from "./post.ts";
import { readReport } from "./report.ts";
import { BrokenResult, type PlanResult } from "./result.ts";
import { type Status, writeStatus } from "./status.ts";
import { type CommitStatus, statusesOf } from "./statuses.ts";

/** What is commented. */
export interface CommentWish extends Gathering {
  /** Name of the estate: two in one repository have a comment each. */
  readonly app: string;
  /** Number of the request. */
  readonly request: string;
  readonly place: CommentPlace;
  /** Sets that must be there. */
  readonly expected: readonly string[];
  /** Files of what applies reported, by set. */
  readonly applied: Readonly<Record<string, string>>;
  /** Sets whose apply was never begun. Default: none. */
  readonly skipped?: readonly string[];
  /** A state that needs no plan. */
  readonly state?: "planning" | "fork" | "superseded";
  readonly now: Date;
}

/** A comment that can be posted. */
export interface PreparedComment {
  readonly content: Content;
  /** The same with all that there is room for, for the summary of the job. */
  readonly summary: string;
  /** Our labels from now on; left out where they stay as they are. */
  readonly labels?: readonly Label[];
  /** Statuses that the commit gets. Left out where no plan is told. */
  readonly statuses?: readonly CommitStatus[];
  /** What went wrong besides: it is in the comment too, and the job must fail. */
  readonly problems: readonly string[];
}

/** Gathers what the comment says. */
export function prepareComment(wish: CommentWish): PreparedComment {
  const { state, applied } = wish;
  if (state !== undefined) return simple(aboutCommit(wish), state);
  if (Object.keys(applied).length > 0) return prepareApplied(aboutCommit(wish));
  return preparePlan(wish);
}

/** A wish of which it is known which commit it is about. */
type CommitWish = CommentWish & { readonly head: string };

function aboutCommit(wish: CommentWish): CommitWish {
  const { head } = wish;
  if (head !== undefined && /^[0-9a-f]{40}$/.test(head)) return { ...wish, head };
  throw new BrokenResult(
    `${head ? `${head} is no whole commit` : "nothing says which commit this is about"}: add --head <sha>, all 40 letters of it`,
  );
}

/** Posts it, and says what came of it, and what of its plan is out of date already. */
export async function postComment(
  { content }: PreparedComment,
  forge: Forge,
  world: Patience & { readonly author?: string },
): Promise<Posted & { readonly outdated: readonly Outdated[] }> {
  let body = "";
  const composing: PostOptions["compose"] = (...standing) => {
    body = composeBody(content, ...standing);
    return body;
  };
  const posted = await post({ forge, compose: composing, ...world });
  const standing = withApplied([{ id: "", body }], content.marker, []);
  return { ...posted, outdated: standing?.outdated ?? [] };
}

/** What would be posted where no comment stands yet. */
export function previewComment({ content }: PreparedComment): string {
  return composeBody(content, [], content.marker.head, BUDGET);
}

function simple(wish: CommitWish, state: "planning" | "fork" | "superseded"): PreparedComment {
  const { head } = wish;
  const status: Content["status"] = ({ below }) =>
    state === "planning" ? { state, head, ...(below && { below }) } : { state, head };
  const simple = prepared(wish, state, wish.now.toISOString(), status);
  // A label of the plan before would tell of another commit.
  return state === "planning" ? { ...simple, labels: [] } : simple;
}

function preparePlan(asked: CommentWish): PreparedComment {
  const gathered = gatherResults(asked);
  const { results, problems } = gathered;
  if (results.length === 0 && asked.expected.length === 0) {
    throw new BrokenResult(["there is no plan to comment", ...problems].join("; "));
  }
  const wish = aboutCommit({ ...asked, ...gathered });
  const joined = joinResults(results, wish.expected, wish);
  const given = new Set(results.map(({ set }) => set));
  const missing = wish.expected.filter((set) => !given.has(set));
  const withheld = results.filter(({ review }) => !review).map(({ set }) => set);
  const state: State = withheld.length > 0 ? "withheld" : "planned";
  const status: Content["status"] = ({ present }) =>
    withheld.length > 0
      ? { state: "withheld", sets: withheld }
      : { state: "planned", head: wish.head, present };
  const untouched = results.filter(isUntouchedSet).map(({ set }) => set);
  const sets = Object.fromEntries(
    results.filter(needsApply).map(({ set, digest }) => [set, digest]),
  );
  const comment = prepared(wish, state, joined.planned, status, { joined, sets });
  return {
    ...comment,
    labels: labelsOf(joined.review, wish.app),
    statuses: statusesOf(joined.review, wish.app, untouched),
    problems: [
      ...problems,
      ...missing.map((set) => `${set} handed in no result`),
      ...withheld.map((set) => `${set} is withheld: it holds something that must not be seen`),
      ...(compose(comment.content, [], wish.head, BUDGET).whole ? [] : [UNNAMED]),
    ],
  };
}

const UNNAMED =
  "not every destructive change could be named in the comment; the job's summary has them. Nobody should approve what is not named: plan fewer stacks at a time";

/** Whether a set was looked at and has nothing in it. */
function isUntouchedSet({ review }: PlanResult): boolean {
  return review !== undefined && review.stacks.length === 0;
}

/** Whether somebody has to apply a set: its digest is what they approve. */
function needsApply({ review }: PlanResult): boolean {
  return review !== undefined && !/^(no changes|not planned|drift only)$/.test(review.verdict);
}

function prepareApplied(wish: CommitWish): PreparedComment {
  const { now, place, expected } = wish;
  const sets = Object.fromEntries(
    Object.entries(wish.applied).flatMap(([set, file]) => {
      const report = readReport(file);
      return report ? [[set, report]] : [];
    }),
  );
  const silent = [...new Set([...expected, ...Object.keys(wish.applied)])].filter(
    (set) => !sets[set],
  );
  const skipped = silent.filter((set) => wish.skipped?.includes(set));
  const unknown = silent.filter((set) => !skipped.includes(set));
  const stacks = Object.values(sets).flatMap((each) => each.stacks);
  const done =
    silent.length === 0 && stacks.every(({ ending }) => /^(applied|unchanged)$/.test(ending));
  const applied: Applied = {
    ...{ sets, skipped, unknown, at: now.toISOString() },
    ...(place.actor && { actor: place.actor }),
  };
  const state = done ? "applied" : "apply-failed";
  return prepared(wish, state, applied.at, () => ({ state, applied }));
}

function prepared(
  wish: CommitWish,
  state: State,
  at: string,
  status: Content["status"],
  plan?: Content["plan"],
): PreparedComment {
  const { app, request, head, place } = wish;
  const { run, attempt, runUrl } = place;
  const content: Content = {
    marker: { app, request, head, run, attempt, at, state },
    run: runUrl ? { url: runUrl } : {},
    status,
    ...(plan && { plan }),
  };
  return { content, summary: summaryOf(status({ present: head }), plan?.joined), problems: [] };
}

/** Greatest size of what stands above a plan in the summary of the job, in bytes. */
const MOST_SUMMARY = 900_000;

function summaryOf(status: Status, joined: Joined | undefined): string {
  const top = writeStatus(status, {}, MOST_SUMMARY);
  if (!joined) return top;
  const { review, from } = joined;
  return `${top}${render({ review, from, format: "summary", secrets: new Secrets() }).text}`;
}
