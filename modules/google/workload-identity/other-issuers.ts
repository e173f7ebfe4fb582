import { type Finding, matching, must } from "@groundplan/core/problems";

/** Callers of a CI that is not GitHub, by what its tokens say. A change is made in place. */
export interface IssuerCallers {
  /** Where the tokens come from, as they name it: `https://gitlab.com`. */
  readonly issuer: string;

  /**
   * What every token must say, exactly: `{ project_id: "278964" }`. On a service that many use, one of
   * these must be a number or id of your own place in it; names can be taken by others.
   */
  readonly claims: Readonly<Record<string, string>>;

  /** What the tokens are made for. Default: the provider's own name, which `audience(key)` tells. */
  readonly audience?: string;

  /**
   * Claims that make up the subject behind this CI's key, joined by colons: `semaphore:branch:main` of
   * `["ref_type", "branch"]`. For tokens whose own subject is longer than 127 bytes, which Google refuses. A
   * change shuts out whoever is granted something by the old subject.
   *
   * @default the token's own subject
   */
  readonly subject?: readonly string[];
}

/**
 * Services that anybody can have tokens of, by issuer, and the claims that tell whose they are. Sources:
 * the services' own pages on OpenID Connect (GitLab, CircleCI, Buildkite, HCP Terraform).
 */
const SHARED_ISSUERS: readonly { readonly issuer: RegExp; readonly own: readonly string[] }[] = [
  { issuer: /^https:\/\/gitlab\.com$/, own: ["project_id", "namespace_id"] },
  { issuer: /^https:\/\/oidc\.circleci\.com\b/, own: ["oidc.circleci.com/project-id"] },
  { issuer: /^https:\/\/agent\.buildkite\.com$/, own: ["organization_id", "pipeline_id"] },
  {
    issuer: /^https:\/\/app\.terraform\.io$/,
    own: ["terraform_organization_id", "terraform_workspace_id"],
  },
];

/** GitHub's issuer, which has a prop of its own. */
const GITHUB = /^https:\/\/token\.actions\.githubusercontent\.com/;

/** Longest condition that the service takes, in characters. */
const LONGEST_CONDITION = 4096;

/**
 * How a token becomes attributes: the subject, which grants name exactly. One that is put together begins
 * with the issuer's key: subjects hold for a whole pool, whoever signed the token.
 */
export function subjectMapping(key: string, { subject }: IssuerCallers): Record<string, string> {
  const parts = subject?.map(claimReference).join(' + ":" + ');
  return { "google.subject": parts ? `"${key}:" + ${parts}` : "assertion.sub" };
}

/** Who may log in at all: tokens that say all of this. */
export function claimCondition({ claims }: IssuerCallers): string {
  return Object.entries(claims)
    .map(([claim, value]) => `${claimReference(claim)} == ${JSON.stringify(value)}`)
    .join(" && ");
}

function claimReference(claim: string): string {
  return /^\w+$/.test(claim) ? `assertion.${claim}` : `assertion[${JSON.stringify(claim)}]`;
}

/** What is wrong with the callers of one issuer. */
export function issuerProblems(prop: string, callers: IssuerCallers): Finding[] {
  const { issuer, claims, audience } = callers;
  const condition = claimCondition(callers);
  return [
    matching(
      `${prop}.issuer`,
      issuer,
      /^https:\/\/[a-z0-9.-]+(:\d+)?(\/[\w./-]*[\w-])?$/,
      "be an address that begins with https and does not end in a slash",
    ),
    must(
      !GITHUB.test(issuer),
      `${prop}.issuer`,
      "not be GitHub's",
      issuer,
      "name repositories in github",
    ),
    ...whoseProblems(prop, callers),
    ...Object.entries(claims).map(([claim, value]) => claimProblem(prop, claim, value)),
    must(
      condition.length <= LONGEST_CONDITION,
      `${prop}.claims`,
      `make a condition of at most ${LONGEST_CONDITION} characters`,
      condition.length,
    ),
    matching(`${prop}.audience`, audience, /^[^\s*]{1,256}$/, "be one exact text, without *"),
    ...(callers.subject ?? []).map((claim) =>
      matching(`${prop}.subject`, claim, /^[\w./-]+$/, "be names of claims"),
    ),
    must(callers.subject?.length !== 0, `${prop}.subject`, "name at least one claim"),
  ];
}

/** Without a claim of one's own, everybody who uses the same service could log in. */
function whoseProblems(prop: string, { issuer, claims }: IssuerCallers): Finding[] {
  const shared = SHARED_ISSUERS.find((each) => each.issuer.test(issuer));
  const own = shared?.own ?? [];
  return [
    must(Object.keys(claims).length > 0, `${prop}.claims`, "name at least one claim"),
    must(
      own.length === 0 || own.some((claim) => claim in claims),
      `${prop}.claims`,
      `hold ${own.join(" or ")}`,
      Object.keys(claims),
      `${issuer} gives tokens to everybody who uses it`,
    ),
  ];
}

function claimProblem(prop: string, claim: string, value: string): Finding {
  if (["iss", "aud", "sub"].includes(claim)) {
    const cure =
      "the issuer and the audience are checked in any case; subjects are named by grants";
    return must(false, `${prop}.claims`, "not hold iss, aud or sub", claim, cure);
  }
  return must(
    value !== "" && !value.includes("*") && /^[\w./-]+$/.test(claim),
    `${prop}.claims.${claim}`,
    "be one exact value, without *",
    value,
  );
}
