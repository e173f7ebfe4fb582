import type { WaitingReport } from "../hcp/runs/waiting.ts";
import type { SyncReport } from "../hcp/sync/sync.ts";
import { table } from "../terminal/table.ts";
import { command, UsageError } from "./command.ts";

/** Workspaces and runs on HCP Terraform. */
export const hcpCommand = command({
  summary: "make the workspaces of environments on HCP Terraform, or list the runs that wait there",
  operands: {
    name: "sync|runs <environment|stack|glob>...",
    summary: "what to do, and for which stacks",
    atLeast: 2,
  },
  options: {
    "dry-run": { kind: "switch", summary: "sync: show what would change, change nothing" },
  },
  more: [
    "sync makes projects and workspaces, their settings, tags, identities of runs, readers of states and",
    "run triggers what the environments say. It never removes anything: what is superfluous is named.",
    "runs lists runs that wait for somebody or work, and locks that people hold.",
    "The token is Terraform's own: TF_TOKEN_<host>, or what terraform login has written.",
  ].join("\n"),
  async run({ operands: [verb, ...names], options, json }, context) {
    const { env, talk, print } = context;
    const { "dry-run": dryRun } = options;
    if (verb !== "sync" && verb !== "runs") {
      throw new UsageError(`infra hcp: it must be sync or runs, got ${verb}`);
    }
    if (verb === "runs" && dryRun) {
      throw new UsageError("infra hcp runs changes nothing: --dry-run belongs to sync");
    }
    const common = { project: context.project(), names, env, talk };
    const report = await (verb === "sync" ? sync({ ...common, dryRun }) : runs(common));
    print(json ? JSON.stringify(report.data, null, 2) : report.text);
    return report.data.problems.length > 0 ? 1 : 0;
  },
});

async function sync(options: Parameters<typeof import("../hcp/sync/sync.ts").syncWorkspaces>[0]) {
  const { syncWorkspaces } = await import("../hcp/sync/sync.ts");
  const data = await syncWorkspaces(options);
  return { data, text: renderSync(data, options.dryRun) };
}

async function runs(options: Parameters<typeof import("../hcp/runs/waiting.ts").listRuns>[0]) {
  const { listRuns } = await import("../hcp/runs/waiting.ts");
  const data = await listRuns(options);
  return { data, text: renderRuns(data) };
}

function renderSync({ changes, superfluous, problems }: SyncReport, dryRun: boolean): string {
  const head = ["workspace", dryRun ? "would change" : "changed"];
  const rows = changes.map(({ workspace, what }) => [workspace || "-", what]);
  const nothing = problems.length > 0 ? "nothing was changed" : "everything is as it should be";
  return [
    changes.length > 0 ? table([head, ...rows]) : nothing,
    ...section("superfluous, and left alone:", superfluous),
    ...section("to be done by you:", problems),
  ].join("\n");
}

function renderRuns({ waiting, problems }: WaitingReport): string {
  const rows = waiting.map(({ stack, run, status, since = "", message, page }) => [
    stack,
    run,
    status,
    since,
    message,
    page,
  ]);
  return [
    rows.length > 0
      ? table([["stack", "run", "status", "since", "message", "page"], ...rows])
      : problems.length > 0
        ? "nothing was found"
        : "no run waits and nobody holds a lock",
    ...section("could not be seen:", problems),
  ].join("\n");
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length > 0 ? ["", title, ...lines.map((line) => `  ${line}`)] : [];
}
