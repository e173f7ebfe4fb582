import { existsSync, statSync } from "node:fs";
import { render, Withheld } from "../render/render.ts";
import { Secrets } from "../review/secret/secrets.ts";
import { BrokenResult, bareProvenance, type PlanResult, readResult, resultOf } from "./result.ts";

/** What is gathered, and about what. */
export interface Gathering {
  /** Folders of plan sets, and files of results that other jobs made of theirs. */
  readonly sources: readonly string[];
  /** What the set in a folder is called. Default: `plan`. */
  readonly set?: string;
  /** Commit that it is about. Default: the one that the first source was planned at. */
  readonly head?: string;
}

/** What was gathered. */
export interface Gathered {
  readonly results: readonly PlanResult[];
  readonly problems: readonly string[];
  /** Commit that all of it is about; left out where nothing says so. */
  readonly head?: string;
}

/** Reads every source. One that cannot be used is a problem, and the others are told all the same. */
export function gatherResults({ sources, head: wanted, set = "plan" }: Gathering): Gathered {
  let head = wanted;
  const results: PlanResult[] = [];
  const problems: string[] = [];
  for (const source of sources) {
    try {
      const isFolder = existsSync(source) && statSync(source).isDirectory();
      const result = isFolder ? resultOf(source, set) : readResult(source);
      const { commit } = result.from;
      head ??= commit;
      if (commit !== head && commit !== undefined) {
        throw new BrokenResult(`${source} was planned at ${commit}, and this is about ${head}`);
      }
      if (results.some(({ set }) => set === result.set)) {
        throw new BrokenResult(`${source} is a second result of the set ${result.set}`);
      }
      results.push(provenOf(result, source));
    } catch (error) {
      if (!(error instanceof BrokenResult)) throw error;
      problems.push(error.message);
    }
  }
  return { results, problems, ...(head && { head }) };
}

/**
 * A result that can be rendered. The job that made it ran the code under review: what it says is not
 * trusted to be whole, nor to be free of secrets.
 */
function provenOf(result: PlanResult, source: string): PlanResult {
  const { review, from, ...rest } = result;
  if (!review) return result;
  try {
    render({ review, from, format: "summary", secrets: new Secrets() });
    return result;
  } catch (error) {
    if (error instanceof Withheld) return { ...rest, from: bareProvenance(from) };
    throw new BrokenResult(`${source} holds a review that cannot be rendered`);
  }
}
