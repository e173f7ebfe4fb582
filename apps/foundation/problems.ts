import { locationIn } from "@groundplan/aws/account";
import { deployRoleProblems } from "@groundplan/aws/github-deploy-role";
import { applyJobProblems, jobProblems, repositoryProblems } from "@groundplan/core/github";
import { type Finding, must, oneOf, renamed, within } from "@groundplan/core/problems";
import type { Accounts } from "@groundplan/core/site";
import type { Stage } from "@groundplan/core/stage";
import { callerProblems, roleProblems } from "@groundplan/google/workload-identity";
import { STATE_BUCKET, stateKeyAlias } from "./names.ts";
import { googleOtherProblems, otherProblems, otherWords } from "./other-ci.ts";
import { applyRole, planRole } from "./role-props.ts";
import type { AwsCi, CiSettings, FoundationSettings, GoogleCi, StateHome } from "./settings.ts";

/** The environment around the settings. */
export interface Surroundings {
  readonly org: string;
  readonly name: string;
  /** Names of all environments: jobs that apply are of GitHub environments of the same names. */
  readonly environments: readonly string[];
  readonly stage: Stage;
  readonly accounts: Accounts;
  readonly state: StateHome;
}

/** Finds every mistake in the settings, each with the path that was typed. */
export function foundationProblems({ ci }: FoundationSettings, around: Surroundings): Finding[] {
  return within("ci", [
    ...repositoryProblems("repository", ci.repository),
    ...jobProblems("plan", ci.plan),
    ...jobProblems("apply", ci.apply),
    ...applyJobProblems("apply", ci.apply, around.stage),
    ...ci.apply.map((job) =>
      "environment" in job
        ? oneOf("apply.environment", job.environment, around.environments)
        : false,
    ),
    ...accountFindings(ci, around),
    ...(ci.aws ? awsFindings(ci, ci.aws, around) : []),
    ...(ci.google ? googleFindings(ci, ci.google, around.stage) : []),
  ]);
}

/** What the roles on AWS make of the settings. Jobs and repository are told once, whatever finds them. */
function awsFindings(ci: CiSettings, aws: AwsCi, { stage, accounts }: Surroundings): Finding[] {
  if (!accounts.aws) return [];
  const place = locationIn(accounts.aws);
  const names = { name: "checked-apart", prefix: "checked-apart-" };
  const words = {
    access: "aws.services",
    "access.parameters": "aws.parameters",
    "access.services": "aws.services",
    "access.roles.passedTo": "aws.passedTo",
    "access.roles.boundaryArn": "aws.permissionsBoundaryArn",
    permissionsBoundaryArn: "aws.permissionsBoundaryArn",
  };
  return [
    ...renamed(
      { ...words, ...otherWords(aws, "plan"), jobs: "plan" },
      deployRoleProblems(planRole(stage, names, ci, aws, []), place),
    ),
    ...renamed(
      { ...words, ...otherWords(aws, "apply"), jobs: "apply" },
      deployRoleProblems(applyRole(stage, names, ci, aws), place),
    ),
    oneOf("aws.issuer", aws.issuer, ["made", "exists"]),
    ...otherProblems(aws),
  ];
}

function googleFindings(ci: CiSettings, google: GoogleCi, stage: Stage): Finding[] {
  const { planRoles, applyRoles } = google;
  const callers = (jobs: "plan" | "apply") =>
    renamed(
      { "github.repository": "repository", "github.jobs": jobs },
      callerProblems("github", {
        repository: ci.repository,
        jobs: ci[jobs],
        subjectFormat: ci.subjectFormat,
      }),
    );
  return [
    ...callers("plan"),
    ...callers("apply"),
    ...roleProblems("google.planRoles", planRoles, "plan"),
    ...roleProblems("google.applyRoles", applyRoles, "apply"),
    ...googleOtherProblems(google, stage),
  ];
}

/** Jobs must reach the states, and identities need an account to stand in. */
function accountFindings(ci: CiSettings, { accounts, state }: Surroundings): Finding[] {
  return [
    must(state.kind !== "s3" || ci.aws !== undefined, "aws", "be set: the states lie in S3"),
    must(
      state.kind !== "gcs" || ci.google !== undefined,
      "google",
      "be set: the states lie in Cloud Storage",
    ),
    must(!ci.aws || accounts.aws !== undefined, "aws", "not be set without aws"),
    must(!ci.google || accounts.google !== undefined, "google", "not be set without google"),
  ];
}

/** Finds what keeps the foundation from making the bucket that the state settings name. */
export function stateHomeProblems({ org, name, stage, accounts, state }: Surroundings): Finding[] {
  if (!("bucket" in state)) return [];
  const bucket = `${org}-${name}-${STATE_BUCKET}`;
  const named = must(
    state.bucket === bucket,
    "state.bucket",
    `be ${bucket}, which the foundation makes`,
    state.bucket,
  );
  if (state.kind === "gcs") {
    return [named, must(accounts.google !== undefined, "state", "lie in a project: set google")];
  }
  const { aws } = accounts;
  return [
    named,
    must(aws !== undefined, "state", "lie in an account: set aws"),
    must(
      !aws || state.region === aws.region,
      "state.region",
      "be aws.region, where the foundation makes the bucket",
      state.region,
    ),
    ...(aws ? keyFindings(state.kmsKeyArn, aws, bucket, stage) : []),
  ];
}

function keyFindings(
  arn: string | undefined,
  { accountId, region }: NonNullable<Accounts["aws"]>,
  bucket: string,
  stage: Stage,
): Finding[] {
  const own = `arn:aws:kms:${region}:${accountId}:${stateKeyAlias(bucket)}`;
  return [
    must(
      stage !== "prod" || arn !== undefined,
      "state.kmsKeyArn",
      `be set in prod: ${own}, which the foundation makes`,
    ),
    must(
      arn === undefined || arn === own,
      "state.kmsKeyArn",
      `be ${own}, which the foundation makes`,
      arn,
    ),
  ];
}
