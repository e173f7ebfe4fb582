import { type Finding, must } from "@groundplan/core/problems";
import type { AuroraEngine } from "./engine.ts";

/** Logs that Aurora writes to CloudWatch; not each engine has each. */
export type AuroraLog =
  | "postgresql"
  | "audit"
  | "error"
  | "general"
  | "slowquery"
  | "instance"
  | "iam-db-auth-error";

/** Source: RDS API reference, "EnableCloudwatchLogsExports". */
const LOGS: Readonly<Record<AuroraEngine["name"], readonly AuroraLog[]>> = {
  postgresql: ["postgresql", "instance", "iam-db-auth-error"],
  mysql: ["audit", "error", "general", "slowquery", "instance", "iam-db-auth-error"],
};

/** What an engine writes where the caller says nothing. */
export function defaultLogs(engine: AuroraEngine["name"], audit: boolean): readonly AuroraLog[] {
  if (engine === "postgresql") return ["postgresql"];
  return audit ? ["audit", "error", "slowquery"] : ["error", "slowquery"];
}

/** What is wrong with the logs. */
export function logProblems(engine: AuroraEngine["name"], logs: readonly AuroraLog[]): Finding[] {
  const unknown = logs.filter((log) => !LOGS[engine].includes(log));
  const rule = `be of ${LOGS[engine].join(", ")}`;
  return [must(unknown.length === 0, "logs", rule, unknown.join(", "))];
}
