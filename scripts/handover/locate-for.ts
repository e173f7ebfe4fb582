import { existsSync, readFileSync } from "node:fs";
import { placeOf } from "../comment/place.ts";
import { HandoverRefused } from "./errors.ts";
import { type Located, locate } from "./locate.ts";
import { giveOutputs } from "./outputs.ts";

/** Locates what was reviewed of a commit for the running job, and gives it to later jobs. */
export async function locateFor(
  env: Readonly<Record<string, string | undefined>>,
  merged: string,
  workflow: string,
  talk: (text: string) => void,
  now: () => Date,
): Promise<Located> {
  const { target } = placeOf(env);
  if (target?.kind !== "github" || !target.token) {
    const problem = "this is no job of GitHub Actions, or GITHUB_TOKEN is not set";
    throw new HandoverRefused(
      "nothing can be located",
      [problem],
      "run it in the workflow that applies",
    );
  }
  const { api, token, owner, repo } = target;
  const where = { api, token, owner, repo, merged, workflow };
  const before = beforeOf(env["GITHUB_EVENT_PATH"]);
  const located = await locate({
    ...{ ...where, app: "groundplan", talk, now },
    ...(before !== undefined && { before }),
  });
  const { request, commit, run, sets } = located;
  giveOutputs(env, { request, commit, run, sets: JSON.stringify(sets) });
  return located;
}

/** Where a branch stood before it was pushed to; nothing where it did not stand. */
function beforeOf(event: string | undefined): string | undefined {
  if (!event || !existsSync(event)) return undefined;
  const { before }: { before?: string } = JSON.parse(readFileSync(event, "utf8"));
  return before && /[^0]/.test(before) ? before : undefined;
}
