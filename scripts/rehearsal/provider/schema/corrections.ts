import type { Facts } from "./schema.ts";

/** What is known better than the learned facts, and from where. */
interface Correction {
  readonly source: string;
  /** Replaces the learned facts of the same kind and path. */
  readonly facts: Partial<Facts>;
}

const AWS = "https://github.com/hashicorp/terraform-provider-aws/blob/v6.25.0/internal/service";

/**
 * Rules by hand. The learner asks with one unlike value at a time, so it sees one half of "0, or 30
 * to 900"; and arguments that are new in AWS provider 6 could not be asked.
 */
const CORRECTIONS: Readonly<Record<string, Correction>> = {
  aws_autoscaling_group: {
    source: `${AWS}/autoscaling/group.go: instance_maintenance_policy takes -1 for "no limit"`,
    facts: {
      range: { "instance_maintenance_policy.max_healthy_percentage": [100, 200] },
      alsoAllowed: { "instance_maintenance_policy.max_healthy_percentage": [-1] },
    },
  },
  aws_ecs_task_definition: {
    source: `${AWS}/ecs/task_definition.go: container_definitions are compared as JSON`,
    facts: { format: { container_definitions: "json" } },
  },
  aws_lambda_event_source_mapping: {
    source: `${AWS}/lambda/event_source_mapping.go: -1 keeps records for ever`,
    facts: { alsoAllowed: { maximum_record_age_in_seconds: [-1] } },
  },
  aws_lb_target_group: {
    source: `${AWS}/elbv2/target_group.go: slow_start is 0 for none, or 30 to 900`,
    facts: { alsoAllowed: { slow_start: [0] } },
  },
  aws_nat_gateway: {
    source: `${AWS}/ec2/vpc_nat_gateway.go: availability_mode and vpc_id are ForceNew`,
    facts: {
      forceNew: [
        "allocation_id",
        "availability_mode",
        "connectivity_type",
        "private_ip",
        "subnet_id",
        "vpc_id",
      ],
    },
  },
  aws_pipes_pipe: {
    source: `${AWS}/pipes/source_parameters.go: -1 keeps records for ever`,
    facts: {
      alsoAllowed: {
        "source_parameters.dynamodb_stream_parameters.maximum_record_age_in_seconds": [-1],
        "source_parameters.kinesis_stream_parameters.maximum_record_age_in_seconds": [-1],
      },
    },
  },
  aws_quicksight_analysis: {
    source: `${AWS}/quicksight/analysis.go: 0 deletes at once`,
    facts: { alsoAllowed: { recovery_window_in_days: [0] } },
  },
  aws_secretsmanager_secret: {
    source: `${AWS}/secretsmanager/secret.go: 0 deletes at once`,
    facts: { alsoAllowed: { recovery_window_in_days: [0] } },
  },
  aws_sfn_state_machine: {
    source: `${AWS}/sfn/state_machine.go: type is ForceNew`,
    facts: { forceNew: ["name", "name_prefix", "type"] },
  },
  aws_sqs_queue: {
    source: `${AWS}/sqs/queue.go: messages of up to 1 MiB since 2025-08`,
    facts: { range: { max_message_size: [1024, 1048576] } },
  },
};

/** The facts of a type with what is known better. */
export function corrected(type: string, learned: Facts): Facts {
  const known = CORRECTIONS[type]?.facts;
  if (!known) return learned;
  const result: Record<string, unknown> = { ...learned };
  for (const [kind, value] of Object.entries(known)) {
    const before = result[kind];
    result[kind] = Array.isArray(value) ? value : { ...(before as object), ...(value as object) };
  }
  return result as Facts;
}
