import type { Condition, Facts } from "./schema.ts";

/** What is known better than the learned facts, and from where. */
interface Correction {
  readonly source: string;
  /** Replaces the learned facts of the same kind and path; undefined takes one away. */
  readonly facts: Partial<Facts>;
}

/** Headers that only a listener of an application load balancer has: it must name its protocol. */
const REQUEST_HEADERS = [
  ...["", "_issuer", "_leaf", "_serial_number", "_subject", "_validity"].map(
    (part) => `mtls_clientcert${part}`,
  ),
  ...["tls_cipher_suite", "tls_version"],
].map((name) => `routing_http_request_x_amzn_${name}_header_name`);

const ANSWER_HEADERS = [
  ...["access_control_allow_credentials", "access_control_allow_headers"],
  ...["access_control_allow_methods", "access_control_allow_origin"],
  ...["access_control_expose_headers", "access_control_max_age", "content_security_policy"],
  ...["strict_transport_security", "x_content_type_options", "x_frame_options"],
].map((name) => `routing_http_response_${name}_header_value`);

const NOT_TCP = ["", "HTTP", "HTTPS", "TLS", "UDP", "TCP_UDP"];
const NOT_HTTP = ["", "TCP", "TLS", "UDP", "TCP_UDP", "GENEVE"];

/** Left out of the plan while the listener speaks one of these. */
function leftOutFor(protocols: readonly string[], names: readonly string[]): Facts["leftOutWith"] {
  return Object.fromEntries(names.map((name) => [name, [{ by: "protocol", values: protocols }]]));
}

/** An action has what belongs to its type; the rest is left out. */
const ACTIONS = ["authenticate-cognito", "authenticate-oidc", "fixed-response", "redirect"];

const REDIRECT = {
  host: "#{host}",
  path: "/#{path}",
  port: "#{port}",
  protocol: "#{protocol}",
  query: "#{query}",
};

/** Where only the kind of a rule's other side forces a replacement, and not its value. */
const RULE_SIDES = ["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"];

function actionsLeftOut(): Facts["leftOutWith"] {
  const others = (own: string) => [...ACTIONS, "forward"].filter((type) => type !== own);
  const leftOut = ACTIONS.map((own): [string, Condition[]] => [
    `action.${own.replace("-", "_")}`,
    [{ by: "action.type", values: others(own) }],
  ]);
  return {
    ...Object.fromEntries(leftOut),
    "action.target_group_arn": [{ by: "action.type", values: ACTIONS }],
  };
}

const GOOGLE =
  "https://github.com/hashicorp/terraform-provider-google/blob/v6.50.0/google/services";
const AWS = "https://github.com/hashicorp/terraform-provider-aws/blob/v6.25.0/internal/service";

function without(...names: readonly string[]): Facts["recomputed"] {
  return Object.fromEntries(names.map((name) => [name, [] as readonly string[]]));
}

const LOAD_BALANCER: Correction = {
  source: `${AWS}/elbv2/load_balancer.go: subnets are those of ../behaviour/plan/own`,
  facts: {
    defaults: {
      dns_record_client_routing_policy: "any_availability_zone",
      enable_cross_zone_load_balancing: false,
    },
    recomputed: without("subnets", "subnet_mapping", "subnet_mapping.outpost_id"),
  },
};

/** What a function is asked for has no address. */
const WITHOUT_FUNCTION = [{ by: "target_type", values: ["lambda"] }];

const TARGET_GROUP: Correction = {
  source: `${AWS}/elbv2/target_group.go: slow_start is 0 for none, or 30 to 900`,
  facts: {
    alsoAllowed: { slow_start: [0] },
    defaults: { "stickiness.cookie_duration": 86_400 },
    leftOutWith: {
      port: WITHOUT_FUNCTION,
      protocol: WITHOUT_FUNCTION,
      protocol_version: WITHOUT_FUNCTION,
      vpc_id: WITHOUT_FUNCTION,
    },
  },
};

/**
 * Rules by hand. The learner asks with one unlike value at a time, so it sees one half of "0, or 30
 * to 900"; and arguments that are new in AWS provider 6 could not be asked.
 */
const CORRECTIONS: Readonly<Record<string, Correction>> = {
  aws_acm_certificate: {
    source: `${AWS}/acm/certificate.go: the alternative names are those of ../behaviour/plan/own`,
    facts: { defaults: { subject_alternative_names: undefined } },
  },
  aws_alb: LOAD_BALANCER,
  aws_autoscaling_group: {
    source: `${AWS}/autoscaling/group.go: instance_maintenance_policy takes -1 for "no limit"`,
    facts: {
      range: { "instance_maintenance_policy.max_healthy_percentage": [100, 200] },
      alsoAllowed: { "instance_maintenance_policy.max_healthy_percentage": [-1] },
    },
  },
  aws_cloudwatch_metric_alarm: {
    source: `${AWS}/cloudwatch/metric_alarm.go: seconds are those named, or any multiple of 60`,
    facts: { oneOf: { period: undefined, "metric_query.metric.period": undefined } },
  },
  aws_ecs_service: {
    source: `${AWS}/ecs/service.go: capacity providers are those of ../behaviour/plan/own`,
    facts: {
      forceNew: [
        ...["cluster", "deployment_controller.type", "iam_role", "launch_type", "name"],
        "scheduling_strategy",
      ],
    },
  },
  aws_ecs_task_definition: {
    source: `${AWS}/ecs/task_definition.go: container_definitions are compared as JSON`,
    facts: { format: { container_definitions: "json" } },
  },
  aws_instance: {
    source: `${AWS}/ec2/ec2_instance.go: a disk is known by its device's name and its snapshot`,
    facts: {
      unhashed: [
        ...["delete_on_termination", "encrypted", "iops", "kms_key_id", "tags", "tags_all"],
        ...["throughput", "volume_size", "volume_type"],
      ].map((name) => `ebs_block_device.${name}`),
    },
  },
  aws_lambda_event_source_mapping: {
    source: `${AWS}/lambda/event_source_mapping.go: -1 keeps records for ever`,
    facts: { alsoAllowed: { maximum_record_age_in_seconds: [-1] } },
  },
  aws_launch_template: {
    source: `${AWS}/ec2/ec2_launch_template.go: versions are those of ../behaviour/plan/own`,
    facts: { recomputed: without("default_version", "latest_version") },
  },
  aws_lb: LOAD_BALANCER,
  aws_lb_listener: {
    source: `${AWS}/elbv2/listener.go: headers without a protocol, defaults of a redirect`,
    facts: {
      defaults: {
        "default_action.forward.stickiness.enabled": false,
        "default_action.forward.target_group.weight": 1,
        ...Object.fromEntries(
          Object.entries(REDIRECT).map(([k, v]) => [`default_action.redirect.${k}`, v]),
        ),
      },
      leftOutWith: {
        "default_action.target_group_arn": [{ by: "default_action.type", values: ACTIONS }],
        ...leftOutFor(["HTTP", ...NOT_HTTP], REQUEST_HEADERS),
        ...leftOutFor(NOT_HTTP, [...ANSWER_HEADERS, "routing_http_response_server_enabled"]),
        ...leftOutFor(NOT_TCP, ["tcp_idle_timeout_seconds"]),
      },
    },
  },
  aws_lb_listener_rule: {
    source: `${AWS}/elbv2/listener_rule.go: suppressIfActionTypeNot`,
    facts: { leftOutWith: actionsLeftOut() },
  },
  aws_alb_target_group: TARGET_GROUP,
  aws_lb_target_group: TARGET_GROUP,
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
  aws_network_interface: {
    source: `${AWS}/ec2/vpc_network_interface.go: addresses are those of ../behaviour/plan/own`,
    facts: {
      recomputed: without(
        ...["private_ips", "private_ips_count", "private_ip_list"],
        ...["ipv6_addresses", "ipv6_address_count", "ipv6_address_list"],
      ),
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
  aws_ssm_parameter: {
    source: `${AWS}/ssm/parameter.go: values and tiers are those of ../behaviour/plan/own`,
    facts: {
      forceNew: ["data_type", "name"],
      recomputed: without("insecure_value", "value", "version"),
    },
  },
  aws_vpc_security_group_egress_rule: {
    source: "terraform-provider-aws v5.100.0, asked: another kind of other side is another rule",
    facts: { forceNewIfRemoved: RULE_SIDES },
  },
  aws_vpc_security_group_ingress_rule: {
    source: "terraform-provider-aws v5.100.0, asked: another kind of other side is another rule",
    facts: { forceNewIfRemoved: RULE_SIDES },
  },
  aws_sfn_state_machine: {
    source: `${AWS}/sfn/state_machine.go: type is ForceNew`,
    facts: { forceNew: ["name", "name_prefix", "type"] },
  },
  aws_sqs_queue: {
    source: `${AWS}/sqs/queue.go: messages of up to 1 MiB since 2025-08`,
    facts: { range: { max_message_size: [1024, 1048576] } },
  },
  google_compute_firewall: {
    source: `${GOOGLE}/compute/resource_compute_firewall.go: ForceNew and Default; could not be asked`,
    facts: {
      forceNew: ["direction", "name", "params", "project"],
      defaults: { priority: 1000 },
    },
  },
};

/** True for a type with rules by hand. */
export function isCorrected(type: string): boolean {
  return type in CORRECTIONS;
}

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
