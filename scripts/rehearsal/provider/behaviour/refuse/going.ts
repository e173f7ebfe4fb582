import type { Fields } from "../../cty/value.ts";
import { type Case, having, isNone, refused, text } from "./case.ts";

/** What keeps a thing from being deleted while it stands. */
interface Use {
  /** Types and the attributes in which they name it. */
  readonly users: Readonly<Record<string, readonly string[]>>;
  /** Attributes of the thing that are named. */
  readonly by: readonly string[];
  readonly code: string;
  readonly message: (object: Fields) => string;
  /** Attribute that lets it go all the same. */
  readonly unless?: string;
}

const id = (object: Fields) => text(object, "id");

/** Codes and words: the API reference of each service, "Errors" of the call that deletes. */
const USES: Readonly<Record<string, readonly Use[]>> = {
  aws_vpc: [
    {
      users: {
        aws_subnet: ["vpc_id"],
        aws_security_group: ["vpc_id"],
        aws_internet_gateway: ["vpc_id"],
        aws_vpc_endpoint: ["vpc_id"],
        aws_route_table: ["vpc_id"],
      },
      by: ["id"],
      code: "DependencyViolation",
      message: (object) => `The vpc '${id(object)}' has dependencies and cannot be deleted.`,
    },
  ],
  aws_subnet: [
    {
      users: {
        aws_nat_gateway: ["subnet_id"],
        aws_network_interface: ["subnet_id"],
        aws_instance: ["subnet_id"],
        aws_lb: ["subnets", "subnet_mapping.subnet_id"],
        aws_vpc_endpoint: ["subnet_ids"],
        aws_ecs_service: ["network_configuration.subnets"],
        aws_db_subnet_group: ["subnet_ids"],
      },
      by: ["id"],
      code: "DependencyViolation",
      message: (object) => `The subnet '${id(object)}' has dependencies and cannot be deleted.`,
    },
  ],
  aws_security_group: [
    {
      users: {
        aws_lb: ["security_groups"],
        aws_ecs_service: ["network_configuration.security_groups"],
        aws_network_interface: ["security_groups"],
        aws_instance: ["vpc_security_group_ids"],
        aws_db_instance: ["vpc_security_group_ids"],
        aws_rds_cluster: ["vpc_security_group_ids"],
        aws_vpc_endpoint: ["security_group_ids"],
        aws_vpc_security_group_ingress_rule: ["referenced_security_group_id"],
        aws_vpc_security_group_egress_rule: ["referenced_security_group_id"],
      },
      by: ["id"],
      code: "DependencyViolation",
      message: (object) => `resource ${id(object)} has a dependent object`,
    },
  ],
  aws_iam_role: [
    {
      users: { aws_iam_role_policy_attachment: ["role"] },
      by: ["name"],
      code: "DeleteConflict",
      message: () => "Cannot delete entity, must detach all policies first.",
      unless: "force_detach_policies",
    },
    {
      users: { aws_iam_role_policy: ["role"] },
      by: ["name"],
      code: "DeleteConflict",
      message: () => "Cannot delete entity, must delete policies first.",
      unless: "force_detach_policies",
    },
    {
      users: { aws_iam_instance_profile: ["role"] },
      by: ["name"],
      code: "DeleteConflict",
      message: () => "Cannot delete entity, must remove roles from instance profile first.",
    },
  ],
  aws_ecs_cluster: [
    {
      users: { aws_ecs_service: ["cluster"] },
      by: ["id", "arn", "name"],
      code: "ClusterContainsServicesException",
      message: () => "The Cluster cannot be deleted while Services are active.",
    },
  ],
  aws_lb_target_group: [
    {
      users: {
        aws_lb_listener: ["default_action.target_group_arn"],
        aws_lb_listener_rule: ["action.target_group_arn"],
      },
      by: ["arn"],
      code: "ResourceInUse",
      message: (object) =>
        `Target group '${text(object, "arn")}' is currently in use by a listener or a rule`,
    },
  ],
  aws_acm_certificate: [
    {
      users: {
        aws_lb_listener: ["certificate_arn"],
        aws_cloudfront_distribution: ["viewer_certificate.acm_certificate_arn"],
      },
      by: ["arn"],
      code: "ResourceInUseException",
      message: (object) => `Certificate ${text(object, "arn")} is in use.`,
    },
  ],
  aws_s3_bucket: [
    {
      users: { aws_s3_object: ["bucket"] },
      by: ["bucket"],
      code: "BucketNotEmpty",
      message: () => "The bucket you tried to delete is not empty",
      unless: "force_destroy",
    },
  ],
  aws_route53_zone: [
    {
      users: { aws_route53_record: ["zone_id"] },
      by: ["zone_id"],
      code: "HostedZoneNotEmpty",
      message: () => "The specified hosted zone contains non-required resource record sets",
      unless: "force_destroy",
    },
  ],
  cloudflare_load_balancer_pool: [
    {
      // terraform-provider-cloudflare#66
      users: { cloudflare_load_balancer: ["default_pools", "fallback_pool"] },
      by: ["id"],
      code: "1005",
      message: () => "This object is referenced by other objects, delete them first.",
    },
  ],
  cloudflare_zero_trust_access_service_token: [
    {
      // jikig-ai/soleur#7065
      users: { cloudflare_zero_trust_access_policy: ["include.service_token.token_id"] },
      by: ["id"],
      code: "12139",
      message: () => "access.api.error.service_token_in_use: cannot delete service token",
    },
  ],
  google_storage_bucket: [
    {
      users: { google_storage_bucket_object: ["bucket"] },
      by: ["name"],
      code: "Error 409",
      message: () => "The bucket you tried to delete is not empty., conflict",
      unless: "force_destroy",
    },
  ],
  google_compute_network: [
    {
      users: { google_compute_subnetwork: ["network"] },
      by: ["id", "self_link", "name"],
      code: "Error 400",
      message: (object) =>
        `The network resource '${id(object)}' is already being used, resourceInUseByAnotherResource`,
    },
  ],
};

/** Attribute that protects, the value with which it does, and what the cloud says then. */
type Protection = readonly [name: string, on: unknown, code: string, message: string];

const PROTECTED: Readonly<Record<string, Protection>> = {
  aws_lb: [
    "enable_deletion_protection",
    true,
    "OperationNotPermitted",
    "Load balancer cannot be deleted because deletion protection is enabled",
  ],
  aws_db_instance: [
    "deletion_protection",
    true,
    "InvalidParameterCombination",
    "Cannot delete protected DB Instance, please disable deletion protection and try again.",
  ],
  aws_rds_cluster: [
    "deletion_protection",
    true,
    "InvalidParameterCombination",
    "Cannot delete protected Cluster, please disable deletion protection and try again.",
  ],
  aws_dynamodb_table: [
    "deletion_protection_enabled",
    true,
    "ValidationException",
    "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
  ],
  aws_instance: [
    "disable_api_termination",
    true,
    "OperationNotPermitted",
    "The instance may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.",
  ],
  aws_cognito_user_pool: [
    "deletion_protection",
    "ACTIVE",
    "InvalidParameterException",
    "The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.",
  ],
  google_sql_database_instance: [
    "deletion_protection",
    true,
    "Error",
    "failed to delete instance because deletion_protection is set to true. Set it to false to proceed with instance deletion.",
  ],
  google_compute_instance: [
    "deletion_protection",
    true,
    "Error",
    "instance Deletion Protection is enabled; set `deletion_protection` to false and apply before deleting it",
  ],
};

/** Refuses to delete what is protected, still used or not empty. */
export function checkGoing({ type, planned, before, clouds }: Case): void {
  if (planned || !before) return;
  const { object } = before;
  const call = `deleting ${type} (${text(object, "id") || text(object, "name")})`;
  const protection = PROTECTED[type];
  if (protection && object[protection[0]] === protection[1]) {
    throw refused(call, protection[2], protection[3]);
  }
  for (const { users, by, code, message, unless } of USES[type] ?? []) {
    if (unless && object[unless] === true) continue;
    const names = by.map((name) => text(object, name)).filter((name) => name !== "");
    for (const [user, paths] of Object.entries(users)) {
      for (const path of paths) {
        const isUsed = names.some((name) => !isNone(having(clouds, user, path, name)));
        if (isUsed) throw refused(call, code, message(object));
      }
    }
  }
}
