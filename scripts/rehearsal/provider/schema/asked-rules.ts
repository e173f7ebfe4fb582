import { DATABASE_RULES } from "./database-rules.ts";
import type { AskedRules } from "./schema.ts";
import { COUNT, SERVICE_RULES } from "./service-rules.ts";

/** A text that holds a switch, or nothing. */
const SWITCH = "^(1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)?$";

const NAME_OF_IAM = "^[0-9A-Za-z=,.@_+-]+$";
const BUS = "^(arn:.+|[/.A-Za-z0-9_-]+)$";
const OFF_OR_NUMBER = "^(off|[+-]?[0-9]+)$";
const OFF_OR_SHARE = "^(off|[0-9]{1,3})$";
const MEMBER = "^(?!deleted:)";
const MEMBERS: AskedRules = { pattern: { member: MEMBER } };
const PORT_OR_0 = [0, 65_535] as const;
const TIME = "([01][0-9]|2[0-3]):[0-5][0-9]";
/** An hour as a number, and no minutes. */
const FULL_HOUR = "^[+-]?0*(1?[0-9]|2[0-3]):00$";
const MINUTE_OF_A_DAY = `^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])_${TIME}$`;

/** What AWS's provider takes for a region: it knows no list of them. */
const REGION = "^[a-z]{2}(-[a-z]+)+-[0-9]{1,2}$";

const HEX_32 = "^[0-9a-f]{32}$";
const ACTION = "^[a-z_]+$";
const PARAMETERS = "rules.action_parameters";
const OVERRIDES = `${PARAMETERS}.overrides`;
const TARGET = `${PARAMETERS}.from_value.target_url`;

/** Versions after 5.14.0 also hold each parameter to its action; of 5.14.0 nobody knows it. */
const RULESET: AskedRules = {
  pattern: {
    account_id: HEX_32,
    zone_id: HEX_32,
    [`${PARAMETERS}.id`]: HEX_32,
    [`${PARAMETERS}.rulesets`]: HEX_32,
    [`${OVERRIDES}.action`]: ACTION,
    [`${OVERRIDES}.categories.action`]: ACTION,
    [`${OVERRIDES}.rules.action`]: ACTION,
    [`${OVERRIDES}.rules.id`]: HEX_32,
  },
  length: {
    [`${PARAMETERS}.asset_name`]: [1, null],
    [`${PARAMETERS}.content`]: [1, null],
    [`${PARAMETERS}.host_header`]: [1, null],
    [`${TARGET}.value`]: [1, null],
  },
  exactlyOneOf: [
    ["account_id", "zone_id"],
    [`${TARGET}.value`, `${TARGET}.expression`],
  ],
  atLeastOneOf: [
    ["action", "categories", "enabled", "rules", "sensitivity_level"],
    ["categories.action", "categories.enabled", "categories.sensitivity_level"],
    ["rules.action", "rules.enabled", "rules.score_threshold", "rules.sensitivity_level"],
  ].map((group) => group.map((name) => `${OVERRIDES}.${name}`)),
  conflictsWith: { [`${PARAMETERS}.asset_name`]: [`${PARAMETERS}.content`] },
};

/** What an instance refresh can watch: the group's arguments, and nothing that AWS alone sets. */
const REFRESH_TRIGGERS = [
  ...["availability_zone_distribution", "availability_zones", "capacity_rebalance"],
  ...["capacity_reservation_specification", "context", "default_cooldown"],
  ...["default_instance_warmup", "desired_capacity", "desired_capacity_type", "enabled_metrics"],
  ...["force_delete", "force_delete_warm_pool", "health_check_grace_period", "health_check_type"],
  ...["ignore_failed_scaling_activities", "initial_lifecycle_hook"],
  ...["instance_maintenance_policy", "instance_refresh", "launch_configuration"],
  ...["launch_template", "load_balancers", "max_instance_lifetime", "max_size"],
  ...["metrics_granularity", "min_elb_capacity", "min_size", "mixed_instances_policy", "name"],
  ...["name_prefix", "placement_group", "protect_from_scale_in", "region"],
  ...["service_linked_role_arn", "suspended_processes", "tag", "target_group_arns"],
  ...["termination_policies", "traffic_source", "vpc_zone_identifier"],
  ...["wait_for_capacity_timeout", "wait_for_elb_capacity", "warm_pool"],
];

const PORTS: AskedRules = {
  range: Object.fromEntries(
    ["egress", "ingress"].flatMap((side) => [
      [`${side}.from_port`, PORT_OR_0],
      [`${side}.to_port`, PORT_OR_0],
    ]),
  ),
  pattern: Object.fromEntries(
    ["egress", "ingress"].map((side) => [
      `${side}.protocol`,
      "^(-1|[0-9]{1,3}|[A-Za-z][\\w.+-]*)$",
    ]),
  ),
};

/**
 * What single arguments of the types that our modules use accept, where the provider's refusal does
 * not tell the rule in words that the learner understands. Each lets through at least what the
 * provider does.
 *
 * Source of the AWS ones: terraform-provider-aws v5.100.0, asked with samples. Of the Google ones:
 * terraform-provider-google v6.50.0, google/tpgresource, google/verify and the types' own schemas.
 * Of Cloudflare's: terraform-provider-cloudflare, internal/services/ruleset/schema.go, of which an
 * earlier and a later version than v5.14.0 say the same.
 */
export const ASKED_RULES: Readonly<Record<string, AskedRules>> = {
  ...DATABASE_RULES,
  ...SERVICE_RULES,
  aws_autoscaling_group: {
    oneOf: { "instance_refresh.triggers": REFRESH_TRIGGERS },
    pattern: {
      "instance_refresh.preferences.checkpoint_delay": COUNT,
      "instance_refresh.preferences.instance_warmup": COUNT,
      "launch_template.id": "^lt-[0-9A-Za-z]+$",
      "mixed_instances_policy.launch_template.override.weighted_capacity": "^[1-9][0-9]{0,2}$",
    },
  },
  aws_budgets_budget: {
    pattern: {
      "planned_limit.start_time": MINUTE_OF_A_DAY,
      time_period_end: MINUTE_OF_A_DAY,
      time_period_start: MINUTE_OF_A_DAY,
    },
  },
  aws_cloudfront_distribution: {
    pattern: { "origin.origin_shield.origin_shield_region": REGION },
  },
  aws_cloudwatch_event_rule: {
    pattern: { event_bus_name: BUS },
    length: { event_bus_name: [1, 1600] },
  },
  aws_cloudwatch_event_target: {
    pattern: { event_bus_name: BUS },
    length: { event_bus_name: [1, 1600] },
  },
  aws_cloudwatch_metric_alarm: {
    pattern: { extended_statistic: "^(p|tm|tc|ts|wm|pr|iqm|P|TM|TC|TS|WM|PR|IQM)" },
    length: { "metric_query.expression": [1, 1024] },
  },
  aws_default_network_acl: PORTS,
  aws_ecr_replication_configuration: {
    pattern: { "replication_configuration.rule.destination.region": REGION },
  },
  aws_ecs_task_definition: {
    pattern: {
      container_definitions: "^\\s*(\\[[\\s\\S]*\\]|null)?\\s*$",
      family: "^[0-9A-Za-z_-]+$",
    },
    length: { family: [1, 255] },
    range: { "volume.efs_volume_configuration.transit_encryption_port": PORT_OR_0 },
  },
  aws_iam_group: { pattern: { name: NAME_OF_IAM } },
  aws_iam_user: { pattern: { name: NAME_OF_IAM } },
  aws_kms_alias: {
    pattern: {
      name: "^alias/(?!aws/)[0-9A-Za-z_/-]+$",
      name_prefix: "^alias/(?!aws/)[0-9A-Za-z_/-]+$",
    },
  },
  aws_lambda_function: {
    pattern: { "file_system_config.local_mount_path": "^/mnt/[0-9A-Za-z_.-]+$" },
  },
  aws_launch_template: {
    multipleOf: { "instance_market_options.spot_options.block_duration_minutes": 60 },
    pattern: Object.fromEntries(
      [
        ...["delete_on_termination", "encrypted"].map(
          (name) => `block_device_mappings.ebs.${name}`,
        ),
        "ebs_optimized",
        ...[
          ...["associate_carrier_ip_address", "associate_public_ip_address"],
          ...["delete_on_termination", "primary_ipv6"],
        ].map((name) => `network_interfaces.${name}`),
      ].map((path) => [path, SWITCH]),
    ),
  },
  aws_lb_listener: { range: { port: [1, 65_535] } },
  aws_lb_listener_rule: { range: { priority: [1, 50_000] }, alsoAllowed: { priority: [99_999] } },
  aws_lb_target_group: {
    pattern: {
      deregistration_delay: COUNT,
      "health_check.path": "^/",
      "health_check.port": "^(traffic-port|[1-9][0-9]{0,4})$",
      preserve_client_ip: SWITCH,
      "target_group_health.dns_failover.minimum_healthy_targets_count": OFF_OR_NUMBER,
      "target_group_health.dns_failover.minimum_healthy_targets_percentage": OFF_OR_SHARE,
      "target_group_health.unhealthy_state_routing.minimum_healthy_targets_percentage":
        OFF_OR_SHARE,
    },
    length: { "health_check.path": [1, 1024] },
    range: { deregistration_delay: [0, 3600] },
  },
  aws_s3_object: { entries: { "override_provider.default_tags.tags": [0, 0] } },
  aws_sfn_state_machine: {
    pattern: { name: "^[0-9A-Za-z_-]+$", name_prefix: "^[0-9A-Za-z_-]+$" },
    length: { name: [1, 80], name_prefix: [1, 54] },
  },
  aws_vpc: {
    range: { ipv4_netmask_length: [16, 28] },
    requiredWith: { ipv4_netmask_length: ["ipv4_ipam_pool_id"] },
  },
  cloudflare_ruleset: RULESET,
  google_artifact_registry_repository_iam_member: MEMBERS,
  google_cloud_run_v2_service_iam_member: MEMBERS,
  google_compute_instance_iam_member: MEMBERS,
  google_compute_resource_policy: {
    pattern: {
      "snapshot_schedule_policy.schedule.daily_schedule.start_time": FULL_HOUR,
      "snapshot_schedule_policy.schedule.hourly_schedule.start_time": FULL_HOUR,
    },
  },
  google_dns_record_set: { pattern: { name: "\\.$" } },
  google_iam_workload_identity_pool: {
    pattern: { workload_identity_pool_id: "^(?!gcp-)[0-9a-z-]+$" },
    length: { workload_identity_pool_id: [4, 32] },
  },
  google_kms_crypto_key_iam_member: MEMBERS,
  google_monitoring_uptime_check_config: {
    requiredWith: {
      "http_check.auth_info.password_wo": ["http_check.auth_info.password_wo_version"],
      "http_check.auth_info.password_wo_version": ["http_check.auth_info.password_wo"],
    },
  },
  google_project_iam_member: MEMBERS,
  google_pubsub_topic_iam_member: MEMBERS,
  google_secret_manager_secret_iam_member: MEMBERS,
  google_service_account_iam_member: {
    pattern: { member: MEMBER, service_account_id: "^projects/[^/]+/serviceAccounts/.+" },
  },
  google_storage_bucket_iam_member: MEMBERS,
};
