import { existsSync, readFileSync, statSync } from "node:fs";
import { loadPlanSet } from "../plan/load.ts";
import { setDigest } from "../plan/set-digest.ts";
import type { Provenance } from "../render/compose/scene.ts";
import { Secrets } from "../review/secret/secrets.ts";
import { reviewSet, type SetReview } from "../review/set/set.ts";
import { LADDER } from "../review/stack/verdict.ts";

/** Version of the form of a result. */
const VERSION = 1;

/** Most bytes of a result. It comes from a job that runs the code under review. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * What a job that plans hands to the one that writes the comment. Nothing in it is secret: it may lie
 * where everybody can read it, and who takes it needs no right on any cloud.
 */
export interface PlanResult {
  readonly version: typeof VERSION;
  /** Name of the set: mostly an environment. */
  readonly set: string;
  /** When it was planned, in ISO 8601. */
  readonly planned: string;
  /** Digest that an apply of the set will require. */
  readonly digest: string;
  readonly from: Provenance;
  /** Left out where it is withheld: it holds something that must not be seen. */
  readonly review?: SetReview;
}

/** A result is missing, broken or not one. */
export class BrokenResult extends Error {
  constructor(message: string) {
    super(message);
    this.name = "BrokenResult";
  }
}

/** Reviews a plan set, for the job that writes the comment. */
export function resultOf(folder: string, set: string): PlanResult {
  const { manifest, input, from } = loadPlanSet(folder);
  const secrets = new Secrets();
  const review = reviewSet(input, secrets);
  const common = { set, planned: manifest.planned, digest: setDigest(manifest) };
  const whole: PlanResult = { version: VERSION, ...common, from, review };
  if (!secrets.isIn(JSON.stringify(whole))) return whole;
  return { version: VERSION, ...common, from: bareProvenance(from) };
}

/** Where a plan comes from, without what could hold a secret: the command, the repository. */
export function bareProvenance({
  dirty,
  rehearsal,
  commit,
}: Pick<Provenance, "dirty" | "rehearsal" | "commit">): Provenance {
  const bare = { dirty, rehearsal, engine: "Terraform", options: [], command: "infra plan" };
  return { ...bare, ...(commit && { commit }) };
}

/** Reads a result. Throws a `BrokenResult` with what is wrong. */
export function readResult(file: string): PlanResult {
  if (!existsSync(file)) throw new BrokenResult(`${file} is not there`);
  if (statSync(file).size > MOST_BYTES) throw new BrokenResult(`${file} is greater than 64 MiB`);
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    throw new BrokenResult(`${file} is cut off or no JSON`);
  }
  const problem = problemOf(read);
  if (problem) throw new BrokenResult(`${file} is no result of this program: ${problem}`);
  return read as PlanResult;
}

const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** What keeps something from being a result; nothing where it is one as far as can be seen. */
function problemOf(read: unknown): string | undefined {
  const { version, set, planned, digest, from, review } = (read ?? {}) as Partial<PlanResult>;
  if (version !== VERSION) return `its version is ${JSON.stringify(version)}, not ${VERSION}`;
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(String(set))) return "its set has no name";
  if (!TIME.test(String(planned))) return "it was planned at no time";
  if (!/^[0-9a-f]{64}$/.test(String(digest))) return "it has no digest";
  if (typeof from?.engine !== "string" || typeof from.command !== "string") {
    return "it does not say what planned it";
  }
  if (review === undefined) return undefined;
  const isReview =
    LADDER.includes(review.verdict) &&
    Array.isArray(review.stacks) &&
    Array.isArray(review.findings);
  if (!isReview) return "it holds no review";
  const odd = review.stacks.find(
    ({ stack, environment, verdict, problems, planned: at }) =>
      [stack, environment].some((name) => !/^[a-z0-9][a-z0-9-]*$/.test(String(name))) ||
      !LADDER.includes(verdict) ||
      !(at === undefined || TIME.test(at)) ||
      !Array.isArray(problems),
  );
  return odd && "it holds a stack that cannot be one";
}
