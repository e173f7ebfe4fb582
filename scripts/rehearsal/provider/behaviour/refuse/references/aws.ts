/** A kind of id, what has it, and what the cloud says where nothing does. */
export interface IdKind {
  readonly pattern: RegExp;
  /** Types and the attributes in which they have it. */
  readonly owners: Readonly<Record<string, readonly string[]>>;
  readonly code: string;
  readonly message: (id: string) => string;
  /** How far away it may be named from, as its ARN says where it is. Default: its account and region */
  readonly seenFrom?: "account" | "world";
}

/** Codes: EC2 API reference, "Error codes"; Elastic Load Balancing, ECS, KMS API references. */
export const AWS_IDS: readonly IdKind[] = [
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
    seenFrom: "world",
    owners: { aws_kms_key: ["arn"], aws_kms_replica_key: ["arn"], aws_kms_external_key: ["arn"] },
    code: "NotFoundException",
    message: (id) => `Key '${id}' does not exist`,
  },
  {
    pattern: /^arn:aws:elasticloadbalancing:[^:]+:\d{12}:targetgroup\//,
    seenFrom: "account",
    owners: { aws_lb_target_group: ["arn"], aws_alb_target_group: ["arn"] },
    code: "TargetGroupNotFound",
    message: (id) => `Target groups '${id}' not found`,
  },
  {
    pattern: /^arn:aws:elasticloadbalancing:[^:]+:\d{12}:loadbalancer\//,
    seenFrom: "account",
    owners: { aws_lb: ["arn"], aws_alb: ["arn"] },
    code: "LoadBalancerNotFound",
    message: (id) => `Load balancers '[${id}]' not found`,
  },
  {
    pattern: /^arn:aws:ecs:[^:]+:\d{12}:cluster\//,
    seenFrom: "account",
    owners: { aws_ecs_cluster: ["arn"] },
    code: "ClusterNotFoundException",
    message: () => "Cluster not found.",
  },
];
