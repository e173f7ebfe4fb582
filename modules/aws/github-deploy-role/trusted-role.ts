import { IamRole, type IamRoleConfig } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment/index.js";
import { IamRolePolicyAttachmentsExclusive } from "@cdktf/provider-aws/lib/iam-role-policy-attachments-exclusive/index.js";
import { nameProblem } from "@groundplan/core/naming";
import { between, check, type Finding, matching, must } from "@groundplan/core/problems";
import type { ModuleProps, PerStage } from "@groundplan/core/stage";
import { Construct } from "constructs";
import { type AwsLocation, locationOf } from "../account/index.ts";
import { type AwsGrantee, policyJson } from "../iam/index.ts";
import { accessProblems, type DeployAccess, DOES, rightsOf } from "./access.ts";
import { BOUNDARY } from "./apply-rights.ts";
import { type Trusted, trustPolicy } from "./callers.ts";
import { READ_ONLY } from "./plan-rights.ts";

/** What a stage gets where the caller says nothing. The README's table is checked against it. */
export const DEFAULTS = {
  maxSessionSeconds: { dev: 3600, prod: 3600 },
} as const satisfies Record<string, PerStage<unknown>>;

/** Longest trust policy, in characters: the quota that an account has unless it asked for more. */
const TRUST_LIMIT = 2048;

/** Inline policies of one role together, in characters. A fixed limit of IAM. */
const POLICY_LIMIT = 10_240;

/** A role for one purpose, whoever may act with it. */
export interface TrustedRoleProps extends ModuleProps {
  /** Name of the role, at most 64 characters. Replaces the role: workflows name it. */
  readonly name: string;

  /** What the role is for: to plan, to apply, to push images or to release. In place. */
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

  /** Last word on each resource; shallow. See the README. */
  readonly overrides?: { readonly role?: Partial<IamRoleConfig> };
}

/** A role for one purpose, trusted by exact caller, without any key. */
export abstract class TrustedRole extends Construct implements AwsGrantee {
  readonly role: IamRole;
  /** What it may do, or may not, by its purpose; none where grants alone give it rights. */
  readonly policy?: IamRolePolicy;

  constructor(scope: Construct, id: string, props: TrustedRoleProps, trusted: readonly Trusted[]) {
    super(scope, id);
    const place = locationOf(this);
    check(this, roleProblems(props, trusted, place));

    const trust = trustPolicy(trusted);
    this.role = this.createRole(props, trusted, trust);
    const rights = rightsOf(props.access, place);
    if (rights.length > 0) {
      this.policy = new IamRolePolicy(this, "rights", {
        name: props.access.kind,
        role: this.role.name,
        policy: policyJson(rights),
      });
    }
    this.attachOnly(props.access);
    this.node.addValidation({ validate: () => this.trustProblems(trust) });
  }

  private createRole(props: TrustedRoleProps, trusted: readonly Trusted[], trust: string): IamRole {
    const who = trusted.map(({ callers }) => callers.who).join(" and ");
    return new IamRole(this, "Default", {
      description: `${DOES[props.access.kind]} for ${who}`,
      maxSessionDuration: props.maxSessionSeconds ?? DEFAULTS.maxSessionSeconds[props.stage],
      ...props.overrides?.role,
      name: props.name,
      permissionsBoundary: props.permissionsBoundaryArn,
      assumeRolePolicy: trust,
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

  /** `addOverride` could open the door wider than the props say. */
  private trustProblems(said: string): string[] {
    const type = IamRole.tfResourceType;
    const made = this.role.toTerraform().resource[type][this.role.friendlyUniqueId];
    if (made.assume_role_policy === said) return [];
    return ["the trust must be what the props say; name who else may act in a role of their own"];
  }
}

/**
 * Everything that is wrong with a role in an account, in the words of its props.
 *
 * @param trusted its callers, the first of them those that are named where they are too many
 */
export function roleProblems(
  props: TrustedRoleProps,
  trusted: readonly Trusted[],
  place: AwsLocation,
): Finding[] {
  const { permissionsBoundaryArn: boundary, access } = props;
  const rights = policyJson(rightsOf(access, place));
  const prop = trusted[0]?.callers.prop ?? "callers";
  return [
    nameProblem("name", "iam-role", props.name),
    ...trusted.flatMap(({ callers }) => callers.findings),
    ...accessProblems(access),
    between("maxSessionSeconds", props.maxSessionSeconds, 3600, 43_200),
    matching("permissionsBoundaryArn", boundary, BOUNDARY.pattern, BOUNDARY.words),
    fits(prop, trustPolicy(trusted), TRUST_LIMIT, "make a second role"),
    fits("access", rights, POLICY_LIMIT, "name fewer services"),
  ];
}

function fits(prop: string, policy: string, limit: number, cure: string): Finding {
  const rule = `make a policy of at most ${limit} characters`;
  return must(policy.length <= limit, prop, rule, policy.length, cure);
}
