/** The newest AWS provider that is found on machines without a registry. */
export const OLDER_VERSION = "5.100.0";

/** A stack's JSON, as far as it is looked into. */
export interface StackJson {
  readonly terraform?: Record<string, unknown>;
  readonly provider?: Record<string, unknown>;
  readonly resource?: Record<string, Record<string, Record<string, unknown>>>;
  readonly data?: Record<string, Record<string, Record<string, unknown>>>;
  readonly output?: Record<string, unknown>;
  readonly [section: string]: unknown;
}

/**
 * Arguments and types that the AWS provider 6.25.0 has and 5.100.0 has not, an argument of a block
 * as `block.argument`. They are taken out before an older provider looks at a stack: what it then
 * says of the rest is worth having. A test counts how often each is met, so that the list cannot
 * grow unseen.
 */
export const NEWER_ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  aws_acm_certificate: ["region"],
  aws_acm_certificate_validation: ["region"],
  aws_chatbot_slack_channel_configuration: ["region"],
  aws_cloudwatch_log_delivery: ["region"],
  aws_cloudwatch_log_delivery_destination: ["region"],
  aws_cloudwatch_log_delivery_source: ["region"],
  aws_cloudwatch_metric_alarm: ["region"],
  // The second for its value IMMUTABLE_WITH_EXCLUSION.
  aws_ecr_repository: ["image_tag_mutability_exclusion_filter", "image_tag_mutability"],
  aws_ecs_service: [
    "deployment_configuration",
    "load_balancer.advanced_configuration",
    "sigint_rollback",
  ],
};

/** Types that 5.100.0 does not have. */
export const NEWER_TYPES: readonly string[] = [];

/** What was taken out of a stack, as `type.argument` or `type`. */
export interface Adapted {
  readonly json: StackJson;
  readonly removed: readonly string[];
}

/**
 * A copy of a stack for the older provider: other version, no backend, nothing of other clouds, no
 * arguments that are newer.
 */
export function forOlderProvider(stack: StackJson): Adapted {
  const removed: string[] = [];
  const resource = keepAws(stack.resource, removed);
  const data = keepAws(stack.data, removed);
  const gone = goneAddresses(stack, { resource, data });
  const json = {
    terraform: {
      required_providers: { aws: { source: "hashicorp/aws", version: OLDER_VERSION } },
    },
    provider: { aws: stack.provider?.["aws"] ?? [{ region: "eu-west-1" }] },
    resource: withoutReferences(resource, gone),
    // Terraform refuses an empty section.
    ...(Object.keys(data).length > 0 && { data: withoutReferences(data, gone) }),
  };
  return { json, removed };
}

type ByType = Record<string, Record<string, Record<string, unknown>>>;

function keepAws(section: ByType | undefined, removed: string[]): ByType {
  const kept: ByType = {};
  for (const [type, byName] of Object.entries(section ?? {})) {
    if (!type.startsWith("aws_") && type !== "terraform_remote_state") continue;
    if (NEWER_TYPES.includes(type)) {
      removed.push(type);
      continue;
    }
    kept[type] = Object.fromEntries(
      Object.entries(byName).map(([name, config]) => [name, withoutNewer(type, config, removed)]),
    );
  }
  return kept;
}

function withoutNewer(
  type: string,
  config: Record<string, unknown>,
  removed: string[],
  block = "",
): Record<string, unknown> {
  const newer = NEWER_ARGUMENTS[type] ?? [];
  const kept = Object.entries(config).flatMap(([argument, value]) => {
    const path = `${block}${argument}`;
    if (newer.includes(path)) {
      removed.push(`${type}.${path}`);
      return [];
    }
    if (!newer.some((each) => each.startsWith(`${path}.`))) return [[argument, value]];
    const blocks = [value].flat() as Record<string, unknown>[];
    return [[argument, blocks.map((each) => withoutNewer(type, each, removed, `${path}.`))]];
  });
  return Object.fromEntries(kept);
}

/** Addresses that a stack had and its copy has not. */
function goneAddresses(before: StackJson, after: { resource: ByType; data: ByType }): string[] {
  const addresses = ({ resource = {}, data = {} }: StackJson) => [
    ...Object.entries(resource).flatMap(([type, names]) =>
      Object.keys(names).map((name) => `${type}.${name}`),
    ),
    ...Object.entries(data).flatMap(([type, names]) =>
      Object.keys(names).map((name) => `data.${type}.${name}`),
    ),
  ];
  const kept = new Set(addresses(after));
  return addresses(before).filter((address) => !kept.has(address));
}

/** Takes out what waits for something that is gone; a value that needs it becomes a placeholder. */
function withoutReferences(section: ByType, gone: readonly string[]): ByType {
  if (gone.length === 0) return section;
  const names = (text: string) => gone.some((address) => text.includes(address));
  const walk = (value: unknown): unknown => {
    if (typeof value === "string")
      return value.includes("${") && names(value) ? "placeholder" : value;
    if (Array.isArray(value)) return value.filter((item) => !gone.includes(item)).map(walk);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item)]));
  };
  return walk(section) as ByType;
}
