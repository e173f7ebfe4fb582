import type { AwsLocation } from "@groundplan/aws/account";
import { policyJson } from "@groundplan/aws/iam";

interface NatInstanceRights {
  readonly location: AwsLocation;
  /** Account of the network: known at apply, whatever the stack's guard says. */
  readonly accountId: string;
  /** `Name` tag of the instance and of the interface that it starts with. */
  readonly instanceName: string;
  /** The interface that outlives the instance. */
  readonly networkInterfaceArn: string;
  readonly allocationId: string;
}

/**
 * What a NAT instance may do when it starts: attach the lasting interface to itself, take the
 * Elastic IP, and switch off the source check of its own interface. Its own means: named like it.
 */
export function natInstancePolicy(rights: NatInstanceRights): string {
  const { partition, region } = rights.location;
  const arn = (thing: string) => `arn:${partition}:ec2:${region}:${rights.accountId}:${thing}`;
  const named = { StringEquals: { "aws:ResourceTag/Name": [rights.instanceName] } };
  const instances = arn("instance/*");
  const interfaces = arn("network-interface/*");
  return policyJson([
    {
      sid: "AttachLastingInterface",
      actions: ["ec2:AttachNetworkInterface"],
      resources: [rights.networkInterfaceArn],
    },
    {
      sid: "AttachToNatInstance",
      actions: ["ec2:AttachNetworkInterface"],
      resources: [instances],
      conditions: named,
    },
    {
      sid: "TakeAddress",
      actions: ["ec2:AssociateAddress"],
      resources: [arn(`elastic-ip/${rights.allocationId}`)],
    },
    {
      sid: "GiveAddressToNatInstance",
      actions: ["ec2:AssociateAddress"],
      resources: [instances, interfaces],
      conditions: named,
    },
    {
      sid: "RouteThroughNatInstance",
      actions: ["ec2:ModifyNetworkInterfaceAttribute"],
      resources: [interfaces],
      conditions: named,
    },
  ]);
}
