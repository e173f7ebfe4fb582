import type { Fields } from "../../cty/value.ts";
import { type Case, others, refused, text } from "./case.ts";

/** What must be the only one of its name. */
interface Unique {
  /** Attributes that make the name together. */
  readonly by: readonly string[];
  /** Where it is the only one. `place` is account and region, or project. */
  readonly within: "world" | "account" | "place";
  readonly code: string;
  readonly message: (object: Fields, account: string) => string;
}

/** What is not here is made once however often it is asked for: queues, ECS clusters. Codes and words: the API reference of each service, "Errors" of the call that creates. */
const UNIQUE: Readonly<Record<string, Unique>> = {
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
    message: (object, account) =>
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
  google_storage_bucket: named(
    "name",
    "world",
    "Error 409",
    () =>
      "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again., conflict",
  ),
  google_service_account: named(
    "account_id",
    "place",
    "Error 409",
    (n) => `Service account ${n} already exists within the project., alreadyExists`,
  ),
  google_artifact_registry_repository: {
    by: ["location", "repository_id"],
    within: "place",
    code: "Error 409",
    message: () => "the repository already exists",
  },
  google_iam_workload_identity_pool: named(
    "workload_identity_pool_id",
    "place",
    "Error 409",
    () => "Requested entity already exists, alreadyExists",
  ),
  google_compute_network: named(
    "name",
    "place",
    "Error 409",
    (n) => `The resource '${n}' already exists, alreadyExists`,
  ),
  cloudflare_zone: named("name", "world", "1061", (n) => `${n} already exists`),
  cloudflare_dns_record: {
    by: ["zone_id", "type", "name", "content"],
    within: "world",
    code: "81058",
    message: () => "An identical record already exists.",
  },
};

/** Refuses a second thing of a name that can exist once. */
export function checkName(subject: Case): void {
  const { type, planned, before, scope, connection } = subject;
  const unique = UNIQUE[type];
  if (!unique || !planned || before) return;
  const own = unique.by.map((name) => text(planned, name));
  if (own.includes("")) return;
  const taken = others(subject, type, unique.by[0]!, own[0]!).find(
    (thing) =>
      isWithin(unique.within, thing.scope, scope) &&
      unique.by.every((name, at) => text(thing.object, name) === own[at]),
  );
  if (!taken) return;
  throw refused(
    `creating ${type} (${own[0]})`,
    unique.code,
    unique.message(planned, connection.account),
  );
}

function isWithin(within: Unique["within"], other: string, scope: string): boolean {
  const account = (place: string) => place.split("/").slice(0, 2).join("/");
  if (within === "world") return true;
  return within === "account" ? account(other) === account(scope) : other === scope;
}

function named(
  attribute: string,
  within: Unique["within"],
  code: string,
  message: (name: string) => string,
): Unique {
  return { by: [attribute], within, code, message: (object) => message(text(object, attribute)) };
}
