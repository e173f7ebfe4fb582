import { ASKED_RULES } from "./asked-rules.ts";
import { AWS, type Correction, without } from "./correction.ts";
import { DATABASES } from "./database-corrections.ts";
import { LOAD_BALANCERS } from "./load-balancer-corrections.ts";
import type { Facts } from "./schema.ts";
import { holdsFor, VERSION_CORRECTIONS } from "./version-corrections.ts";

/** Where only the kind of a rule's other side forces a replacement, and not its value. */
const RULE_SIDES = ["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"];

const GOOGLE =
  "https://github.com/hashicorp/terraform-provider-google/blob/v6.50.0/google/services";

const CLOUDFLARE =
  "https://github.com/cloudflare/terraform-provider-cloudflare/tree/main/internal/services";

const INSTANCE: Correction = {
  source: `${AWS}/ec2/ec2_instance.go: a disk is known by its device's name and its snapshot`,
  facts: {
    unhashed: [
      ...["delete_on_termination", "encrypted", "iops", "kms_key_id", "tags", "tags_all"],
      ...["throughput", "volume_size", "volume_type"],
    ].map((name) => `ebs_block_device.${name}`),
  },
};

/**
 * Rules by hand. The learner asks with one unlike value at a time, so it sees one half of "0, or 30
 * to 900"; and arguments that are new in AWS provider 6 could not be asked.
 */
const CORRECTIONS: Readonly<Record<string, Correction>> = {
  ...DATABASES,
  ...LOAD_BALANCERS,
  aws_acm_certificate: {
    source: `${AWS}/acm/certificate.go: the alternative names are those of ../behaviour/plan/own`,
    facts: { defaults: { subject_alternative_names: undefined } },
  },
  aws_appsync_source_api_association: {
    source: `${AWS}/appsync/source_api_association.go: RequiresReplace of ids too, which could not be asked`,
    facts: {
      forceNew: ["merged_api_arn", "merged_api_id", "region", "source_api_arn", "source_api_id"],
    },
  },
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
  aws_dynamodb_table: {
    source: `${AWS}/dynamodb/table.go: the keys too, which cannot be asked alone: each must be an attribute (5.100.0 asked by hand)`,
    facts: {
      forceNew: [
        ...["hash_key", "local_secondary_index.name", "name", "range_key"],
        ...["restore_date_time", "restore_source_name", "restore_source_table_arn"],
        "restore_to_latest_time",
      ],
    },
  },
  aws_ecs_service: {
    source: `${AWS}/ecs/service.go: capacity providers are those of ../behaviour/plan/own`,
    facts: {
      forceNew: ["cluster", "iam_role", "launch_type", "name", "scheduling_strategy"],
    },
  },
  aws_ecs_task_definition: {
    source: `${AWS}/ecs/task_definition.go: container_definitions are compared as JSON`,
    facts: { format: { container_definitions: "json" } },
  },
  aws_instance: INSTANCE,
  aws_lambda_event_source_mapping: {
    source: `${AWS}/lambda/event_source_mapping.go: -1 keeps records for ever`,
    facts: { alsoAllowed: { maximum_record_age_in_seconds: [-1] } },
  },
  aws_launch_template: {
    source: `${AWS}/ec2/ec2_launch_template.go: versions are those of ../behaviour/plan/own`,
    facts: { recomputed: without("default_version", "latest_version") },
  },
  aws_nat_gateway: {
    source: `${AWS}/ec2/vpc_nat_gateway.go: availability_mode and vpc_id are ForceNew; addresses are those of ../behaviour/plan/own`,
    facts: {
      forceNew: [
        "allocation_id",
        "availability_mode",
        "connectivity_type",
        "private_ip",
        "subnet_id",
        "vpc_id",
      ],
      recomputed: without("regional_nat_gateway_address"),
    },
  },
  aws_network_interface: {
    source: `${AWS}/ec2/vpc_network_interface.go: addresses are those of ../behaviour/plan/own`,
    facts: {
      forceNew: ["enable_primary_ipv6", "interface_type", "subnet_id"],
      recomputed: without(
        ...["private_ips", "private_ips_count", "private_ip_list"],
        ...["ipv6_addresses", "ipv6_address_count", "ipv6_address_list"],
      ),
    },
  },
  aws_opensearch_domain: {
    source: `${AWS}/opensearch/domain.go: ForceNew, and what CustomizeDiff lets nobody switch off; the provider's documentation of vpc_options. Not asked`,
    facts: {
      forceNew: [
        ...["advanced_security_options.enabled", "domain_name", "encrypt_at_rest.enabled"],
        ...["encrypt_at_rest.kms_key_id", "node_to_node_encryption.enabled", "vpc_options"],
      ],
      forceNewByCount: ["vpc_options"],
      forceNewFromTo: {
        "advanced_security_options.enabled": [[true, false]],
        "encrypt_at_rest.enabled": [[true, false]],
        "node_to_node_encryption.enabled": [[true, false]],
      },
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
  aws_s3_bucket: {
    source: `${AWS}/s3/bucket.go: object_lock_enabled is ForceNew; it has one value, and no other to ask with`,
    facts: {
      forceNew: [
        ...["bucket", "bucket_prefix", "object_lock_enabled"],
        "object_lock_configuration.object_lock_enabled",
      ],
    },
  },
  aws_secretsmanager_secret: {
    source: `${AWS}/secretsmanager/secret.go: 0 deletes at once`,
    facts: { alsoAllowed: { recovery_window_in_days: [0] } },
  },
  aws_spot_instance_request: INSTANCE,
  aws_ssm_parameter: {
    source: `${AWS}/ssm/parameter.go: tiers are those of ../behaviour/plan/own`,
    facts: { forceNew: ["data_type", "name"] },
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
  cloudflare_zero_trust_access_application: {
    source: `${CLOUDFLARE}/zero_trust_access_application/{schema,plan_modifiers}.go: of a self-hosted one, as earlier versions have them; could not be asked`,
    facts: {
      forceNew: ["account_id", "zone_id"],
      defaults: {
        app_launcher_visible: true,
        http_only_cookie_attribute: true,
        session_duration: "24h",
      },
      nullAtCreate: ["skip_app_launcher_login_page"],
      recomputed: { domain: ["destinations.uri"], self_hosted_domains: ["destinations.uri"] },
    },
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

/**
 * The facts of a type with what is known better.
 *
 * @param version of the schemas: what changed before it does not count
 */
export function corrected(type: string, learned: Facts, version: string): Facts {
  const dated = (VERSION_CORRECTIONS[type] ?? []).filter((one) => holdsFor(one, version));
  const known = [ASKED_RULES[type], CORRECTIONS[type]?.facts, ...dated.map(({ facts }) => facts)];
  const filled = withoutFilled(learned);
  return known.reduce<Facts>((facts, one) => (one ? withKnown(facts, one) : facts), filled);
}

/** What the provider block says where an argument does not. */
const FILLED = ["project", "region", "zone"];

/**
 * Without what was seen of the removal of an argument that the provider block then fills: what the
 * learner took away was what that block says, so that nothing changed.
 */
function withoutFilled(learned: Facts): Facts {
  const { forceNewIfSet, defaults = {} } = learned;
  const isFilled = (name: string) => FILLED.includes(name) && defaults[name] !== undefined;
  if (!forceNewIfSet?.some(isFilled)) return learned;
  return { ...learned, forceNewIfSet: forceNewIfSet.filter((name) => !isFilled(name)) };
}

function withKnown(learned: Facts, known: Partial<Facts>): Facts {
  const result: Record<string, unknown> = { ...learned };
  for (const [kind, value] of Object.entries(known)) {
    const before = result[kind];
    result[kind] = Array.isArray(value)
      ? value
      : told({ ...(before as object), ...(value as object) });
  }
  return result as Facts;
}

/** Without the places of which nothing is told any more. */
function told(places: Readonly<Record<string, unknown>>): object {
  const isTold = (value: unknown) =>
    value !== undefined && !(Array.isArray(value) && value.length === 0);
  return Object.fromEntries(Object.entries(places).filter(([, value]) => isTold(value)));
}
