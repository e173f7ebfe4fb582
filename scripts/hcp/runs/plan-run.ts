import { existsSync } from "node:fs";
import { join } from "node:path";
import { failedPlan } from "../../plan/plan-stack.ts";
import type { Planned, PlanStackOptions } from "../../plan/planning.ts";
import { readPlan } from "../../review/plan/read-plan.ts";
import type { Notice } from "../../review/set/input.ts";
import type { OfficialSummary } from "../../review/stack/counts.ts";
import type { Stack } from "../../stacks/manifest.ts";
import { HcpError } from "../api/errors.ts";
import type { Run } from "../api/types.ts";
import { pageOf } from "../workspace-of.ts";
import { CannotPack } from "./archive.ts";
import { type Printed, RunFollower } from "./follow.ts";
import { fetchPlan } from "./plan-json.ts";
import { wordsOfLog } from "./printed.ts";
import type { Seat } from "./seat.ts";
import { wordsOfStatus } from "./status.ts";
import { createRun } from "./upload.ts";

/** Plans a stack by a speculative run: one that can never be applied. A failure is a result. */
export async function planRemotely(
  { stack, say, mode }: Pick<PlanStackOptions, "stack" | "say" | "mode">,
  seat: Seat,
): Promise<Planned> {
  if (seat.interrupts.stopping) return stopped("stopped on request");
  let page: string | undefined;
  try {
    say("uploads its configuration");
    const run = await createRun({
      ...seat,
      folder: stack.folder,
      message: `infra plan ${stack.id}`,
      speculative: true,
      mode,
    });
    page = pageOf(seat.place, "runs", run.id);
    say(`runs at ${page}`);
    return { ...(await follow(stack, run, seat, say)), page };
  } catch (error) {
    if (!(error instanceof HcpError || error instanceof CannotPack)) throw error;
    const goesOn = page ? `; the run goes on and changes nothing: ${page}` : "";
    return failed(`${error.message}${goesOn}`);
  }
}

async function follow(
  stack: Stack,
  run: Run,
  seat: Seat,
  say: (text: string) => void,
): Promise<Planned> {
  const { client, interrupts } = seat;
  const follower = new RunFollower({ client, run: run.id, stack: stack.id, say });
  const page = pageOf(seat.place, "runs", run.id);
  // A run that is over by now is no mistake.
  const cancel = () =>
    client.post(`runs/${run.id}/actions/cancel`, "cancel the run").catch(() => {});
  const forget = interrupts.watch({ interrupt: () => void cancel() });
  try {
    const ended = await follower.until("waits for confirmation", "waits for an override");
    if (interrupts.stopping) return stopped(`stopped on request; ${page}`);
    return await planned(stack, ended, follower, seat);
  } finally {
    forget();
  }
}

async function planned(
  stack: Stack,
  run: Run,
  follower: RunFollower,
  { client, place }: Seat,
): Promise<Planned> {
  const { status } = run.attributes;
  const page = pageOf(place, "runs", run.id);
  const { printed, findings } = follower;
  if (/^(discarded|canceled|force_canceled)$/.test(status)) {
    return {
      ...failed(`the run was ${wordsOfStatus(status)}; who did it stands at ${page}`),
      findings,
    };
  }
  const broken =
    status === "errored" ? findings.filter(({ severity }) => severity === "error") : [];
  if (status === "errored" && broken.length === 0) {
    return { ...failedPlan(stack, asResult(printed)), findings };
  }
  const problems = broken.map(({ rule, message }) => ({ text: `${rule}: ${message}; ${page}` }));
  const fetched = fetchPlan(client, run);
  // Where a check has stopped the run before its plan there is none.
  const plan = problems.length > 0 ? await fetched.catch(noneOf) : await fetched;
  if (!plan) return { result: "failed", problems, warnings: [], findings };
  const { text, redacted } = plan;
  const official = officialOf(printed);
  return {
    result: status === "errored" ? "failed" : "planned",
    json: text,
    plan: readPlan(text, `the plan of ${stack.id}`),
    ...(official && { official }),
    problems,
    warnings: [
      ...printed.diagnostics
        .filter(({ severity }) => severity === "warning")
        .map(({ summary, detail }) => ({ text: [summary, detail].filter(Boolean).join(": ") })),
      ...(redacted ? [REDACTED] : []),
      ...(isUnlocked(stack) ? [UNLOCKED] : []),
    ],
    findings,
  };
}

function noneOf(error: unknown): undefined {
  if (!(error instanceof HcpError)) throw error;
}

const REDACTED: Notice = {
  text: "The token may not see sensitive values, so that a change of one cannot be told from none. An apply must be made with the same rights, or its plan seems to be another.",
};

const UNLOCKED: Notice = {
  text: 'There is no lock of the providers to upload, so the run takes what the registry gives: write one with "infra lock".',
};

function isUnlocked({ folder, template }: Stack): boolean {
  const providers = Object.keys(template.terraform?.required_providers ?? {});
  return providers.length > 0 && !existsSync(join(folder, ".terraform.lock.hcl"));
}

function officialOf({ events }: Printed): OfficialSummary | undefined {
  return events.find(({ type, changes }) => type === "change_summary" && changes)?.changes;
}

/** A run's log as a run of Terraform here would have ended. */
function asResult(printed: Printed): Parameters<typeof failedPlan>[1] {
  const { diagnostics, lines } = printed;
  return {
    code: 1,
    stdout: wordsOfLog(lines),
    stderr: "",
    diagnostics,
    stateDump: undefined,
    interrupted: false,
  };
}

function failed(text: string): Planned {
  return { result: "failed", problems: [{ text }], warnings: [] };
}

function stopped(text: string): Planned {
  return { result: "stopped", problems: [{ text }], warnings: [] };
}
