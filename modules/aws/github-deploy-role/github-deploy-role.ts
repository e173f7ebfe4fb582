import { IamRole, type IamRoleConfig } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment/index.js";
import { IamRolePolicyAttachmentsExclusive } from "@cdktf/provider-aws/lib/iam-role-policy-attachments-exclusive/index.js";
import {
  applyJobProblems,
  type GithubJob,
  type GithubRepository,
  jobProblems,
  repositoryProblems,
  type SubjectFormat,
} from "@groundplan/core/github";
import { nameProblem } from "@groundplan/core/naming";
import { between, check, type Finding, matching, must } from "@groundplan/core/problems";
import type { ModuleProps, PerStage } from "@groundplan/core/stage";
import { Construct } from "constructs";
import { type AwsLocation, locationOf } from "../account/index.ts";
import { type AwsGrantee, type PolicyStatement, policyJson } from "../iam/index.ts";
import { type ApplyAccess, applyProblems, applyRights, BOUNDARY } from "./apply-rights.ts";
import { issuerAt, type OidcIssuer } from "./github-issuer.ts";
import { type PlanAccess, planRefusals, READ_ONLY } from "./plan-rights.ts";
import { trustedJobs, trustTokens } from "./trust.ts";

/** What a stage gets where the caller says nothing. The README's table is checked against it. */
export const DEFAULTS = {
  maxSessionSeconds: { dev: 3600, prod: 3600 },
} as const satisfies Record<string, PerStage<unknown>>;

/** What a role is for. One purpose, one role. */
export type DeployAccess = PlanAccess | ApplyAccess;

/** Longest trust policy, in characters: the quota that an account has unless it asked for more. */
const TRUST_LIMIT = 2048;

/** Inline policies of one role together, in characters. A fixed limit of IAM. */
const POLICY_LIMIT = 10_240;

export interface GithubDeployRoleProps extends ModuleProps {
  /** Name of the role, at most 64 characters. Replaces the role: workflows name it. */
  readonly name: string;

  /** Who signs the tokens. A change edits the trust in place. */
  readonly issuer: OidcIssuer;

  /** Whose jobs they are. A change edits the trust in place and shuts the other repository out. */
  readonly repository: GithubRepository;

  /**
   * Which jobs may act. Jobs that apply in prod are those of environments; a pull request never
   * applies. A change edits the trust in place.
   */
  readonly jobs: readonly GithubJob[];

  /**
   * How GitHub writes the subject of this repository's tokens. A change edits the trust in place.
   *
   * @default "immutable", what repositories made since 2026-07-15 have
   */
  readonly subjectFormat?: SubjectFormat;

  /** What the role is for: to plan or to apply. A change edits its rights in place. */
  readonly access: DeployAccess;

  /**
   * Policy that bounds what the role can ever do. A change is made in place.
   *
   * @default no boundary
   */
  readonly permissionsBoundaryArn?: string;

  /**
   * Longest session in seconds, 3,600 to 43,200: as long as the longest job. In place.
   *
   * @default 3600 in dev and prod
   */
  readonly maxSessionSeconds?: number;

  /** Last word on the role; shallow. See the README. */
  readonly overrides?: { readonly role?: Partial<IamRoleConfig> };
}

/**
 * A role that named jobs of one GitHub repository act with, for one purpose, without any key.
 */
export class GithubDeployRole extends Construct implements AwsGrantee {
  readonly role: IamRole;
  /** What it may do, or may not, besides what is granted to it elsewhere. */
  readonly policy: IamRolePolicy;

  constructor(scope: Construct, id: string, props: GithubDeployRoleProps) {
    super(scope, id);
    const place = locationOf(this);
    check(this, deployRoleProblems(props, place));

    this.role = this.createRole(props);
    this.policy = new IamRolePolicy(this, "rights", {
      name: props.access.kind,
      role: this.role.name,
      policy: policyJson(rightsOf(props.access, place)),
    });
    this.attachOnly(props.access);
  }

  private createRole(props: GithubDeployRoleProps): IamRole {
    const { repository, access, stage } = props;
    const does = access.kind === "plan" ? "Plans" : "Plans and applies";
    return new IamRole(this, "Default", {
      description: `${does} for jobs of ${repository.owner}/${repository.name}`,
      maxSessionDuration: props.maxSessionSeconds ?? DEFAULTS.maxSessionSeconds[stage],
      ...props.overrides?.role,
      name: props.name,
      permissionsBoundary: props.permissionsBoundaryArn,
      assumeRolePolicy: trustOf(props, props.issuer),
    });
  }

  /** Takes away what anyone attaches by hand. Grants are inline policies and stay. */
  private attachOnly({ kind }: DeployAccess): void {
    const attached =
      kind === "plan"
        ? [
            new IamRolePolicyAttachment(this, "read-only", {
              role: this.role.name,
              policyArn: `arn:${locationOf(this).partition}:iam::aws:${READ_ONLY}`,
            }),
          ]
        : [];
    new IamRolePolicyAttachmentsExclusive(this, "attachments", {
      roleName: this.role.name,
      policyArns: attached.map(({ policyArn }) => policyArn),
    });
  }
}

/** What is checked of a role; who signs the tokens is no matter of the author's. */
type CheckedRole = Omit<GithubDeployRoleProps, "issuer" | "overrides">;

function rightsOf(access: DeployAccess, place: AwsLocation): PolicyStatement[] {
  return access.kind === "plan"
    ? planRefusals(place.partition, access)
    : applyRights(place, access);
}

function trustOf({ repository, jobs, subjectFormat }: CheckedRole, issuer: OidcIssuer): string {
  return trustTokens(trustedJobs(issuer, repository, jobs, subjectFormat ?? "immutable"));
}

/** Everything that is wrong with a role in an account, in the words of its props. */
export function deployRoleProblems(props: CheckedRole, place: AwsLocation): Finding[] {
  const { name, repository, jobs, access, stage } = props;
  return [
    nameProblem("name", "iam-role", name),
    ...repositoryProblems("repository", repository),
    ...jobProblems("jobs", jobs),
    ...(access.kind === "apply"
      ? [...applyJobProblems("jobs", jobs, stage), ...applyProblems(access)]
      : []),
    between("maxSessionSeconds", props.maxSessionSeconds, 3600, 43_200),
    matching(
      "permissionsBoundaryArn",
      props.permissionsBoundaryArn,
      BOUNDARY.pattern,
      BOUNDARY.words,
    ),
    fits("jobs", trustOf(props, issuerAt(place)), TRUST_LIMIT, "make a second role"),
    fits("access", policyJson(rightsOf(access, place)), POLICY_LIMIT, "name fewer services"),
  ];
}

function fits(prop: string, policy: string, limit: number, cure: string): Finding {
  const rule = `make a policy of at most ${limit} characters`;
  return must(policy.length <= limit, prop, rule, policy.length, cure);
}
