import { googleProvider, NAMED_AWS, NAMED_GOOGLE } from "@groundplan/apps/foundation/names";
import { Names } from "@groundplan/core/naming";
import { ADOPTED } from "@groundplan/environments/adopted";
import type { Environment } from "@groundplan/environments/environment";

/** What a job of CI is for. */
export type Purpose = "plan" | "apply";

/** As whom a job of CI calls the clouds. It is a pure function of names: no key, nothing is read. */
export interface Identity {
  /** Role on AWS. Left out where CI does nothing there. */
  readonly aws?: { readonly role: string; readonly account: string; readonly region: string };
  /** Workload identity provider and service account on Google Cloud. */
  readonly google?: {
    readonly provider: string;
    readonly account: string;
    readonly project: string;
  };
}

/** There is no such environment, or CI does nothing in it. */
export class NoIdentity extends Error {
  constructor(message: string) {
    super(message);
    this.name = "NoIdentity";
  }
}

/**
 * Who CI is in an environment: what the foundation's `ci` stack made.
 *
 * @param other key of the CI in `ci.google.others`, where it is not GitHub
 * @throws NoIdentity when the environment is unknown or has no CI
 */
export function identityOf(
  environments: readonly Environment[],
  name: string,
  purpose: Purpose,
  other?: string,
): Identity {
  const environment = environments.find((each) => each.name === name);
  const known = environments.map((each) => each.name).join(", ");
  if (!environment) throw new NoIdentity(`there is no environment ${name}; there are ${known}`);
  const { org, aws, google, apps } = environment;
  const ci = apps.foundation?.ci;
  if (!ci) {
    throw new NoIdentity(
      `CI does nothing in ${name}: environments/${name}/environment.ts has no apps.foundation.ci`,
    );
  }
  const names = new Names(org, name, ADOPTED[name]?.names);
  return {
    ...(ci.aws && aws && { aws: awsIdentity(names, aws, purpose) }),
    ...(ci.google && google && { google: googleIdentity(names, google, purpose, other) }),
  };
}

function awsIdentity(
  names: Names,
  { accountId, region }: NonNullable<Environment["aws"]>,
  purpose: Purpose,
): NonNullable<Identity["aws"]> {
  const [kind, part] = NAMED_AWS[purpose];
  const role = `arn:aws:iam::${accountId}:role/${names.of(kind, part)}`;
  return { role, account: accountId, region };
}

function googleIdentity(
  names: Names,
  { projectId, projectNumber }: NonNullable<Environment["google"]>,
  purpose: Purpose,
  other: string | undefined,
): NonNullable<Identity["google"]> {
  const [poolKind, poolPart] = NAMED_GOOGLE.pool;
  const pool = `projects/${projectNumber}/locations/global/workloadIdentityPools/${names.of(poolKind, poolPart)}`;
  const [kind, part] = NAMED_GOOGLE[purpose];
  const account = names.of(kind, part);
  return {
    provider: `${pool}/providers/${googleProvider(other)}`,
    account: `${account}@${projectId}.iam.gserviceaccount.com`,
    project: projectId,
  };
}

/** The same as values by name, for the jobs of a workflow. What is left out is empty. */
export function identityOutputs({ aws, google }: Identity): Readonly<Record<string, string>> {
  return {
    "aws-role": aws?.role ?? "",
    "aws-account": aws?.account ?? "",
    "aws-region": aws?.region ?? "",
    "google-provider": google?.provider ?? "",
    "google-account": google?.account ?? "",
    "google-project": google?.project ?? "",
  };
}
