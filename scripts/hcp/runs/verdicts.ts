import type { ToolFinding } from "../../review/set/input.ts";
import type { CostEstimate, PolicyCheck, PolicySetOutcome, TaskResult } from "../api/types.ts";

/** The name that findings go by. */
const TOOL = "HCP Terraform";

/** What the changes cost, for people. */
export function linesOfCost(cost: CostEstimate["attributes"]): string[] {
  if (cost.status !== "finished") {
    const why = cost["error-message"];
    return [`cost estimate: ${cost.status.replaceAll("_", " ")}${why ? `: ${why}` : ""}`];
  }
  const { "proposed-monthly-cost": after = "0", "delta-monthly-cost": delta = "0" } = cost;
  const sign = Number(delta) < 0 ? "-" : "+";
  return [`cost estimate: ${usd(after)} a month, ${sign}${usd(delta.replace(/^-/, ""))}`];
}

/** What a policy check said, for people. */
export function linesOfCheck({ attributes: { scope, status, result } }: PolicyCheck): string[] {
  const counts = result
    ? `: ${result.passed} of ${result.passed + result["total-failed"]} passed`
    : "";
  return [`policies of the ${scope}: ${status.replaceAll("_", " ")}${counts}`];
}

/** The policies of a check that failed. */
export function findingsOfCheck({ attributes }: PolicyCheck, stack: string): ToolFinding[] {
  const sets = Object.entries(attributes.result?.sentinel?.data ?? {});
  const failed = sets.flatMap(([set, { policies = [] }]) =>
    policies
      .filter(({ result }) => !result)
      .map(({ policy }) => finding(stack, `${set}/${policy.name}`, policy["enforcement-level"])),
  );
  const named = failed.length >= (attributes.result?.["total-failed"] ?? 0);
  if (attributes.status !== "errored" && named) return failed;
  const told = `a policy check of the ${attributes.scope} ended as ${attributes.status.replaceAll("_", " ")}`;
  return [...failed, { tool: TOOL, rule: "policy check", severity: "error", message: told, stack }];
}

/** The policies of a set that failed in a task stage. */
export function findingsOfOutcome({ attributes }: PolicySetOutcome, stack: string): ToolFinding[] {
  const set = attributes["policy-set-name"];
  const broken: ToolFinding[] = attributes.error
    ? [{ tool: TOOL, rule: set, severity: "error", message: attributes.error, stack }]
    : [];
  const failed = attributes.outcomes
    .filter(({ status }) => status !== "passed")
    .map(({ policy_name, enforcement_level, description }) =>
      finding(stack, `${set}/${policy_name}`, enforcement_level, description),
    );
  return [...broken, ...failed];
}

/** The services that said no. */
export function findingsOfTasks(tasks: readonly TaskResult[], stack: string): ToolFinding[] {
  return tasks
    .filter(({ attributes: { status } }) => status !== "passed")
    .map(({ attributes }) => ({
      tool: TOOL,
      rule: `run task ${attributes["task-name"]}`,
      severity:
        attributes["workspace-task-enforcement-level"] === "mandatory" ? "error" : "warning",
      message: attributes.message || attributes.status,
      stack,
    }));
}

function finding(
  stack: string,
  rule: string,
  level: string,
  description?: string | null,
): ToolFinding {
  const advisory = level === "advisory";
  return {
    tool: TOOL,
    rule,
    severity: advisory ? "warning" : "error",
    message: description || `the policy failed; it is ${level.replaceAll("-", " ")}`,
    stack,
  };
}

function usd(amount: string): string {
  return `USD ${Number(amount).toFixed(2)}`;
}
