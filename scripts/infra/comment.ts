import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { command, UsageError } from "./command.ts";

const STATES = ["planning", "fork", "superseded"] as const;

const OUTCOMES: Readonly<Record<string, string>> = {
  created: "the comment is written",
  updated: "the comment is up to date",
  equal: "the comment stood there already",
  older: "a newer run has written the comment, which stays",
  "older-head": "the comment is about a newer commit, and stays",
};

const EDITED = "somebody else had changed the comment; it tells the truth again";

/** Keeps one comment on a pull request that tells what is planned and what was applied. */
export const commentCommand = command({
  summary: "tell a pull request, in one comment, what plan sets would do or what was applied",
  operands: {
    name: "<plan set|result>...",
    summary: "folders of plan sets, or what --hand-in made of them in other jobs",
    atLeast: 0,
  },
  options: {
    "hand-in": {
      kind: "text",
      value: "<file>",
      summary: "only write the redacted result of one plan set, for the job that comments",
    },
    set: { kind: "text", value: "<name>", summary: "what the set in a folder is called: prod" },
    expect: {
      kind: "texts",
      value: "<name>",
      summary: "a set that must be there, or is told missing",
    },
    state: { kind: "text", value: "<state>", summary: `say only this: ${STATES.join(", ")}` },
    applied: {
      kind: "texts",
      value: "<set>=<file>",
      summary: "say what became of a set: the report of infra apply --json",
    },
    reports: {
      kind: "text",
      value: "<folder>",
      summary: "the same for --sets: each has its report-<set>.json there, or is told unknown",
    },
    sets: { kind: "text", value: "<json>", summary: "--reports: what infra handover locate gave" },
    jobs: {
      kind: "text",
      value: "<json>",
      summary: "--reports: how the job of each set ended, as toJSON(needs) tells in a workflow",
    },
    request: { kind: "text", value: "<number>", summary: "pull request (default: the job's)" },
    head: {
      kind: "text",
      value: "<sha>",
      summary: "commit it is about (default: the job's, else the plan's)",
    },
    app: { kind: "text", value: "<name>", summary: "name of the estate (default: groundplan)" },
    author: { kind: "text", value: "<login>", summary: "who writes (default: who has the token)" },
    labels: {
      kind: "switch",
      summary: "label the request as well, by the worst that would happen to each environment",
    },
    statuses: {
      kind: "switch",
      summary: "give the commit a status for each environment as well",
    },
    "dismiss-approvals": {
      kind: "switch",
      summary: "take approvals back where the plan is another one than they were given to",
    },
    "dry-run": { kind: "switch", summary: "print the comment, post nothing" },
  },
  more: [
    "Works in jobs of GitHub Actions, GitLab CI and Semaphore, with GITHUB_TOKEN or GITLAB_TOKEN. Run by",
    "several jobs at once it leaves one comment, that of the newest plan; it writes nothing when that",
    "stands there already. On GitHub the job's summary gets the long form.",
  ].join("\n"),
  async run({ operands, options, json }, context) {
    const { env, folder, print, talk } = context;
    const sources = operands.map((each) => resolve(folder, each));
    if (options["hand-in"] !== undefined) {
      return handIn(sources, options.set, resolve(folder, options["hand-in"]), talk);
    }
    const state = stateOf(options.state);
    const applied = options.reports
      ? reportsIn(resolve(folder, options.reports), options.sets)
      : pairsOf(options.applied, folder);
    checkOneWish(sources.length, Object.keys(applied).length, state ? 1 : 0);
    const { placeOf } = await import("../comment/place.ts");
    const comment = await import("../comment/comment.ts");
    const place = placeOf(env);
    const request = options.request ?? place.target?.request ?? "";
    const { app = "groundplan", head = place.head } = options;
    const prepared = comment.prepareComment({
      ...{ app, place, sources, applied, skipped: skippedIn(options.jobs) },
      request: request || "0",
      expected: options.expect,
      now: new Date(),
      ...(head && { head }),
      ...(state && { state }),
      ...(options.set && { set: options.set }),
    });
    const code = prepared.problems.length > 0 ? 1 : 0;
    for (const problem of prepared.problems) talk(`infra: ${problem}`);
    if (options["dry-run"]) {
      print(comment.previewComment(prepared).trimEnd());
      return code;
    }
    const { addToSummary } = await import("../comment/summary-file.ts");
    // The summary first: it stays when the comment cannot be written.
    addToSummary(env, prepared.summary);
    const { forgeOf } = await import("../comment/forge-of.ts");
    const world = { talk, now: () => new Date(), sleep: (ms: number) => setTimeout(ms) };
    const forge = forgeOf(place.target, request, world);
    const posted = await comment.postComment(prepared, forge, {
      ...world,
      ...(options.author && { author: options.author }),
    });
    if (options.labels && prepared.labels && !posted.outcome.startsWith("older")) {
      const { keepLabels } = await import("../comment/labels.ts");
      await keepLabels(forge, prepared.labels, app, world);
    }
    if (options.statuses && prepared.statuses && !posted.outcome.startsWith("older")) {
      const { keepStatuses } = await import("../comment/statuses.ts");
      const { withOutdated } = await import("../comment/outdated/status.ts");
      const { content, statuses } = prepared;
      const wanted = withOutdated(statuses, posted.outdated, app);
      await keepStatuses(forge, content.marker.head, { wanted, url: place.runUrl }, world);
    }
    if (options["dismiss-approvals"] && posted.another) {
      const { dismissApprovals } = await import("../comment/approvals.ts");
      const whose = await dismissApprovals(forge, world);
      if (whose.length > 0) talk(`infra: ${taken(whose)}`);
    }
    if (posted.edited) talk(`infra: ${EDITED}`);
    print(json ? JSON.stringify(posted, null, 2) : (OUTCOMES[posted.outcome] ?? posted.outcome));
    return code;
  },
});

function taken(whose: readonly string[]): string {
  return `the plan is another one, so these approvals were taken back: ${whose.join(", ")}`;
}

/** Writes the result of a plan set for the job that comments. */
async function handIn(
  sources: readonly string[],
  set: string | undefined,
  file: string,
  talk: (text: string) => void,
): Promise<number> {
  if (sources.length !== 1 || !set) {
    throw new UsageError("infra comment --hand-in wants one plan set and --set <name>");
  }
  const { writeResult } = await import("../comment/write-result.ts");
  const { withheld } = writeResult(sources[0]!, set, file);
  if (withheld) talk(`infra: ${set} is withheld: it holds something that must not be seen`);
  return withheld ? 1 : 0;
}

function stateOf(text: string | undefined): (typeof STATES)[number] | undefined {
  const state = STATES.find((each) => each === text);
  if (text === undefined || state) return state;
  throw new UsageError(`--state must be ${STATES.join(", ")}; got ${text}`);
}

function checkOneWish(...counts: readonly number[]): void {
  if (counts.filter((count) => count > 0).length === 1) return;
  throw new UsageError("infra comment wants plan sets or results, or --applied, or --state");
}

/** The report of each set that was to be applied. */
function reportsIn(folder: string, sets = ""): Record<string, string> {
  try {
    const names = Object.keys(JSON.parse(sets) as object);
    return Object.fromEntries(names.map((set) => [set, join(folder, `report-${set}.json`)]));
  } catch {
    throw new UsageError(
      "infra comment --reports wants --sets <json>: what infra handover locate gave",
    );
  }
}

/** Sets whose job was skipped: nothing of them was begun. */
function skippedIn(jobs = "{}"): string[] {
  try {
    const ended = Object.entries(JSON.parse(jobs) as Record<string, { readonly result?: string }>);
    return ended.filter(([, { result }]) => result === "skipped").map(([set]) => set);
  } catch {
    throw new UsageError("infra comment --jobs wants JSON: toJSON(needs) of the workflow");
  }
}

/** Files by set: `dev=dev.json`. */
function pairsOf(texts: readonly string[], folder: string): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const [, set, file] = /^([a-z0-9][a-z0-9-]*)=(.+)$/.exec(text) ?? [];
      if (!set || !file) throw new UsageError(`--applied must be <set>=<file>, got ${text}`);
      return [set, resolve(folder, file)];
    }),
  );
}
