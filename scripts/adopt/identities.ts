/** What a thing stands in. Two that stand in different places are never one. */
export const PLACES: ReadonlySet<string> = new Set(["project", "location", "region", "zone"]);

/** How most things are told from others of their type. */
export const USUAL: readonly string[] = [...PLACES, "name"];

/** A rule of a security group is what it lets through. */
const RULE = [
  ...["security_group_id", "ip_protocol", "from_port", "to_port", "cidr_ipv4", "cidr_ipv6"],
  ...["prefix_list_id", "referenced_security_group_id"],
];

/**
 * Types that are told from others of their type by something else than place and name. Sources: what
 * each provider imports them by; what their service allows once.
 */
export const IDENTITIES: Readonly<Record<string, readonly string[]>> = {
  google_artifact_registry_repository: ["project", "location", "repository_id"],
  google_dns_record_set: ["project", "managed_zone", "name", "type"],
  google_iam_workload_identity_pool: ["project", "workload_identity_pool_id"],
  google_iam_workload_identity_pool_provider: [
    "project",
    "workload_identity_pool_id",
    "workload_identity_pool_provider_id",
  ],
  google_monitoring_alert_policy: ["project", "display_name"],
  google_monitoring_notification_channel: ["project", "type", "display_name"],
  google_monitoring_uptime_check_config: ["project", "display_name"],
  google_project_service: ["project", "service"],
  google_secret_manager_secret: ["project", "secret_id"],
  google_secret_manager_secret_version: ["secret", "version"],
  google_service_account: ["project", "account_id"],
  google_sql_database: ["project", "instance", "name"],
  google_sql_user: ["project", "instance", "name"],
  google_storage_bucket: ["name"],
  aws_acm_certificate: ["domain_name"],
  aws_appautoscaling_target: ["service_namespace", "resource_id", "scalable_dimension"],
  aws_cloudwatch_dashboard: ["dashboard_name"],
  aws_cloudwatch_event_target: ["event_bus_name", "rule", "target_id"],
  aws_cloudwatch_log_resource_policy: ["policy_name"],
  aws_cloudwatch_metric_alarm: ["alarm_name"],
  aws_db_instance: ["identifier"],
  aws_default_network_acl: ["default_network_acl_id"],
  aws_default_route_table: ["default_route_table_id"],
  aws_default_security_group: ["vpc_id"],
  aws_ecr_lifecycle_policy: ["repository"],
  aws_ecr_repository_policy: ["repository"],
  aws_ecs_cluster_capacity_providers: ["cluster_name"],
  aws_ecs_task_definition: ["family"],
  aws_iam_openid_connect_provider: ["url"],
  aws_iam_role_policies_exclusive: ["role_name"],
  aws_iam_role_policy: ["role", "name"],
  aws_iam_role_policy_attachment: ["role", "policy_arn"],
  aws_iam_role_policy_attachments_exclusive: ["role_name"],
  aws_iam_user_policy_attachment: ["user", "policy_arn"],
  aws_internet_gateway: ["vpc_id"],
  aws_kms_key_policy: ["key_id"],
  aws_lambda_function: ["function_name"],
  aws_lb_listener: ["load_balancer_arn", "port"],
  aws_lb_listener_rule: ["listener_arn", "priority"],
  aws_nat_gateway: ["subnet_id"],
  aws_opensearch_domain: ["domain_name"],
  aws_opensearch_domain_policy: ["domain_name"],
  aws_route: ["route_table_id", "destination_cidr_block"],
  aws_route53_record: ["zone_id", "name", "type", "set_identifier"],
  aws_route_table_association: ["subnet_id"],
  aws_s3_object: ["bucket", "key"],
  aws_sns_topic_policy: ["arn"],
  aws_sns_topic_subscription: ["topic_arn", "protocol", "endpoint"],
  aws_sqs_queue_policy: ["queue_url"],
  aws_sqs_queue_redrive_allow_policy: ["queue_url"],
  aws_subnet: ["vpc_id", "cidr_block"],
  aws_vpc: ["cidr_block"],
  aws_vpc_endpoint: ["vpc_id", "service_name"],
  aws_vpc_security_group_egress_rule: RULE,
  aws_vpc_security_group_ingress_rule: RULE,
  cloudflare_authenticated_origin_pulls_settings: ["zone_id"],
  cloudflare_bot_management: ["zone_id"],
  cloudflare_dns_record: ["zone_id", "name", "type", "content"],
  cloudflare_ruleset: ["zone_id", "phase"],
  cloudflare_zone_dnssec: ["zone_id"],
  cloudflare_zone_setting: ["zone_id", "setting_id"],
};

/** What a grant is on: whichever of these its type has. */
const GRANTED_ON = [
  ...["project", "bucket", "location", "repository", "secret_id", "service_account_id"],
  ...["zone", "instance_name", "crypto_key_id"],
];

/** The attributes that tell a thing from others of its type. */
export function tellingOf(type: string): readonly string[] {
  const known = IDENTITIES[type];
  if (known) return known;
  if (isGrant(type)) return [...GRANTED_ON, "role", ...(isMember(type) ? ["member"] : [])];
  return /^aws_s3_bucket/.test(type) ? ["bucket"] : USUAL;
}

/** True for what gives rights on something of Google's. */
export function isGrant(type: string): boolean {
  return /^google_.*_iam_(member|binding)$/.test(type);
}

/** True for a grant to one member; a binding names all that have a role. */
export function isMember(type: string): boolean {
  return type.endsWith("_member");
}
