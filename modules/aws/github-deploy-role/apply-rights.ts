import { type Finding, matching, must, unique } from "@groundplan/core/problems";
import type { AwsLocation } from "../account/index.ts";
import type { PolicyStatement } from "../iam/index.ts";

/** A role that makes and changes things. */
export interface ApplyAccess {
  readonly kind: "apply";

  /** Services that it works with, by their IAM prefix: `ec2`, `ecs`. Never `iam`: see `roles`. */
  readonly services: readonly string[];

  /** Which roles it may make, and hand to whom. */
  readonly roles: MadeRoles;
}

/** Roles, instance profiles and policies that an apply may make, by how their names begin. */
export interface MadeRoles {
  /** How the names begin: `acme-dev-`. */
  readonly prefix: string;

  /** Names below the prefix that it may not touch: the roles of CI itself. `acme-dev-foundation-`. */
  readonly except: string;

  /** Services that may get such a role: `ecs-tasks.amazonaws.com`. */
  readonly passedTo: readonly string[];

  /**
   * Boundary that every role made must have. Left out, a role can be given any right: whoever
   * applies can then do what the account can do.
   */
  readonly boundaryArn?: string;
}

/** What is granted apart, or to people alone. */
const NEVER_WHOLE = ["account", "iam", "organizations", "sso", "sts"];

const ROLE_CHANGES = [
  "iam:AttachRolePolicy",
  "iam:CreateRole",
  "iam:DeleteRolePolicy",
  "iam:DetachRolePolicy",
  "iam:PutRolePolicy",
];
const OTHER_CHANGES = [
  "iam:AddRoleToInstanceProfile",
  "iam:CreateInstanceProfile",
  "iam:CreatePolicy",
  "iam:CreatePolicyVersion",
  "iam:DeleteInstanceProfile",
  "iam:DeletePolicy",
  "iam:DeletePolicyVersion",
  "iam:DeleteRole",
  "iam:RemoveRoleFromInstanceProfile",
  "iam:TagInstanceProfile",
  "iam:TagPolicy",
  "iam:TagRole",
  "iam:UntagInstanceProfile",
  "iam:UntagPolicy",
  "iam:UntagRole",
  "iam:UpdateAssumeRolePolicy",
  "iam:UpdateRole",
  "iam:UpdateRoleDescription",
];

/** What an apply may do: its services whole, and of IAM the roles that begin with its prefix. */
export function applyRights(place: AwsLocation, access: ApplyAccess): PolicyStatement[] {
  const { services, roles } = access;
  const iam = `arn:${place.partition}:iam::${place.accountId}`;
  const made = (prefix: string) =>
    ["role", "instance-profile", "policy"].map((kind) => `${iam}:${kind}/${prefix}*`);
  return [
    { sid: "UseServices", actions: services.map((service) => `${service}:*`), resources: ["*"] },
    { sid: "ReadIam", actions: ["iam:Get*", "iam:List*"], resources: ["*"] },
    {
      sid: "ChangeRoles",
      actions: ROLE_CHANGES,
      resources: [`${iam}:role/${roles.prefix}*`],
      conditions: roles.boundaryArn
        ? { StringEquals: { "iam:PermissionsBoundary": [roles.boundaryArn] } }
        : undefined,
    },
    { sid: "ChangeWhatHoldsRoles", actions: OTHER_CHANGES, resources: made(roles.prefix) },
    {
      sid: "PassRoles",
      actions: ["iam:PassRole"],
      resources: [`${iam}:role/${roles.prefix}*`],
      conditions: { StringEquals: { "iam:PassedToService": roles.passedTo } },
    },
    {
      sid: "LetServicesMakeTheirOwn",
      actions: ["iam:CreateServiceLinkedRole"],
      resources: [`${iam}:role/aws-service-role/*`],
    },
    {
      sid: "KeepOffCi",
      effect: "Deny",
      actions: [...ROLE_CHANGES, ...OTHER_CHANGES, "iam:PassRole"],
      resources: made(roles.except),
    },
  ];
}

/** What is wrong with the access of an apply. */
export function applyProblems({ services, roles }: ApplyAccess): Finding[] {
  return [
    must(services.length > 0, "access.services", "name at least one service"),
    unique("access.services", services),
    ...services.map((service) =>
      matching("access.services", service, /^[a-z][a-z0-9-]*$/, "be IAM prefixes such as ec2"),
    ),
    ...services.map((service) =>
      must(
        !NEVER_WHOLE.includes(service),
        "access.services",
        `not be ${NEVER_WHOLE.join(", ")}`,
        service,
        "an apply may change the roles below its prefix; the rest is for people",
      ),
    ),
    ...roleProblems(roles),
  ];
}

function roleProblems({ prefix, except, passedTo, boundaryArn }: MadeRoles): Finding[] {
  const words = "be lower-case letters, digits and hyphens, and end in a hyphen";
  return [
    matching("access.roles.prefix", prefix, /^[a-z0-9]+-([a-z0-9-]+-)?$/, words),
    must(
      except.startsWith(prefix) && except.length > prefix.length,
      "access.roles.except",
      "begin with access.roles.prefix and go on",
      except,
    ),
    must(passedTo.length > 0, "access.roles.passedTo", "name at least one service"),
    ...passedTo.map((service) =>
      matching(
        "access.roles.passedTo",
        service,
        /^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/,
        "be services such as ecs-tasks.amazonaws.com",
      ),
    ),
    matching("access.roles.boundaryArn", boundaryArn, BOUNDARY.pattern, BOUNDARY.words),
  ];
}

/** How a boundary is named. */
export const BOUNDARY = {
  pattern: /^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/\S+$/,
  words: "be the ARN of a policy",
};
