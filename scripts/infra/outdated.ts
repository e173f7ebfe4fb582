import { resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { command, UsageError } from "./command.ts";

/** Most open requests that are looked at: those that were changed last. */
const MOST = 300;

const NOTICE = { name: "notice", cure: "look at what is open, and plan that again" };

/** Tells open pull requests which plans an apply has put out of date. */
export const outdatedCommand = command({
  summary: "tell open pull requests that an apply has put their plans out of date",
  operands: {
    name: "<report>...",
    summary: "what infra apply --json said, a file each",
    atLeast: 1,
  },
  options: {
    commit: { kind: "text", value: "<sha>", summary: "what was applied (default: the job's)" },
    app: { kind: "text", value: "<name>", summary: "name of the estate (default: groundplan)" },
    author: { kind: "text", value: "<login>", summary: "who writes (default: who has the token)" },
    statuses: {
      kind: "switch",
      summary: "set the status of such a plan's commit to pending as well",
    },
    "dry-run": { kind: "switch", summary: "say which requests it would tell, and write nothing" },
  },
  more: [
    "A plan is out of date when one of its stacks was applied after it was planned, or reads outputs that",
    "the apply has moved. The comment says so above the plan until a newer plan stands there. Only comments",
    `of ours are touched, of the ${MOST} open requests that were changed last. Works in jobs of GitHub Actions,`,
    "GitLab CI and Semaphore, with GITHUB_TOKEN or GITLAB_TOKEN. Run again it writes nothing.",
  ].join("\n"),
  exits: "0 done, 1 a request could not be told, or a report could not be read, 2 used wrongly",
  async run({ operands, options, json }, { env, folder, print, talk }) {
    const { placeOf } = await import("../comment/place.ts");
    const { forgeOf } = await import("../comment/forge-of.ts");
    const { appliedIn } = await import("../comment/outdated/applied-in.ts");
    const { openRequests } = await import("../comment/outdated/open-requests.ts");
    const { tellOthers } = await import("../comment/outdated/tell.ts");
    const { describe } = await import("../comment/outdated/describe.ts");
    const { addToSummary } = await import("../comment/summary-file.ts");
    const { target, commit: own, runUrl } = placeOf(env);
    const { commit = own, app = "groundplan", statuses, "dry-run": dry } = options;
    if (!/^[0-9a-f]{40}$/.test(commit ?? "")) {
      throw new UsageError("infra outdated wants --commit <sha>, all 40 letters of it");
    }
    const files = operands.map((each) => resolve(folder, each));
    const { applied, unread } = appliedIn(files, commit!, new Date());
    for (const problem of unread) talk(`infra: ${problem}`);
    const world = { talk, now: () => new Date(), sleep: (ms: number) => setTimeout(ms) };
    // A request stands in for all of them: what is missing is said before anything is asked.
    const anyone = forgeOf(target, "1", world, NOTICE);
    if (applied.length === 0) {
      print(json ? JSON.stringify({ told: [], stood: [], problems: [] }) : "nothing was applied");
      return unread.length > 0 ? 1 : 0;
    }
    const { numbers, more } = await openRequests(target!, world, MOST);
    const told = await tellOthers({
      ...{ ...world, app, applied, statuses, dry, requests: numbers },
      forgeOf: (request) => forgeOf(target, request, world),
      author: options.author ?? (await anyone.author()),
      ...(runUrl && { url: runUrl }),
    });
    const said = describe(told, { looked: numbers.length, more, dry });
    for (const { request, problem } of told.problems) talk(`infra: request ${request}: ${problem}`);
    addToSummary(env, said);
    print(json ? JSON.stringify({ ...told, looked: numbers.length, more }, null, 2) : said);
    return told.problems.length + unread.length > 0 ? 1 : 0;
  },
});
