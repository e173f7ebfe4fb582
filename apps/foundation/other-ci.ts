import { addressOf, type CiCallers } from "@groundplan/aws/github-deploy-role";
import { type Finding, must, oneOf, unique } from "@groundplan/core/problems";
import type { AwsCi } from "./settings.ts";

// CIs beside GitHub: whose callers act with the same roles on AWS.

/** What a role is for. */
export type Purpose = "plan" | "apply";

/** Who acts on other CIs, for one purpose, by key. */
export function otherCallers({ others = {} }: AwsCi, purpose: Purpose): Record<string, CiCallers> {
  return Object.fromEntries(Object.entries(others).map(([key, each]) => [key, each[purpose]]));
}

/** What the settings call the callers that a role's findings speak of. */
export function otherWords({ others = {} }: AwsCi, purpose: Purpose): Record<string, string> {
  const words = Object.keys(others).map((key) => [
    `others.${key}.callers`,
    `aws.others.${key}.${purpose}`,
  ]);
  return { others: "aws.others", ...Object.fromEntries(words) };
}

/** What is wrong with other CIs as such; what is wrong with their callers is found with the roles. */
export function otherProblems({ others = {} }: AwsCi): Finding[] {
  const hosts = Object.values(others).map(({ plan }) => addressOf(plan).host);
  return [
    unique("aws.others", hosts),
    ...Object.entries(others).flatMap(([key, { plan, apply, issuer }]) => [
      must(
        addressOf(plan).host === addressOf(apply).host,
        `aws.others.${key}.apply`,
        `be on ${addressOf(plan).host}, where plan is`,
        addressOf(apply).host,
      ),
      oneOf(`aws.others.${key}.issuer`, issuer, ["made", "exists"]),
    ]),
  ];
}
