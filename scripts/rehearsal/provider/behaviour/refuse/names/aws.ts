import { text } from "../case.ts";
import { named, type Uniques } from "./unique.ts";

/**
 * What is not here is made once however often it is asked for: queues, ECS clusters. Codes and words:
 * the API reference of each service, "Errors" of the call that creates.
 */
export const AWS: Uniques = {
  aws_s3_bucket: {
    by: ["bucket"],
    within: "world",
    code: "BucketAlreadyExists",
    message: () =>
      "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.",
  },
  aws_iam_role: named(
    "name",
    "account",
    "EntityAlreadyExists",
    (n) => `Role with name ${n} already exists.`,
  ),
  aws_iam_user: named(
    "name",
    "account",
    "EntityAlreadyExists",
    (n) => `User with name ${n} already exists.`,
  ),
  aws_iam_policy: named(
    "name",
    "account",
    "EntityAlreadyExists",
    (n) => `A policy called ${n} already exists. Duplicate names are not allowed.`,
  ),
  aws_iam_instance_profile: named(
    "name",
    "account",
    "EntityAlreadyExists",
    (n) => `Instance Profile ${n} already exists.`,
  ),
  aws_iam_openid_connect_provider: named(
    "url",
    "account",
    "EntityAlreadyExists",
    (n) => `Provider with url ${n} already exists.`,
  ),
  aws_lb: named(
    "name",
    "place",
    "DuplicateLoadBalancerName",
    (n) => `A load balancer with the same name '${n}' exists, but with different settings`,
  ),
  aws_lb_target_group: named(
    "name",
    "place",
    "DuplicateTargetGroupName",
    (n) => `A target group with the same name '${n}' exists, but with different settings`,
  ),
  aws_ecr_repository: {
    by: ["name"],
    within: "place",
    code: "RepositoryAlreadyExistsException",
    message: (object, { connection: { account } }) =>
      `The repository with name '${text(object, "name")}' already exists in the registry with id '${account}'`,
  },
  aws_cloudwatch_log_group: named(
    "name",
    "place",
    "ResourceAlreadyExistsException",
    () => "The specified log group already exists",
  ),
  aws_dynamodb_table: named(
    "name",
    "place",
    "ResourceInUseException",
    (n) => `Table already exists: ${n}`,
  ),
  aws_lambda_function: named(
    "function_name",
    "place",
    "ResourceConflictException",
    (n) => `Function already exist: ${n}`,
  ),
  aws_eks_cluster: named(
    "name",
    "place",
    "ResourceInUseException",
    (n) => `Cluster already exists with name: ${n}`,
  ),
  aws_db_instance: named(
    "identifier",
    "place",
    "DBInstanceAlreadyExists",
    () => "DB instance already exists",
  ),
  aws_rds_cluster: named(
    "cluster_identifier",
    "place",
    "DBClusterAlreadyExistsFault",
    () => "DB Cluster already exists",
  ),
  aws_db_subnet_group: named(
    "name",
    "place",
    "DBSubnetGroupAlreadyExists",
    (n) => `The DB subnet group '${n}' already exists.`,
  ),
  aws_kms_alias: named(
    "name",
    "place",
    "AlreadyExistsException",
    (n) => `An alias with the name ${n} already exists`,
  ),
  aws_security_group: {
    by: ["name", "vpc_id"],
    within: "place",
    code: "InvalidGroup.Duplicate",
    message: (object) =>
      `The security group '${text(object, "name")}' already exists for VPC '${text(object, "vpc_id")}'`,
  },
  aws_ecs_service: {
    by: ["name", "cluster"],
    within: "place",
    code: "InvalidParameterException",
    message: () => "Creation of service was not idempotent.",
  },
};
