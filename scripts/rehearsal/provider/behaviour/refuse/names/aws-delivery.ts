import { named, type Uniques } from "./unique.ts";

/** More of AWS: what is delivered, scheduled, kept and scaled. Sources as in `aws.ts`. */
export const AWS_DELIVERY: Uniques = {
  aws_autoscaling_group: named(
    "name",
    "place",
    "AlreadyExists",
    (n) =>
      `AutoScalingGroup by this name already exists - A group with the name ${n} already exists`,
  ),
  aws_cloudfront_cache_policy: named(
    "name",
    "account",
    "CachePolicyAlreadyExists",
    () => "A cache policy with this name already exists.",
  ),
  aws_cloudfront_function: named(
    "name",
    "account",
    "FunctionAlreadyExists",
    () => "A function with the same name already exists in this Amazon Web Services account.",
  ),
  aws_cloudfront_origin_access_control: named(
    "name",
    "account",
    "OriginAccessControlAlreadyExists",
    () => "An origin access control with the specified parameters already exists.",
  ),
  aws_cloudfront_response_headers_policy: named(
    "name",
    "account",
    "ResponseHeadersPolicyAlreadyExists",
    () => "A response headers policy with this name already exists.",
  ),
  aws_db_parameter_group: named(
    "name",
    "place",
    "DBParameterGroupAlreadyExists",
    (n) => `Parameter group ${n} already exists`,
  ),
  aws_iam_group: named(
    "name",
    "account",
    "EntityAlreadyExists",
    (n) => `Group with name ${n} already exists.`,
  ),
  aws_launch_template: named(
    "name",
    "place",
    "InvalidLaunchTemplateName.AlreadyExistsException",
    () => "Launch template name already in use.",
  ),
  aws_rds_cluster_instance: named(
    "identifier",
    "place",
    "DBInstanceAlreadyExists",
    () => "DB instance already exists",
  ),
  aws_scheduler_schedule: {
    ...named("name", "place", "ConflictException", (n) => `Schedule ${n} already exists.`),
    by: ["name", "group_name"],
  },
  aws_secretsmanager_secret: named(
    "name",
    "place",
    "ResourceExistsException",
    (n) => `The operation failed because the secret ${n} already exists.`,
  ),
  aws_ssm_parameter: {
    ...named(
      "name",
      "place",
      "ParameterAlreadyExists",
      () =>
        "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
    ),
    unless: "overwrite",
  },
};
