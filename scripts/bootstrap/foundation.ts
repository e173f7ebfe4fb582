import type { Stack } from "../stacks/manifest.ts";
import { nearest, UnknownNames } from "../stacks/select.ts";
import { type Json, type StackTemplate, stateBackend } from "../stacks/template.ts";

/** Name of the app whose stacks are bootstrapped. */
const APP = "foundation";

/** What an environment is bootstrapped with. */
export interface Foundation {
  readonly environment: string;
  /** Kind of its states: `s3`, `gcs`, `local`, `cloud`. */
  readonly kind: string;
  /** Makes the state bucket; none where there is no bucket to make. */
  readonly state?: Stack;
  readonly ci: Stack;
}

/** The environment has nothing to bootstrap. */
export class NoFoundation extends Error {
  constructor(environment: string) {
    super(
      `${environment} has no foundation; set apps.foundation in environments/${environment}/environment.ts`,
    );
    this.name = "NoFoundation";
  }
}

/**
 * The foundation of an environment among all stacks.
 *
 * @throws UnknownNames when there is no such environment, NoFoundation when it has none
 */
export function foundationOf(estate: readonly Stack[], environment: string): Foundation {
  const own = estate.filter((stack) => stack.environment === environment);
  if (own.length === 0) {
    const names = [...new Set(estate.map((stack) => stack.environment))];
    throw new UnknownNames([{ name: environment, nearest: nearest(environment, names) }]);
  }
  const find = (layer: string) => own.find(({ id }) => id === `${environment}-${APP}-${layer}`);
  const ci = find("ci");
  if (!ci) throw new NoFoundation(environment);
  return { environment, kind: stateBackend(ci.template), state: find("state"), ci };
}

/** The accounts that a stack's providers are bound to, in words: `AWS account 111122223333`. */
export function accountsOf({ provider }: StackTemplate): string {
  const blocks = (cloud: string) => [provider?.[cloud] ?? []].flat() as readonly Json[];
  const aws = blocks("aws").flatMap(({ allowed_account_ids: ids }) => (ids as string[]) ?? []);
  const google = blocks("google").flatMap(({ project }) => (project as string) ?? []);
  return [
    ...[...new Set(aws)].map((id) => `AWS account ${id}`),
    ...[...new Set(google)].map((project) => `Google project ${project}`),
  ].join(" and ");
}

/** What there is to do by hand where no bucket is made. */
export function instructions({ environment, kind, ci }: Foundation): string {
  const deploy = `apply ${ci.id} as any other stack: cdktf deploy ${ci.id}`;
  if (kind === "local") {
    return [
      `the states of ${environment} lie in files below .state: there is no bucket to make`,
      `1. ${deploy}`,
      "2. keep .state safe: it is the only copy, for one person alone. A team wants kind s3, gcs or cloud",
    ].join("\n");
  }
  const cloud = (ci.template.terraform?.cloud ?? {}) as Json;
  const host = String(cloud["hostname"] ?? "app.terraform.io");
  const workspaces = [cloud["workspaces"]].flat()[0] as Json | undefined;
  return [
    `the states of ${environment} lie on ${host}: there is no bucket to make`,
    `1. terraform login ${host}`,
    `2. make sure that the organisation ${cloud["organization"]} has the project ${workspaces?.["project"]}`,
    "3. workspaces are made by the first init and run remotely; set their execution mode to local where credentials are yours",
    "4. lock the providers and commit the locks: infra lock. A remote run has no other way to tell a right package from a wrong one",
    `5. ${deploy}`,
  ].join("\n");
}
