import { text } from "../case.ts";
import { id, type Uses } from "./use.ts";

/** What AWS does not delete while it is used. Codes and words: the API reference of each service, "Errors" of the call that deletes. */
export const AWS: Uses = {
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
};
