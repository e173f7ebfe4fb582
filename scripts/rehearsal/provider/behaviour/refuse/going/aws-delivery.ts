import { text } from "../case.ts";
import type { Uses } from "./use.ts";

/** More of AWS: databases, policies, and what distributions are made of. Sources as in `aws.ts`. */
export const AWS_DELIVERY: Uses = {
  aws_iam_policy: [
    {
      users: {
        aws_iam_role_policy_attachment: ["policy_arn"],
        aws_iam_user_policy_attachment: ["policy_arn"],
        aws_iam_group_policy_attachment: ["policy_arn"],
      },
      by: ["arn"],
      code: "DeleteConflict",
      message: () => "Cannot delete a policy attached to entities.",
    },
  ],
  aws_db_subnet_group: [
    {
      users: {
        aws_db_instance: ["db_subnet_group_name"],
        aws_rds_cluster: ["db_subnet_group_name"],
        aws_rds_cluster_instance: ["db_subnet_group_name"],
      },
      by: ["name"],
      code: "InvalidDBSubnetGroupStateFault",
      message: (object, { object: user }) => {
        const database = text(user, "identifier") || text(user, "cluster_identifier");
        return `Cannot delete the subnet group '${text(object, "name")}' because at least one database instance: ${database} is still using it.`;
      },
    },
  ],
  aws_rds_cluster: [
    {
      users: { aws_rds_cluster_instance: ["cluster_identifier"] },
      by: ["cluster_identifier"],
      code: "InvalidDBClusterStateFault",
      message: () =>
        "Cluster cannot be deleted, it still contains DB instances in non-deleting state.",
    },
  ],
  aws_cloudfront_cache_policy: [
    {
      users: {
        aws_cloudfront_distribution: [
          "default_cache_behavior.cache_policy_id",
          "ordered_cache_behavior.cache_policy_id",
        ],
      },
      by: ["id"],
      code: "CachePolicyInUse",
      message: () =>
        "Cannot delete the cache policy because it is attached to one or more cache behaviors.",
    },
  ],
  aws_cloudfront_response_headers_policy: [
    {
      users: {
        aws_cloudfront_distribution: [
          "default_cache_behavior.response_headers_policy_id",
          "ordered_cache_behavior.response_headers_policy_id",
        ],
      },
      by: ["id"],
      code: "ResponseHeadersPolicyInUse",
      message: () =>
        "Cannot delete the response headers policy because it is attached to one or more cache behaviors in a CloudFront distribution.",
    },
  ],
  aws_cloudfront_function: [
    {
      users: {
        aws_cloudfront_distribution: [
          "default_cache_behavior.function_association.function_arn",
          "ordered_cache_behavior.function_association.function_arn",
        ],
      },
      by: ["arn"],
      code: "FunctionInUse",
      message: () =>
        "Cannot delete the function because it's attached to one or more cache behaviors.",
    },
  ],
  aws_cloudfront_origin_access_control: [
    {
      users: { aws_cloudfront_distribution: ["origin.origin_access_control_id"] },
      by: ["id"],
      code: "OriginAccessControlInUse",
      message: () =>
        "Cannot delete the origin access control because it's in use by one or more distributions.",
    },
  ],
};
