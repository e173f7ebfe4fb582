import { isFields, isList, type Value } from "../../cty/value.ts";
import { textsAt } from "../../store/index-of.ts";
import type { Thing } from "../../store/store.ts";
import { type Case, having, isNone, nowhere, refused } from "./case.ts";

/** A kind of id, what has it, and what the cloud says where nothing does. */
interface IdKind {
  readonly pattern: RegExp;
  /** Types and the attributes in which they have it. */
  readonly owners: Readonly<Record<string, readonly string[]>>;
  readonly code: string;
  readonly message: (id: string) => string;
  /** True where it may be named from another account or region: its ARN says both. */
  readonly reachesFar?: true;
}

/** What names a VPC, or a group, of another account or region. */
const REACHES_FAR =
  /^aws_(vpc_peering_connection|route53_(zone|vpc_association|zone_association)|security_group|vpc_security_group|ram_|ec2_transit)/;

/** Codes: EC2 API reference, "Error codes"; Elastic Load Balancing, ECS, KMS API references. */
const IDS: readonly IdKind[] = [
  {
    pattern: /^vpc-[0-9a-f]{17}$/,
    owners: { aws_vpc: ["id"], aws_default_vpc: ["id"] },
    code: "InvalidVpcID.NotFound",
    message: (id) => `The vpc ID '${id}' does not exist`,
  },
  {
    pattern: /^subnet-[0-9a-f]{17}$/,
    owners: { aws_subnet: ["id"], aws_default_subnet: ["id"] },
    code: "InvalidSubnetID.NotFound",
    message: (id) => `The subnet ID '${id}' does not exist`,
  },
  {
    pattern: /^sg-[0-9a-f]{17}$/,
    owners: {
      aws_security_group: ["id"],
      aws_default_security_group: ["id"],
      aws_vpc: ["default_security_group_id"],
      aws_default_vpc: ["default_security_group_id"],
    },
    code: "InvalidGroup.NotFound",
    message: (id) => `The security group '${id}' does not exist`,
  },
  {
    pattern: /^rtb-[0-9a-f]{17}$/,
    owners: {
      aws_route_table: ["id"],
      aws_default_route_table: ["id"],
      aws_vpc: ["main_route_table_id", "default_route_table_id"],
      aws_default_vpc: ["main_route_table_id", "default_route_table_id"],
    },
    code: "InvalidRouteTableID.NotFound",
    message: (id) => `The routeTable ID '${id}' does not exist`,
  },
  {
    pattern: /^igw-[0-9a-f]{17}$/,
    owners: { aws_internet_gateway: ["id"] },
    code: "InvalidInternetGatewayID.NotFound",
    message: (id) => `The internetGateway ID '${id}' does not exist`,
  },
  {
    pattern: /^nat-[0-9a-f]{17}$/,
    owners: { aws_nat_gateway: ["id"] },
    code: "InvalidNatGatewayID.NotFound",
    message: (id) => `The natGateway ID '${id}' does not exist`,
  },
  {
    pattern: /^eipalloc-[0-9a-f]{17}$/,
    owners: { aws_eip: ["id", "allocation_id"] },
    code: "InvalidAllocationID.NotFound",
    message: (id) => `The allocation ID '${id}' does not exist`,
  },
  {
    pattern: /^arn:aws:kms:[^:]+:\d{12}:key\/[0-9a-f-]{36}$/,
    reachesFar: true,
    owners: { aws_kms_key: ["arn"], aws_kms_replica_key: ["arn"], aws_kms_external_key: ["arn"] },
    code: "NotFoundException",
    message: (id) => `Key '${id}' does not exist`,
  },
  {
    pattern: /^arn:aws:elasticloadbalancing:[^:]+:\d{12}:targetgroup\//,
    reachesFar: true,
    owners: { aws_lb_target_group: ["arn"], aws_alb_target_group: ["arn"] },
    code: "TargetGroupNotFound",
    message: (id) => `Target groups '${id}' not found`,
  },
  {
    pattern: /^arn:aws:elasticloadbalancing:[^:]+:\d{12}:loadbalancer\//,
    reachesFar: true,
    owners: { aws_lb: ["arn"], aws_alb: ["arn"] },
    code: "LoadBalancerNotFound",
    message: (id) => `Load balancers '[${id}]' not found`,
  },
  {
    pattern: /^arn:aws:ecs:[^:]+:\d{12}:cluster\//,
    reachesFar: true,
    owners: { aws_ecs_cluster: ["arn"] },
    code: "ClusterNotFoundException",
    message: () => "Cluster not found.",
  },
];

/** An attribute that names something by what is no id of its own. */
interface Named {
  readonly types: RegExp;
  readonly path: string;
  readonly owner: string;
  readonly by: readonly string[];
  readonly code: string;
  readonly message: (name: string) => string;
}

/** Codes: IAM, S3 and Route 53 API references; Cloud Storage and IAM "Error messages"; Cloudflare API. */
const NAMED: readonly Named[] = [
  {
    types: /^aws_iam_role_polic|^aws_iam_instance_profile$/,
    path: "role",
    owner: "aws_iam_role",
    by: ["name"],
    code: "NoSuchEntity",
    message: (name) => `The role with name ${name} cannot be found.`,
  },
  {
    types: /^aws_s3_(bucket_|object$)/,
    path: "bucket",
    owner: "aws_s3_bucket",
    by: ["bucket", "arn"],
    code: "NoSuchBucket",
    message: () => "The specified bucket does not exist",
  },
  {
    types: /^aws_route53_record$/,
    path: "zone_id",
    owner: "aws_route53_zone",
    by: ["zone_id"],
    code: "NoSuchHostedZone",
    message: (id) => `No hosted zone found with ID: ${id}`,
  },
  {
    types: /^google_storage_bucket_(iam|object|acl|access)/,
    path: "bucket",
    owner: "google_storage_bucket",
    by: ["name"],
    code: "Error 404",
    message: () => "The specified bucket does not exist., notFound",
  },
  {
    types: /^google_service_account_(iam_|key$)/,
    path: "service_account_id",
    owner: "google_service_account",
    by: ["name", "id", "email", "unique_id"],
    code: "Error 404",
    message: (name) => `Service account ${name} does not exist., notFound`,
  },
  {
    types: /^cloudflare_/,
    path: "zone_id",
    owner: "cloudflare_zone",
    by: ["id"],
    code: "7003",
    message: (id) =>
      `Could not route to /client/v4/zones/${id}, perhaps your object identifier is invalid?`,
  },
];

/** Refuses a change that names what is not there. What stood in it before is not looked at again. */
export function checkReferences(subject: Case): void {
  const { type, planned, before, clouds, connection } = subject;
  if (!planned) return;
  const exists = (id: string) =>
    subject.elsewhere.has(id) || clouds.isDeclared(connection.stack, id);
  const had = new Set(texts(before?.object ?? null));
  const call = `${before ? "updating" : "creating"} ${type}`;
  for (const value of texts(planned)) {
    if (had.has(value) || exists(value)) continue;
    const kind = IDS.find(({ pattern }) => pattern.test(value));
    if (!kind) continue;
    const owners = Object.entries(kind.owners).flatMap(([owner, names]) =>
      names.flatMap((name) => [...having(clouds, owner, name, value)]),
    );
    const isNear = owners.some(({ scope }) => scope === subject.scope);
    if (isNear || (owners.length > 0 && (kind.reachesFar || REACHES_FAR.test(type)))) continue;
    const cure = owners[0] ? strange(owners[0], subject) : nowhere(subject, value);
    throw refused(call, kind.code, kind.message(value), cure);
  }
  for (const { types, path, owner, by, code, message } of NAMED) {
    if (!types.test(type)) continue;
    for (const name of textsAt(planned, path)) {
      if (had.has(name) || exists(name)) continue;
      if (by.some((each) => !isNone(having(clouds, owner, each, name)))) continue;
      throw refused(call, code, message(name), nowhere(subject, name));
    }
  }
}

/** The thing is there, but not for this stack. */
function strange({ scope, stack }: Thing, { connection, ...subject }: Case): string {
  const [, account, region] = scope.split("/");
  const [, own, here] = subject.scope.split("/");
  return `It is in account ${account}, ${region}, made by ${stack}; ${connection.stack} works in ${own}, ${here}.`;
}

function texts(value: Value): string[] {
  if (typeof value === "string") return [value];
  if (isList(value)) return value.flatMap(texts);
  return isFields(value) ? Object.values(value).flatMap(texts) : [];
}
