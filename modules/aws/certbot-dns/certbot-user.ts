import { IamGroup } from "@cdktf/provider-aws/lib/iam-group/index.js";
import { IamGroupPolicy } from "@cdktf/provider-aws/lib/iam-group-policy/index.js";
import { IamUser } from "@cdktf/provider-aws/lib/iam-user/index.js";
import { IamUserGroupMembership } from "@cdktf/provider-aws/lib/iam-user-group-membership/index.js";
import { parseCidr } from "@groundplan/core/cidr";
import { nameProblem } from "@groundplan/core/naming";
import { check, type Finding, matching, must } from "@groundplan/core/problems";
import type { ModuleProps } from "@groundplan/core/stage";
import { asTagValue } from "@groundplan/core/tags";
import { declareWaiver, type Waiver, waiverProblems } from "@groundplan/core/waivers";
import { Construct } from "constructs";
import { type PolicyStatement, policyJson } from "../iam/index.ts";
import { checkSize } from "./certbot-dns.ts";
import { challengePolicy } from "./challenge-policy.ts";
import { type ChallengeZones, checkZones } from "./challenge-zone.ts";

/** Inline policies of one group together, in characters. A fixed limit of IAM. */
const POLICY_LIMIT = 5_120;

/** What the fallback takes. */
export interface CertbotUserProps extends ModuleProps {
  /** Name of the user and of its group, at most 64 characters. Changing it replaces both. */
  readonly name: string;

  /** Zones and the certificate names in each. A change edits the policy in place. */
  readonly zones: ChallengeZones;

  /**
   * IPv4 ranges that the key works from, each /24 or narrower: the machine's own address. A key
   * that leaks is of no use elsewhere.
   */
  readonly sourceRanges: readonly string[];

  /** Why no role will do, who answers for it and until when. Ends up in the user's tags. */
  readonly waiver: Waiver;

  /**
   * Policy that bounds what the user can ever do.
   *
   * @default no boundary
   */
  readonly permissionsBoundaryArn?: string;
}

/**
 * The fallback for a machine that has neither a Google nor an AWS identity: an IAM user whose
 * rights come from a group, without console and without an access key. The key is made out of band,
 * because one made by Terraform lies in the state in clear.
 */
export class CertbotUser extends Construct {
  readonly user: IamUser;
  readonly group: IamGroup;

  constructor(scope: Construct, id: string, props: CertbotUserProps) {
    super(scope, id);
    const policy = policyJson(onlyFrom(props.sourceRanges, challengePolicy(props.zones)));
    check(this, [...checkUser(props), checkSize("zones", policy, POLICY_LIMIT)]);
    const { name, waiver } = props;
    declareWaiver(this, waiver);

    this.user = new IamUser(this, "Default", {
      name,
      permissionsBoundary: props.permissionsBoundaryArn,
      // Removing the user takes the key that was made for it along: none is left behind.
      forceDestroy: true,
      tags: {
        WaiverReason: asTagValue(waiver.reason),
        WaiverOwner: asTagValue(waiver.owner),
        WaiverUntil: waiver.until,
      },
    });
    this.group = new IamGroup(this, "group", { name });
    new IamGroupPolicy(this, "challenges", { name, group: this.group.name, policy });
    new IamUserGroupMembership(this, "membership", {
      user: this.user.name,
      groups: [this.group.name],
    });
  }
}

function onlyFrom(
  ranges: readonly string[],
  statements: readonly PolicyStatement[],
): PolicyStatement[] {
  return statements.map((statement) => ({
    ...statement,
    conditions: { ...statement.conditions, IpAddress: { "aws:SourceIp": ranges } },
  }));
}

function checkUser(props: CertbotUserProps): Finding[] {
  return [
    nameProblem("name", "iam-user", props.name),
    ...checkZones(props.zones),
    must(props.sourceRanges.length > 0, "sourceRanges", "hold at least one range"),
    ...props.sourceRanges.map((range) =>
      must(
        (parseCidr(range)?.prefix ?? 0) >= 24,
        "sourceRanges",
        "be IPv4 ranges of /24 or narrower, such as 203.0.113.7/32",
        range,
      ),
    ),
    ...waiverProblems("waiver", props.waiver),
    matching(
      "permissionsBoundaryArn",
      props.permissionsBoundaryArn,
      /^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/\S+$/,
      "be the ARN of a policy",
    ),
  ];
}
