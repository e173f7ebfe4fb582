import { join } from "node:path";
import { problemsOf } from "../rehearsal/run/problems.ts";
import { readPlan } from "../review/plan/read-plan.ts";
import type { Notice } from "../review/set/input.ts";
import { isMiscounted, type OfficialSummary } from "../review/stack/counts.ts";
import type { Stack } from "../stacks/manifest.ts";
import { constructPath } from "../stacks/template.ts";
import { type Diagnostic, subjectOf, type TerraformEvent } from "../terraform/events.ts";
import { runTerraform, type TerraformResult } from "../terraform/run.ts";
import { STACK_FILES } from "./manifest.ts";
import type { Planned, PlanPlace, PlanStackOptions } from "./planning.ts";

/** How long another run may hold the lock of a state before we give up, in seconds. */
export const LOCK_SECONDS = 300;

/** Plans one stack: init, plan, and the saved plan as data. A failure is a result. */
export async function planStack(options: PlanStackOptions): Promise<Planned> {
  const { stack, place, target, say } = options;
  const run = (args: readonly string[], onEvent?: (event: TerraformEvent) => void) =>
    runTerraform(place.setting, place.folder, args, onEvent);
  if (place.setting.interrupts.stopping) return stopped();
  say("init");
  const init = await options.init();
  if (init.interrupted) return stopped();
  if (init.code !== 0) return failedPlan(stack, init);
  say("plan");
  const file = join(target, STACK_FILES.plan);
  let official: OfficialSummary | undefined;
  const args = ["plan", "-json", "-input=false", "-detailed-exitcode"];
  args.push(`-lock-timeout=${options.lockSeconds}s`, `-out=${file}`);
  if (options.mode !== "normal") args.push(`-${options.mode}`);
  const plan = await run(args, ({ type, changes }) => {
    if (type === "change_summary" && changes) official = changes;
  });
  if (plan.interrupted) return stopped();
  if (plan.code !== 0 && plan.code !== 2) return failedPlan(stack, plan);
  const show = await run(["show", "-json", file]);
  if (show.interrupted) return stopped();
  if (show.code !== 0) return failedPlan(stack, show);
  const json = show.stdout;
  const read = readPlan(json, `the plan of ${stack.id}`);
  const doubted = official !== undefined && isMiscounted(read, official);
  const text = doubted ? (await run(["show", "-no-color", file])).stdout : "";
  const warnings = plan.diagnostics.filter(({ severity }) => severity === "warning");
  return {
    result: "planned",
    json,
    plan: read,
    ...(text && { text }),
    ...(official && { official }),
    problems: [],
    warnings: warnings.map((each) => noticeOf(each, stack)),
  };
}

/** Makes the folder of a stack ready: its backend, its providers. */
export function initStack({ setting, folder, initArgs }: PlanPlace): Promise<TerraformResult> {
  return runTerraform(setting, folder, ["init", "-json", "-input=false", ...initArgs]);
}

function stopped(): Planned {
  return { result: "stopped", problems: [{ text: "stopped on request" }], warnings: [] };
}

/** What came of a plan that failed. */
export function failedPlan(stack: Stack, result: TerraformResult): Planned {
  const unread = result.diagnostics.map(unreadState).find((address) => address !== undefined);
  return {
    result: "failed",
    problems: problemsOf(stack.template, result).map((text) => ({ text })),
    warnings: [],
    ...(unread && { unread }),
  };
}

/** The remote state that an error is about: it is not there, or lacks what is read of it. */
function unreadState(diagnostic: Diagnostic): string | undefined {
  const { snippet } = diagnostic as Diagnostic & { readonly snippet?: { readonly code?: string } };
  const text = `${subjectOf(diagnostic) ?? ""} ${snippet?.code ?? ""}`;
  const address = /data\.terraform_remote_state\.[\w-]+/.exec(text)?.[0];
  const missing = /find remote state|Unsupported attribute|Missing map element|Invalid index/i;
  return address && missing.test(diagnostic.summary) ? address : undefined;
}

function noticeOf(diagnostic: Diagnostic, { template }: Stack): Notice {
  const address = subjectOf(diagnostic);
  const about = address && (constructPath(template, address) ?? address);
  const text = [diagnostic.summary, diagnostic.detail].filter(Boolean).join(": ");
  return { text, ...(about && { about }) };
}
