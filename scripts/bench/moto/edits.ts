import type { StackJson } from "../../check/aws-provider/older-provider.ts";
import type { Estate } from "./estate.ts";

/** One thing that an author changes. */
export interface Edit {
  /** What is done, in the author's words. */
  readonly what: string;
  readonly stack: string;
  readonly type: string;
  /** How its name begins, where the stack has several of the type. */
  readonly name?: string;
  /** Where in the resource, and the new value; nothing takes it away. */
  readonly at?: readonly (string | number)[];
  readonly to?: unknown;
}

/** Edits of dev, of every kind: in place, replacing, with what follows from it, taken away. */
const OF_DEV: readonly Edit[] = [
  {
    what: "another range for a VPC, with all that stands in it",
    stack: "dev-music-library-network",
    type: "aws_vpc",
    at: ["cidr_block"],
    to: "10.99.0.0/16",
  },
  {
    what: "an image that comes to an autoscaling group by its template",
    stack: "dev-music-library-network",
    type: "aws_launch_template",
    at: ["image_id"],
    to: "ami-0fedcba9876543210",
  },
  {
    what: "a description that a security group has for life",
    stack: "dev-music-library-network",
    type: "aws_security_group",
    at: ["description"],
    to: "NAT",
  },
  {
    what: "a role that is gone",
    stack: "dev-music-library-network",
    type: "aws_iam_instance_profile",
    at: ["role"],
  },
  {
    what: "a bucket by another name",
    stack: "dev-music-library-logs",
    type: "aws_s3_bucket",
    at: ["bucket"],
    to: "acme-dev-other-logs",
  },
  {
    what: "a longer session",
    stack: "dev-music-graph-certificates",
    type: "aws_iam_role",
    at: ["max_session_duration"],
    to: 7200,
  },
  {
    what: "a rule that is taken away",
    stack: "dev-music-library-network",
    type: "aws_vpc_security_group_ingress_rule",
  },
  {
    what: "a comment",
    stack: "dev-music-graph-zone",
    type: "aws_route53_zone",
    at: ["comment"],
    to: "edited",
  },
  {
    what: "more processor for a task",
    stack: "dev-music-library-service",
    type: "aws_ecs_task_definition",
    name: "web",
    at: ["cpu"],
    to: "1024",
  },
  {
    what: "another path for a health check",
    stack: "dev-music-library-service",
    type: "aws_lb_target_group",
    at: ["health_check", "path"],
    to: "/edited",
  },
  {
    what: "more room for a search domain",
    stack: "dev-music-library-search",
    type: "aws_opensearch_domain",
    at: ["ebs_options", "volume_size"],
    to: 99,
  },
  {
    what: "a larger budget",
    stack: "dev-music-library-alerts",
    type: "aws_budgets_budget",
    at: ["limit_amount"],
    to: "999.0",
  },
];

/** Edits of prod, of types that dev has not or that no edit of dev is about. */
const OF_PROD: readonly Edit[] = [
  {
    what: "logs that are kept for a week",
    stack: "prod-music-library-logs",
    type: "aws_s3_bucket_lifecycle_configuration",
    at: ["rule", 0, "expiration", 0, "days"],
    to: 7,
  },
  {
    what: "a bucket without its policy",
    stack: "prod-music-library-logs",
    type: "aws_s3_bucket_policy",
  },
  {
    what: "accesses logged by a prefix",
    stack: "prod-foundation-state",
    type: "aws_s3_bucket_logging",
    at: ["target_prefix"],
    to: "edited/",
  },
  {
    what: "a key known by another name",
    stack: "prod-foundation-state",
    type: "aws_kms_alias",
    at: ["name"],
    to: "alias/edited",
  },
  {
    what: "another policy of AWS's own for a role",
    stack: "prod-foundation-ci",
    type: "aws_iam_role_policy_attachment",
    at: ["policy_arn"],
    to: "arn:aws:iam::aws:policy/SecurityAudit",
  },
  {
    what: "a flow log that tells every minute",
    stack: "prod-music-library-network",
    type: "aws_flow_log",
    at: ["max_aggregation_interval"],
    to: 60,
  },
  {
    what: "scaling towards another load",
    stack: "prod-music-library-service",
    type: "aws_appautoscaling_policy",
    name: "web-",
    at: ["target_tracking_scaling_policy_configuration", "target_value"],
    to: 75,
  },
  {
    what: "a policy of scaling by another name",
    stack: "prod-music-library-service",
    type: "aws_appautoscaling_policy",
    name: "web-",
    at: ["name"],
    to: "edited",
  },
  {
    what: "an alarm that waits longer",
    stack: "prod-music-library-service",
    type: "aws_cloudwatch_metric_alarm",
    name: "release_rollback_errors",
    at: ["evaluation_periods"],
    to: 9,
  },
  {
    what: "a record that is forgotten sooner",
    stack: "prod-music-graph-names",
    type: "aws_route53_record",
    at: ["ttl"],
    to: 60,
  },
  {
    what: "messages into another channel",
    stack: "prod-music-library-alerts",
    type: "aws_chatbot_slack_channel_configuration",
    at: ["slack_channel_id"],
    to: "C0000EDIT",
  },
  {
    what: "a search domain that is not encrypted",
    stack: "prod-music-library-search",
    type: "aws_opensearch_domain",
    at: ["encrypt_at_rest", "enabled"],
    to: false,
  },
];

/** What is done to each environment, one edit at a time. */
export const EDITS: Readonly<Record<string, readonly Edit[]>> = { dev: OF_DEV, prod: OF_PROD };

/** An estate with one edit. */
export function edited(estate: Estate, edit: Edit): Estate {
  const json: StackJson = structuredClone(estate.modules[edit.stack]!);
  const byName = json.resource?.[edit.type] ?? {};
  const names = Object.keys(byName).filter((name) => name.startsWith(edit.name ?? ""));
  if (names.length !== 1) {
    throw new Error(`${edit.what}: ${edit.stack} has ${names.length} ${edit.type}, not one`);
  }
  if (edit.at) set(byName[names[0]!]!, edit.at, edit.to);
  else delete json.resource?.[edit.type];
  return { ...estate, modules: { ...estate.modules, [edit.stack]: json } };
}

function set(object: Record<string, unknown>, path: readonly (string | number)[], to: unknown) {
  const [last, ...way] = [...path].reverse();
  const holder = way
    .reverse()
    .reduce((inner: unknown, step) => Reflect.get(inner as object, step), object);
  if (to === undefined) Reflect.deleteProperty(holder as object, last!);
  else Reflect.set(holder as object, last!, to);
}
