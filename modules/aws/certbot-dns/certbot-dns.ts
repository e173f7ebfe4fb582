import { IamRole, type IamRoleConfig } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePoliciesExclusive } from "@cdktf/provider-aws/lib/iam-role-policies-exclusive/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { IamRolePolicyAttachmentsExclusive } from "@cdktf/provider-aws/lib/iam-role-policy-attachments-exclusive/index.js";
import { nameProblem } from "@groundplan/core/naming";
import { between, check, type Finding, matching, must, unique } from "@groundplan/core/problems";
import type { ModuleProps, PerStage } from "@groundplan/core/stage";
import { Construct } from "constructs";
import { type AwsGrantee, type AwsRole, policyJson } from "../iam/index.ts";
import { CERTBOT_CHANGES, challengePolicy, type RecordChange } from "./challenge-policy.ts";
import { type ChallengeZones, checkZones } from "./challenge-zone.ts";

/** Values of the identity for each stage. */
export const DEFAULTS = {
  maxSessionSeconds: { dev: 3600, prod: 3600 },
} as const satisfies Record<string, PerStage<number>>;

/** Inline policies of one role together, in characters. A fixed limit of IAM. */
const POLICY_LIMIT = 10_240;

/** A Google service account, as AWS knows it by its tokens. No key exists for it on AWS. */
export interface GoogleServiceAccount {
  /**
   * The account's numeric unique id. Not its address: a deleted account's address can be taken
   * again. A change edits the trust in place.
   */
  readonly serviceAccountUniqueId: string;

  /**
   * Audience that the virtual machine asks its token for; one per environment, so that a token of
   * dev is nothing in prod: `certbot.prod.acme`. A change edits the trust in place.
   */
  readonly audience: string;

  /**
   * Longest session in seconds, 3,600 to 43,200.
   *
   * @default 3600 in dev and prod
   */
  readonly maxSessionSeconds?: number;

  /**
   * Policy that bounds what the role can ever do.
   *
   * @default no boundary; nothing but the one policy can be attached
   */
  readonly permissionsBoundaryArn?: string;
}

/** Who answers challenges: a Google machine without a key, or something that has an AWS role. */
export type Caller = { readonly google: GoogleServiceAccount } | { readonly grantee: AwsGrantee };

/** What the identity takes. */
export interface CertbotDnsProps extends ModuleProps {
  /** Name of the role, or of the policy that a grantee's role gets; at most 64 characters. */
  readonly name: string;

  /** Zones and the certificate names in each. A change edits the policy in place. */
  readonly zones: ChallengeZones;

  /** Who answers challenges. */
  readonly caller: Caller;

  /**
   * What may be done with challenge records; other clients than certbot may need CREATE.
   *
   * @default UPSERT and DELETE, what certbot does
   */
  readonly changes?: readonly RecordChange[];

  /** Last word on the role; shallow. See the README. */
  readonly overrides?: { readonly role?: Partial<IamRoleConfig> };
}

/**
 * The rights to answer DNS-01 challenges for named certificate names in named Route 53 zones, and
 * nothing else. Makes a role that a Google machine assumes with its own token, or adds one policy
 * to the role of a task or an instance.
 */
export class CertbotDns extends Construct implements AwsGrantee {
  readonly role: AwsRole;
  readonly policy: IamRolePolicy;

  constructor(scope: Construct, id: string, props: CertbotDnsProps) {
    super(scope, id);
    const { caller } = props;
    check(this, checkCertbotDns(props));

    this.role = "google" in caller ? this.createRole(props, caller.google) : caller.grantee.role;
    this.policy = new IamRolePolicy(this, "challenges", {
      name: props.name,
      role: this.role.name,
      policy: policyJson(challengePolicy(props.zones, props.changes)),
    });
    if ("google" in caller) this.keepToOnePolicy();
  }

  private createRole(props: CertbotDnsProps, google: GoogleServiceAccount): IamRole {
    const domains = Object.values(props.zones).map(({ domain }) => domain);
    return new IamRole(this, "Default", {
      description: `Answers DNS-01 challenges in ${domains.sort().join(", ")}`,
      permissionsBoundary: google.permissionsBoundaryArn,
      maxSessionDuration: google.maxSessionSeconds ?? DEFAULTS.maxSessionSeconds[props.stage],
      ...props.overrides?.role,
      name: props.name,
      assumeRolePolicy: trustGoogle(google),
    });
  }

  /** Takes away what anyone adds by hand: the role can do this one thing. */
  private keepToOnePolicy(): void {
    new IamRolePoliciesExclusive(this, "only-policy", {
      roleName: this.role.name,
      policyNames: [this.policy.name],
    });
    new IamRolePolicyAttachmentsExclusive(this, "no-attachments", {
      roleName: this.role.name,
      policyArns: [],
    });
  }
}

/**
 * The trust in one Google service account. AWS knows Google as an issuer: no provider is made.
 *
 * AWS names the token's claims its own way: `aud` is the token's `azp`, the account's unique id;
 * `oaud` is the token's `aud`, the audience that was asked for. All three must be there and equal.
 */
export function trustGoogle(account: GoogleServiceAccount): string {
  return policyJson([
    {
      sid: "GoogleServiceAccount",
      actions: ["sts:AssumeRoleWithWebIdentity"],
      principals: { Federated: ["accounts.google.com"] },
      conditions: {
        StringEquals: {
          "accounts.google.com:aud": [account.serviceAccountUniqueId],
          "accounts.google.com:oaud": [account.audience],
          "accounts.google.com:sub": [account.serviceAccountUniqueId],
        },
      },
    },
  ]);
}

/** A policy that IAM has room for. */
export function checkSize(prop: string, policy: string, limit: number): Finding {
  return must(
    policy.length <= limit,
    prop,
    `make a policy of at most ${limit} characters`,
    policy.length,
    "share wildcard names, or make a second identity",
  );
}

function checkCertbotDns({ name, zones, caller, changes }: CertbotDnsProps): Finding[] {
  return [
    nameProblem("name", "iam-role", name),
    ...challengeProblems(zones, changes),
    ...("google" in caller ? checkGoogle(caller.google) : []),
  ];
}

/** Everything that is wrong with zones and names, alone and as one policy. */
export function challengeProblems(
  zones: ChallengeZones,
  changes: readonly RecordChange[] = CERTBOT_CHANGES,
): Finding[] {
  const policy = policyJson(challengePolicy(zones, changes));
  return [...checkZones(zones), ...checkChanges(changes), checkSize("zones", policy, POLICY_LIMIT)];
}

function checkChanges(changes: readonly RecordChange[]): Finding[] {
  const cleansUp = changes.includes("DELETE");
  return [
    unique("changes", changes),
    must(
      cleansUp && changes.length > 1,
      "changes",
      "hold DELETE and one of UPSERT and CREATE",
      changes,
      "clients hide a refused clean-up, and the records pile up",
    ),
  ];
}

function checkGoogle(google: GoogleServiceAccount): Finding[] {
  return [
    matching(
      "caller.google.serviceAccountUniqueId",
      google.serviceAccountUniqueId,
      /^\d{15,30}$/,
      "be the numeric unique id, not the address",
    ),
    matching(
      "caller.google.audience",
      google.audience,
      /^[A-Za-z0-9._:/-]{4,255}$/,
      "be 4 to 255 letters, digits and . _ : / -",
    ),
    between("caller.google.maxSessionSeconds", google.maxSessionSeconds, 3600, 43_200),
    matching(
      "caller.google.permissionsBoundaryArn",
      google.permissionsBoundaryArn,
      /^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/\S+$/,
      "be the ARN of a policy",
    ),
  ];
}
