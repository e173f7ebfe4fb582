import type { Finding } from "@groundplan/core/problems";
import { type PolicyStatement, policyJson } from "../iam/index.ts";
import type { OidcIssuer } from "./token-issuer.ts";

/** Who may act with a role: what their tokens say, exactly, and what is wrong with how it was said. */
export interface Callers {
  /** For people: `jobs of acme/infrastructure`. */
  readonly who: string;
  /** Prop that names them, where they are too many for one role. */
  readonly prop: string;
  /** Exact subjects; a token must carry one of them. */
  readonly subjects: readonly string[];
  /** Other claims that a token must carry, each with one exact value. */
  readonly claims: Readonly<Record<string, string>>;
  /** What is wrong with them, in the words of the props. */
  readonly findings: readonly Finding[];
}

/** Callers, and who signs their tokens. */
export interface Trusted {
  /** What the statement is called: `ExactJobs`. */
  readonly sid: string;
  readonly issuer: OidcIssuer;
  readonly callers: Callers;
}

/**
 * The trust in the tokens of callers, a statement for each issuer. Every condition is `StringEquals`: it
 * refuses a token that lacks the claim, which `ForAllValues` would let in, and knows no wildcard.
 */
export function trustPolicy(trusted: readonly Trusted[]): string {
  return policyJson(trusted.map(statementOf));
}

function statementOf({ sid, issuer, callers }: Trusted): PolicyStatement {
  const keys = { aud: [issuer.audience], sub: callers.subjects, ...wrapped(callers.claims) };
  return {
    sid,
    actions: ["sts:AssumeRoleWithWebIdentity"],
    principals: { Federated: [issuer.arn] },
    conditions: {
      StringEquals: Object.fromEntries(
        Object.entries(keys).map(([claim, values]) => [`${issuer.host}:${claim}`, values]),
      ),
    },
  };
}

function wrapped(claims: Readonly<Record<string, string>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(claims).map(([claim, value]) => [claim, [value]]));
}
