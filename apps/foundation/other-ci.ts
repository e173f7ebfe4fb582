import { addressOf, type CiCallers } from "@groundplan/aws/github-deploy-role";
import { type Finding, matching, must, oneOf, unique } from "@groundplan/core/problems";
import type { Stage } from "@groundplan/core/stage";
import {
  ciCallerProblems,
  type IssuerCallers,
  issuerCallers,
} from "@groundplan/google/workload-identity";
import type { AwsCi, GoogleCi } from "./settings.ts";

// CIs beside GitHub: whose callers act with the same roles on AWS, as the same accounts on Google Cloud.

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

/** How the callers of other CIs log in to Google Cloud, by key. */
export function googleIssuers({ others = {} }: GoogleCi): Record<string, IssuerCallers> {
  return Object.fromEntries(
    Object.entries(others).map(([key, { plan }]) => [key, issuerCallers(plan)]),
  );
}

/** What is wrong with other CIs on Google Cloud. */
export function googleOtherProblems({ others = {} }: GoogleCi, stage: Stage): Finding[] {
  return Object.entries(others).flatMap(([key, { plan, apply }]) => [
    matching(`google.others.${key}`, key, /^[a-z][a-z0-9-]{0,28}$/, "be a kebab-case key"),
    ...ciCallerProblems(`google.others.${key}.plan`, plan, "plan", stage),
    ...ciCallerProblems(`google.others.${key}.apply`, apply, "apply", stage),
    must(
      JSON.stringify(issuerCallers(plan)) === JSON.stringify(issuerCallers(apply)),
      `google.others.${key}.apply`,
      "be of the project or organisation that plan is of",
    ),
  ]);
}
