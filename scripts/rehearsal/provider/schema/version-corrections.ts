import { AWS, type Correction } from "./correction.ts";

/** A correction that holds for some versions of the provider. */
export interface VersionCorrection extends Correction {
  /**
   * First version that it holds for.
   *
   * @default every earlier one
   */
  readonly since?: Version;
  /**
   * First version that it does not hold for.
   *
   * @default it holds for every later one
   */
  readonly before?: Version;
}

type Version = `${number}.${number}.0`;

const CHANGES = "https://github.com/hashicorp/terraform-provider-aws/blob/main/CHANGELOG.md";

const STEP = "step_scaling_policy_configuration.step_adjustment.metric_interval";

/** Any text matches it. */
const ANY = "";

/**
 * What changed between the version that is pinned and the one that the facts were learned of, and what
 * no question finds but holds for some versions only.
 */
export const VERSION_CORRECTIONS: Readonly<Record<string, readonly VersionCorrection[]>> = {
  aws_appautoscaling_policy: [
    {
      before: "6.13.0",
      source: `${CHANGES}: 6.13.0 validates policies; terraform-provider-aws v5.100.0, asked: any text`,
      facts: { pattern: { [`${STEP}_lower_bound`]: ANY, [`${STEP}_upper_bound`]: ANY } },
    },
  ],
  aws_cloudwatch_log_delivery_destination: [
    {
      since: "6.21.0",
      source: `${CHANGES}: 6.21.0 makes delivery_destination_type optional; ${AWS}/logs/delivery_destination.go: nothing keeps it`,
      facts: { recomputed: { delivery_destination_type: "always" } },
    },
  ],
  aws_ecr_repository_creation_template: [
    {
      before: "6.28.0",
      source: `${CHANGES}: 6.28.0 supports CREATE_ON_PUSH`,
      facts: { oneOf: { applied_for: ["REPLICATION", "PULL_THROUGH_CACHE"] } },
    },
  ],
  aws_ecs_service: [
    {
      before: "6.4.0",
      source: `${CHANGES}: from 6.4.0 on, changes of deployment_controller.type force nothing`,
      facts: {
        forceNew: [
          ...["cluster", "deployment_controller.type", "iam_role", "launch_type", "name"],
          "scheduling_strategy",
        ],
      },
    },
  ],
  aws_lambda_function: [
    {
      before: "6.29.0",
      source: `${CHANGES}: 6.29.0 raises the limit of memory_size to 32768`,
      facts: { range: { memory_size: [128, 10_240] } },
    },
  ],
  aws_vpc_endpoint: [
    {
      before: "6.28.0",
      source: `${CHANGES}: private_dns_enabled forces from 6.28.0 on, network_interface_ids are told anew from 6.36.0 on`,
      facts: {
        forceNew: [
          ...["resource_configuration_arn", "service_name", "service_network_arn"],
          ...["service_region", "vpc_endpoint_type", "vpc_id"],
        ],
        forceNewIfSet: ["service_region"],
        forceNewWith: { private_dns_enabled: [] },
        recomputed: { network_interface_ids: [] },
      },
    },
  ],
};

/** Does a correction hold for a version of the provider? */
export function holdsFor({ since, before }: VersionCorrection, version: string): boolean {
  const isNew = since === undefined || !isOlder(version, since);
  return isNew && (before === undefined || isOlder(version, before));
}

/** Is a version of the provider older than another? */
export function isOlder(version: string, than: string): boolean {
  const [[major, minor], [itsMajor, itsMinor]] = [numbers(version), numbers(than)];
  return major === itsMajor ? minor < itsMinor : major < itsMajor;
}

function numbers(version: string): readonly [major: number, minor: number] {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return [major, minor];
}
