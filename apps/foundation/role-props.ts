import type { CheckedRole } from "@groundplan/aws/github-deploy-role";
import type { Stage } from "@groundplan/core/stage";
import { APP } from "./names.ts";
import { otherCallers } from "./other-ci.ts";
import type { AwsCi, CiSettings } from "./settings.ts";

// What CI's roles are made from. One place, so that settings are checked as the very props that they
// become.

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
): CheckedRole {
  return {
    ...common(stage, name, ci, aws),
    jobs: ci.plan,
    others: otherCallers(aws, "plan"),
    access: { kind: "plan", opens, parameters: aws.parameters },
  };
}

/** The role that applies: its services, and roles below the prefix but for those of CI itself. */
export function applyRole(
  stage: Stage,
  { name, prefix }: RoleNames,
  ci: CiSettings,
  aws: AwsCi,
): CheckedRole {
  return {
    ...common(stage, name, ci, aws),
    jobs: ci.apply,
    others: otherCallers(aws, "apply"),
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
