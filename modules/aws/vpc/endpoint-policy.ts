import type { AwsLocation } from "@groundplan/aws/account";
import { type PolicyStatement, policyJson } from "@groundplan/aws/iam";
import { INTERFACE_SERVICES, type InterfaceService } from "./endpoint-services.ts";

/**
 * The policy of an interface endpoint: the service's actions, for principals of the network's own
 * account alone. So a stolen key of another account cannot carry data out through it. Nothing for a
 * service that takes no endpoint policy.
 */
export function interfacePolicy(
  { partition }: AwsLocation,
  service: InterfaceService,
  accountId: string,
  more: readonly PolicyStatement[] = [],
): string | undefined {
  const { actions } = INTERFACE_SERVICES[service] as { actions?: string };
  const unsigned = service === "sts" ? [webIdentity(partition, accountId)] : [];
  return actions && policyJson([ownAccount(actions, accountId), ...unsigned, ...more]);
}

/** The policy of the DynamoDB gateway: principals of the own account. */
export function dynamodbPolicy(accountId: string, more: readonly PolicyStatement[] = []): string {
  return policyJson([ownAccount("dynamodb", accountId), ...more]);
}

/**
 * The policy of the S3 gateway: principals of the own account, and what has no principal of it:
 * image layers, which ECR hands out by signed links of its own, and packages of Amazon Linux.
 */
export function s3Policy(
  { partition, region }: AwsLocation,
  accountId: string,
  more: readonly PolicyStatement[] = [],
): string {
  const bucket = (name: string) => `arn:${partition}:s3:::${name}/*`;
  return policyJson([
    ownAccount("s3", accountId),
    {
      sid: "ImageLayers",
      actions: ["s3:GetObject"],
      resources: [bucket(`prod-${region}-starport-layer-bucket`)],
      principals: { AWS: ["*"] },
    },
    {
      sid: "AmazonLinuxPackages",
      actions: ["s3:GetObject"],
      resources: [bucket(`al2023-repos-${region}-de612dc2`)],
      principals: { AWS: ["*"] },
    },
    ...more,
  ]);
}

/**
 * Who trades the token of another issuer for a role has no account yet, so the call has no principal
 * account to compare: pods of EKS with a role for their service account.
 */
function webIdentity(partition: string, accountId: string): PolicyStatement {
  return {
    sid: "TokensForOwnRoles",
    actions: ["sts:AssumeRoleWithWebIdentity"],
    resources: [`arn:${partition}:iam::${accountId}:role/*`],
    principals: { AWS: ["*"] },
  };
}

function ownAccount(prefix: string, accountId: string): PolicyStatement {
  return {
    sid: "OwnAccount",
    actions: [`${prefix}:*`],
    resources: ["*"],
    principals: { AWS: ["*"] },
    conditions: { StringEquals: { "aws:PrincipalAccount": [accountId] } },
  };
}
