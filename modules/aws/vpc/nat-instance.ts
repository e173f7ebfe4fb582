import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group/index.js";
import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template/index.js";
import { NetworkInterface } from "@cdktf/provider-aws/lib/network-interface/index.js";
import type { Vpc as AwsVpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { locationOf } from "@groundplan/aws/account";
import { trustService } from "@groundplan/aws/iam";
import { SecurityGroup } from "@groundplan/aws/security-group";
import { declareCost } from "@groundplan/core/cost";
import { type Finding, matching, must } from "@groundplan/core/problems";
import { Fn, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { natInstancePolicy } from "./nat-instance-policy.ts";
import { cents, INSTANCE_USD_PER_MONTH, USD_PER_MONTH } from "./prices.ts";

/** Root volume: what the images of Amazon Linux 2023 are made for. */
const VOLUME_GIB = 8;

/** The NAT instance. */
export interface NatInstanceOptions {
  /**
   * Id of an fck-nat image of the region: `ami-...`. It is typed, never looked up, so that no apply
   * swaps it unasked. A change rolls the instance: open connections are cut, new ones wait for about
   * a minute. The README says how to find one.
   */
  readonly imageId: string;

  /**
   * Instance type; its processor must be the image's. A change rolls the instance.
   *
   * @default "t4g.nano"
   */
  readonly instanceType?: string;
}

interface NatInstanceProps extends NatInstanceOptions {
  readonly vpc: AwsVpc;
  readonly namePrefix: string;
  /** Range that may send through the instance. */
  readonly cidr: string;
  /** Public subnet that the instance stands in. */
  readonly subnetId: string;
  /** What lets the instance reach AWS when it starts. */
  readonly after: readonly ITerraformDependable[];
  /** Elastic IP that traffic leaves with. */
  readonly allocationId: string;
}

/**
 * One EC2 instance that translates addresses, in a group of one that replaces it when it fails.
 *
 * Routes lead to a network interface that outlives the instance: each new instance takes it over,
 * and the Elastic IP with it, so neither routes nor allow-lists change when one heals.
 */
export class NatInstance extends Construct {
  readonly networkInterface: NetworkInterface;
  readonly securityGroup: SecurityGroup;
  readonly role: IamRole;
  readonly launchTemplate: LaunchTemplate;
  readonly group: AutoscalingGroup;

  constructor(scope: Construct, id: string, props: NatInstanceProps) {
    super(scope, id);
    const name = `${props.namePrefix}-nat`;
    this.securityGroup = this.createSecurityGroup(name, props);
    this.networkInterface = new NetworkInterface(this, "interface", {
      subnetId: props.subnetId,
      securityGroups: [this.securityGroup.id],
      sourceDestCheck: false,
      description: `Way out of ${props.namePrefix}`,
      tags: { Name: name },
    });
    this.role = this.createRole(name, props);
    this.launchTemplate = this.createLaunchTemplate(name, props);
    this.group = this.createGroup(name, props);
    const type = props.instanceType ?? "t4g.nano";
    const usd = INSTANCE_USD_PER_MONTH[type];
    const volume = VOLUME_GIB * USD_PER_MONTH.gp3Gib;
    declareCost(this, [
      ...(usd === undefined ? [] : [{ item: `1 x ${type}`, usdPerMonth: cents(usd) }]),
      { item: `${VOLUME_GIB} GiB gp3`, usdPerMonth: cents(volume) },
    ]);
  }

  private createSecurityGroup(name: string, props: NatInstanceProps): SecurityGroup {
    const group = new SecurityGroup(this, "security-group", {
      vpcId: props.vpc.id,
      namePrefix: name,
      description: "NAT instance: everything from the network, and out",
    });
    group.allowFrom(
      { cidr: props.cidr },
      { protocol: "all", description: "Traffic of the network on its way out" },
    );
    group.allowToAnywhere("A NAT carries whatever the network sends");
    return group;
  }

  private createRole(name: string, props: NatInstanceProps): IamRole {
    const role = new IamRole(this, "role", {
      name,
      assumeRolePolicy: trustService("ec2.amazonaws.com"),
      description: `NAT instance of ${props.namePrefix}: takes over its interface and address`,
    });
    new IamRolePolicy(this, "policy", {
      name: "take-over",
      role: role.name,
      policy: natInstancePolicy({
        location: locationOf(this),
        accountId: props.vpc.ownerId,
        instanceName: name,
        networkInterfaceArn: this.networkInterface.arn,
        allocationId: props.allocationId,
      }),
    });
    return role;
  }

  private createLaunchTemplate(name: string, props: NatInstanceProps): LaunchTemplate {
    const profile = new IamInstanceProfile(this, "profile", { name, role: this.role.name });
    return new LaunchTemplate(this, "template", {
      namePrefix: `${name}-`,
      imageId: props.imageId,
      instanceType: props.instanceType ?? "t4g.nano",
      updateDefaultVersion: true,
      iamInstanceProfile: { arn: profile.arn },
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        httpPutResponseHopLimit: 1,
      },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: { encrypted: "true", volumeType: "gp3", volumeSize: VOLUME_GIB },
        },
      ],
      networkInterfaces: [
        {
          deviceIndex: 0,
          // The first start talks to AWS before it has the Elastic IP.
          associatePublicIpAddress: "true",
          deleteOnTermination: "true",
          securityGroups: [this.securityGroup.id],
        },
      ],
      // The role may touch only what carries this name.
      tagSpecifications: ["instance", "network-interface", "volume"].map((resourceType) => ({
        resourceType,
        tags: { Name: name },
      })),
      userData: Fn.base64encode(userData(this.networkInterface.id, props.allocationId)),
    });
  }

  private createGroup(name: string, props: NatInstanceProps): AutoscalingGroup {
    // A new instance starts before the old one ends, and takes the interface once it is free.
    const overlap = { minHealthyPercentage: 100, maxHealthyPercentage: 200 };
    return new AutoscalingGroup(this, "Default", {
      name,
      minSize: 1,
      desiredCapacity: 1,
      maxSize: 2,
      vpcZoneIdentifier: [props.subnetId],
      healthCheckType: "EC2",
      healthCheckGracePeriod: 120,
      launchTemplate: {
        id: this.launchTemplate.id,
        version: Fn.tostring(this.launchTemplate.latestVersion),
      },
      instanceMaintenancePolicy: overlap,
      instanceRefresh: { strategy: "Rolling", preferences: overlap },
      dependsOn: [...props.after],
      tag: [{ key: "Name", value: name, propagateAtLaunch: true }],
    });
  }
}

/** Checks the instance: given where it is wanted, and its image by an id. */
export function natInstanceProblems(
  prop: string,
  options: NatInstanceOptions | undefined,
  wanted: boolean,
): Finding[] {
  return [
    must(
      options !== undefined || !wanted,
      prop,
      'name the image of the NAT instance when egress is "nat-instance"',
      undefined,
      'give its imageId, or choose egress "single-nat"',
    ),
    matching(
      `${prop}.imageId`,
      options?.imageId,
      /^ami-[0-9a-f]{8,17}$/,
      "be an image id such as ami-0123456789abcdef0",
    ),
  ];
}

/** Tells the image's own service which interface and address to take over. */
function userData(networkInterfaceId: string, allocationId: string): string {
  return [
    "#!/bin/sh",
    "set -eu",
    "cat > /etc/fck-nat.conf <<'CONF'",
    `eni_id=${networkInterfaceId}`,
    `eip_id=${allocationId}`,
    "CONF",
    "systemctl restart fck-nat.service",
    "",
  ].join("\n");
}
