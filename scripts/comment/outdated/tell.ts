import { type Forge, ForgeRefusal } from "../forge.ts";
import { type Patience, patiently } from "../patience.ts";
import { type PostOptions, post } from "../post.ts";
import { keepStatuses, type Reporter } from "../statuses.ts";
import { type Standing, withApplied } from "./add.ts";
import type { AppliedStacks } from "./applied-stacks.ts";
import { outdatedStatus, restoreStatuses } from "./status.ts";

/** What is told, and to whom. */
export interface TellOptions extends Patience {
  /** Name of the estate. */
  readonly app: string;
  readonly applied: readonly AppliedStacks[];
  /** Numbers of the open requests. */
  readonly requests: readonly string[];
  readonly forgeOf: (request: string) => Forge & Reporter;
  /** Who we are there. */
  readonly author: string;
  /** Give the commits of plans that are out of date a status, too. */
  readonly statuses: boolean;
  /** Where a reader of a status gets to. */
  readonly url?: string;
  /** Only look. */
  readonly dry: boolean;
}

/** What came of it. */
export interface Told {
  /** Requests whose plan is out of date, and which say so now. */
  readonly told: readonly string[];
  /** Those that said so already. */
  readonly stood: readonly string[];
  /** What could not be told, and why. */
  readonly problems: readonly { readonly request: string; readonly problem: string }[];
}

/**
 * Tells open requests that a plan in their comment does not know of what was applied since. Never
 * throws for one of them: the others are told all the same. Run again it writes nothing.
 */
export async function tellOthers(options: TellOptions): Promise<Told> {
  const told: string[] = [];
  const stood: string[] = [];
  const problems: { readonly request: string; readonly problem: string }[] = [];
  for (const [at, request] of options.requests.entries()) {
    try {
      const outcome = await tellOne(options, request);
      if (outcome === "told") told.push(request);
      if (outcome === "stood") stood.push(request);
    } catch (error) {
      const { kind, message } = asRefusal(error);
      // It was closed or removed meanwhile.
      if (kind === "gone") continue;
      problems.push({ request, problem: message });
      // Waited out in vain: it would be the same with the others.
      if (kind !== "wait" && kind !== "trouble") continue;
      const problem = "not looked at";
      problems.push(...options.requests.slice(at + 1).map((each) => ({ request: each, problem })));
      break;
    }
  }
  return { told, stood, problems };
}

function asRefusal(error: unknown): ForgeRefusal {
  return error instanceof ForgeRefusal
    ? error
    : new ForgeRefusal("refused", (error as Error).message);
}

async function tellOne(
  options: TellOptions,
  request: string,
): Promise<"told" | "stood" | undefined> {
  const forge = options.forgeOf(request);
  const look = async () =>
    standingIn(await patiently(options, () => forge.comments()), options, request);
  const first = await look();
  if (!first || (first.isSaid && first.outdated.length === 0)) return undefined;
  const last = first.isSaid || options.dry ? first : await write(options, forge, request);
  if (!last || last.outdated.length === 0) return undefined;
  if (options.statuses && !options.dry) await keepPending(options, forge, last, look);
  return first.isSaid ? "stood" : "told";
}

/** Writes it into the comment. Gives what stands there then; nothing where it is not of ours any more. */
async function write(
  options: TellOptions,
  forge: Forge,
  request: string,
): Promise<Standing | undefined> {
  const { app, author, applied } = options;
  let last: Standing | undefined;
  const compose: PostOptions["compose"] = (present) => {
    last = withApplied(present, { app, request }, applied);
    return last?.body;
  };
  await post({ ...options, forge, author, compose });
  return last;
}

function standingIn(
  comments: Awaited<ReturnType<Forge["comments"]>>,
  { author, app, applied }: TellOptions,
  request: string,
): Standing | undefined {
  const own = comments.filter((each) => [author, `${author}[bot]`].includes(each.author));
  return withApplied(own, { app, request }, applied);
}

/** Sees to the statuses of a plan's commit; they are put back where a newer plan came meanwhile. */
async function keepPending(
  { app, url, ...world }: TellOptions,
  forge: Reporter,
  { head, outdated }: Standing,
  look: () => Promise<Standing | undefined>,
): Promise<void> {
  const wanted = outdated.map((each) => outdatedStatus(app, each));
  await keepStatuses(forge, head, { wanted, url }, world);
  const now = await look();
  const still = now?.outdated.map(({ environment }) => `${app} ${environment}`) ?? [];
  const over = wanted.map(({ context }) => context).filter((context) => !still.includes(context));
  if (now && now.head === head) await restoreStatuses(forge, head, { contexts: over, url }, world);
}
