import { type GithubJob, type GithubRepository, githubSubjects } from "@groundplan/core/github";
import { type PolicyStatement, policyJson } from "../iam/index.ts";
import type { OidcIssuer } from "./github-issuer.ts";

/** Whose tokens a role takes. */
export interface Trusted {
  readonly issuer: OidcIssuer;
  /** Exact subjects; a token must carry one of them. */
  readonly subjects: readonly string[];
  /** Other claims that a token must carry, each with one exact value. */
  readonly claims: Readonly<Record<string, string>>;
}

/** Exactly these jobs of this repository, by its number too: a name can change hands. */
export function trustedJobs(
  issuer: OidcIssuer,
  repository: GithubRepository,
  jobs: readonly GithubJob[],
  format: Parameters<typeof githubSubjects>[2],
): Trusted {
  return {
    issuer,
    subjects: jobs.flatMap((job) => githubSubjects(repository, job, format)),
    claims: { repository_id: repository.repositoryId },
  };
}

/**
 * The trust in those tokens. Every condition is `StringEquals`: it refuses a token that lacks the
 * claim, which `ForAllValues` would let in, and knows no wildcard.
 */
export function trustTokens({ issuer, subjects, claims }: Trusted): string {
  const keys = { aud: [issuer.audience], sub: subjects, ...wrapped(claims) };
  const statement: PolicyStatement = {
    sid: "ExactJobs",
    actions: ["sts:AssumeRoleWithWebIdentity"],
    principals: { Federated: [issuer.arn] },
    conditions: {
      StringEquals: Object.fromEntries(
        Object.entries(keys).map(([claim, values]) => [`${issuer.host}:${claim}`, values]),
      ),
    },
  };
  return policyJson([statement]);
}

function wrapped(claims: Readonly<Record<string, string>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(claims).map(([claim, value]) => [claim, [value]]));
}
