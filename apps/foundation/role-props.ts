import type { GithubDeployRoleProps } from "@groundplan/aws/github-deploy-role";
import type { Stage } from "@groundplan/core/stage";
import { APP } from "./names.ts";
import type { AwsCi, CiSettings } from "./settings.ts";

// What CI's roles are made from. One place, so that settings are checked as the very props that they
// become.

/** A role without who signs its tokens. */
export type RoleProps = Omit<GithubDeployRoleProps, "issuer">;

/** What a role is named by, and how the names of what it makes begin: `acme-dev-`. */
export interface RoleNames {
  readonly name: string;
  readonly prefix: string;
}

/** The role that plans, and the states that it may open. */
export function planRole(
  stage: Stage,
  { name }: RoleNames,
  ci: CiSettings,
  aws: AwsCi,
  opens: readonly string[],
): RoleProps {
  return { ...common(stage, name, ci, aws), jobs: ci.plan, access: { kind: "plan", opens } };
}

/** The role that applies: its services, and roles below the prefix but for those of CI itself. */
export function applyRole(
  stage: Stage,
  { name, prefix }: RoleNames,
  ci: CiSettings,
  aws: AwsCi,
): RoleProps {
  return {
    ...common(stage, name, ci, aws),
    jobs: ci.apply,
    access: {
      kind: "apply",
      services: aws.services,
      roles: {
        prefix,
        except: `${prefix}${APP}-`,
        passedTo: aws.passedTo,
        boundaryArn: aws.permissionsBoundaryArn,
      },
    },
  };
}

function common(stage: Stage, name: string, ci: CiSettings, aws: AwsCi) {
  return {
    stage,
    name,
    repository: ci.repository,
    subjectFormat: ci.subjectFormat,
    permissionsBoundaryArn: aws.permissionsBoundaryArn,
  };
}
