import type { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { check, known, must } from "@groundplan/core/problems";
import { TerraformProvider, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";

/** Where a stack's AWS resources go, as its provider says it. */
export interface AwsLocation {
  /** First part of every ARN: `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  /** `eu-west-1`. */
  readonly region: string;
  /** Twelve digits, or `*` where the stack's account guard does not name exactly one account. */
  readonly accountId: string;
}

/**
 * Partition, region and account of the stack that a construct stands in, read from the stack's own
 * AWS provider: no data source, so what is built of them is known at synth.
 *
 * @throws PropsError when the stack has no AWS provider with a region yet
 */
export function locationOf(scope: IConstruct): AwsLocation {
  const provider = TerraformStack.of(scope).node.children.find(isDefaultAwsProvider);
  const region = provider?.region;
  check(TerraformStack.of(scope).node.path, [
    must(known(region), "stack", "have an AWS provider with a region before modules are made"),
  ]);
  const accounts = provider?.allowedAccountIds ?? [];
  const accountId = accounts.length === 1 && known(accounts[0]) ? accounts[0] : "*";
  return locationIn({ accountId, region: region! });
}

/** The location of an account and its region, before there is a stack. */
export function locationIn({ accountId, region }: Omit<AwsLocation, "partition">): AwsLocation {
  return { partition: partitionOf(region), region, accountId };
}

/** The ARN of something in the stack's own region and account: `arnOf(this, "ecs", "cluster/a")`. */
export function arnOf(scope: IConstruct, service: string, resource: string): string {
  const { partition, region, accountId } = locationOf(scope);
  return `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
}

function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

function isDefaultAwsProvider(construct: IConstruct): construct is AwsProvider {
  return (
    TerraformProvider.isTerraformProvider(construct) &&
    construct.terraformResourceType === "aws" &&
    construct.alias === undefined
  );
}
