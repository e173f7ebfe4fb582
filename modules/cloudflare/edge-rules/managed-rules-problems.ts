import { type Finding, reasonGiven, renamed } from "@groundplan/core/problems";
import type { Stage } from "@groundplan/core/stage";
import type { ZoneFacts } from "../zone/dns-zone.ts";
import { covers, planProblem } from "../zone/plan.ts";
import { compositionProblems } from "./compose.ts";
import type { EdgeRulesProps } from "./edge-rules.ts";
import { managedRules } from "./managed-rules.ts";

/** Name of the source that the rules are judged in. */
const SOURCE = "managed";

/** Everything that is wrong with the managed rules of a zone, in the words of `EdgeRulesProps.managedRules`. */
export function managedRulesProblems(
  wanted: NonNullable<EdgeRulesProps["managedRules"]>,
  zone: ZoneFacts,
  stage: Stage,
): Finding[] {
  if (wanted.mode === "off") return [reasonGiven("managedRules", wanted.reason)];
  // Each of the two rulesets would say so.
  if (!covers(zone.plan, "pro")) return [planProblem("managedRules", true, zone.plan, "pro")];
  const rules = managedRules(stage, zone.plan, wanted);
  const exceptions = (wanted.exceptions ?? []).map(({ key }) => [
    `${SOURCE}.${key}`,
    `managedRules.exceptions.${key}`,
  ]);
  return renamed(
    {
      ...Object.fromEntries(exceptions),
      [`${SOURCE}.cloudflare`]: "managedRules",
      [`${SOURCE}.owasp`]: "managedRules",
    },
    compositionProblems({ [SOURCE]: { priority: 1, rules } }, zone),
  );
}
