import { type Decision, decide, isAnotherPlan, type OwnComment } from "./decide.ts";
import { type Forge, ForgeRefusal } from "./forge.ts";
import { mayPass, type Patience, ROUNDS, waitOut } from "./patience.ts";

/** How a comment is posted. */
export interface PostOptions extends Patience {
  readonly forge: Forge;
  /**
   * Makes the body.
   *
   * @param present our comments as they stand now: what is kept of them goes into the new one
   * @param head the commit at the head of the request now
   * @param budget greatest size in bytes
   * @returns nothing where there is nothing to say
   */
  readonly compose: (
    present: readonly OwnComment[],
    head: string,
    budget: number,
  ) => string | undefined;
  /** Who we are. Default: the forge is asked. */
  readonly author?: string;
}

/** What came of it. */
export interface Posted {
  readonly outcome:
    | "created"
    | "updated"
    /** There was nothing to say. */
    | "nothing"
    | Exclude<Decision["action"], "create" | "update">;
  /** Somebody else had changed the comment's text; it tells the truth again. */
  readonly edited: boolean;
  /** The plan that it tells now is another one than before: whoever approved has not seen it. */
  readonly another: boolean;
  /** How many comments were removed that were too many. */
  readonly removed: number;
}

/** Greatest size of a comment in bytes. GitHub takes 65,536 characters. */
export const BUDGET = 60_000;

/**
 * How long after a write it is looked at again. A run that had read before this write and writes
 * after it has done so by then, and is seen.
 */
const SETTLING_MS = 3000;

/**
 * Posts a comment, or brings the one that stands there up to date.
 *
 * No write is ever repeated blindly: after each one, whether it succeeded or not, everything is read
 * and decided anew. It is over when what stands there is ours, or newer than ours.
 */
export async function post(options: PostOptions): Promise<Posted> {
  const { forge, talk, sleep } = options;
  const author = options.author ?? (await forge.author());
  let done: "created" | "updated" | undefined;
  let budget = BUDGET;
  let edited = false;
  let another = false;
  for (let round = 1; ; round++) {
    const { body, decision } = await look(options, author, budget);
    if (body === undefined) return { outcome: done ?? "nothing", edited, another, removed: 0 };
    edited ||= decision.edited && decision.action === "update";
    if (decision.action !== "create" && decision.action !== "update") {
      const removed = await tidy(options, decision.remove);
      return {
        outcome: decision.action === "equal" ? (done ?? "equal") : decision.action,
        edited,
        another: another && decision.action === "equal",
        removed,
      };
    }
    another ||= isAnotherPlan(body, decision.said);
    if (round > ROUNDS) throw new Unsettled(forge.name);
    try {
      if (decision.action === "create") await forge.create(body);
      else await forge.update(decision.on!.id, body);
      done ??= decision.action === "create" ? "created" : "updated";
      await sleep(SETTLING_MS);
    } catch (error) {
      budget = await afterRefusal(error, round, budget, { talk, sleep });
    }
  }
}

/** Somebody else writes all the time. */
export class Unsettled extends Error {
  constructor(forge: string) {
    super(
      `the comment on ${forge} did not settle: each time it was written, something else stood there or nothing at all; ` +
        "the job summary has all of it. Look at who else writes comments that begin with our marker",
    );
    this.name = "Unsettled";
  }
}

async function look({ forge, compose }: PostOptions, author: string, budget: number) {
  const { head } = await forge.request();
  // A program is one account, which GitHub writes with and without a mark.
  const names = [author, `${author}[bot]`];
  const present = (await forge.comments()).filter((each) => names.includes(each.author));
  const body = compose(present, head, budget);
  return body === undefined ? {} : { body, decision: decide(body, present, head) };
}

/** Waits as a refusal of a write wants it. Gives the budget of the next attempt. */
async function afterRefusal(
  error: unknown,
  round: number,
  budget: number,
  world: Patience,
): Promise<number> {
  if (!(error instanceof ForgeRefusal)) throw error;
  if (error.kind === "gone") return budget;
  if (error.kind === "too-long" && budget > 2000) return Math.floor(budget / 2);
  if (!mayPass(error)) throw error;
  await waitOut(error, round, world);
  return budget;
}

async function tidy({ forge }: PostOptions, comments: readonly OwnComment[]): Promise<number> {
  for (const { id } of comments) await forge.remove(id);
  return comments.length;
}
