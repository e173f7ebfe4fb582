/** A service that interface endpoints are made for. */
export interface EndpointService {
  /**
   * Beginning of the service's IAM actions: endpoint policies allow `<prefix>:*`. Nothing where the
   * service takes no endpoint policy.
   */
  readonly actions?: string;
}

/**
 * Services that can have an interface endpoint here, by the last part of the endpoint service's
 * name: `com.amazonaws.<region>.<key>`.
 */
export const INTERFACE_SERVICES = {
  "application-autoscaling": { actions: "application-autoscaling" },
  autoscaling: { actions: "autoscaling" },
  "bedrock-runtime": { actions: "bedrock" },
  codedeploy: { actions: "codedeploy" },
  "codedeploy-commands-secure": { actions: "codedeploy-commands-secure" },
  "ecr.api": { actions: "ecr" },
  "ecr.dkr": { actions: "ecr" },
  ecs: { actions: "ecs" },
  "ecs-agent": { actions: "ecs" },
  "ecs-telemetry": { actions: "ecs" },
  ec2: { actions: "ec2" },
  ec2messages: { actions: "ec2messages" },
  eks: { actions: "eks" },
  "eks-auth": { actions: "eks-auth" },
  elasticfilesystem: { actions: "elasticfilesystem" },
  elasticloadbalancing: { actions: "elasticloadbalancing" },
  "email-smtp": {},
  events: { actions: "events" },
  "execute-api": { actions: "execute-api" },
  kms: { actions: "kms" },
  lambda: { actions: "lambda" },
  logs: { actions: "logs" },
  monitoring: { actions: "cloudwatch" },
  rds: { actions: "rds" },
  "rds-data": { actions: "rds-data" },
  secretsmanager: { actions: "secretsmanager" },
  servicediscovery: { actions: "servicediscovery" },
  sns: { actions: "sns" },
  sqs: { actions: "sqs" },
  ssm: { actions: "ssm" },
  ssmmessages: { actions: "ssmmessages" },
  states: { actions: "states" },
  sts: { actions: "sts" },
  xray: { actions: "xray" },
} as const satisfies Record<string, EndpointService>;

/** Name of a service with an interface endpoint. */
export type InterfaceService = keyof typeof INTERFACE_SERVICES;

/** Services with a gateway endpoint: free, and therefore in every network. */
export const GATEWAY_SERVICES = ["dynamodb", "s3"] as const;

/** Name of a service with a gateway endpoint. */
export type GatewayService = (typeof GATEWAY_SERVICES)[number];

/** What each kind of workload needs, beside the gateway endpoints. */
export const ENDPOINT_SETS = {
  /**
   * Fargate tasks: image (its layers come through the S3 gateway), logs, secrets, parameters, and
   * shell sessions, which are encrypted with a key.
   */
  fargate: ["ecr.api", "ecr.dkr", "kms", "logs", "secretsmanager", "ssm", "ssmmessages"],
  /** Containers on EC2: as Fargate, and the agent that registers the host. */
  "ecs-on-ec2": [
    "ecr.api",
    "ecr.dkr",
    "ecs",
    "ecs-agent",
    "ecs-telemetry",
    "kms",
    "logs",
    "secretsmanager",
    "ssm",
    "ssmmessages",
  ],
  /** EKS nodes and pods: image, cluster, node set-up, pod identity, load balancers, logs. */
  eks: ["ec2", "ecr.api", "ecr.dkr", "eks", "eks-auth", "elasticloadbalancing", "logs", "sts"],
  /** Shell and port forwarding by Session Manager to EC2 instances. */
  "session-manager": ["ec2messages", "ssm", "ssmmessages"],
  /** Deploy agents of CodeDeploy on EC2, which have an endpoint of their own, and hooks that call it. */
  codedeploy: ["codedeploy", "codedeploy-commands-secure"],
  /** Queues, topics and events. */
  messaging: ["events", "sns", "sqs"],
  /** Metrics and traces sent by the application itself. */
  telemetry: ["logs", "monitoring", "xray"],
  /** Mail by SMTP. */
  mail: ["email-smtp"],
  /** Files on EFS: mounting needs none, only calls of its API do. */
  files: ["elasticfilesystem"],
  /**
   * OpenSearch. A domain that is attached to this network has its addresses in it and needs no
   * endpoint; a domain elsewhere has one that OpenSearch manages, named in `openSearchDomains`.
   */
  opensearch: [],
} as const satisfies Record<string, readonly InterfaceService[]>;

/** A kind of workload. */
export type EndpointSet = keyof typeof ENDPOINT_SETS;

/** Interface services of the sets and single ones, each once, sorted. */
export function servicesOf(
  sets: readonly EndpointSet[],
  services: readonly InterfaceService[],
): InterfaceService[] {
  const all = [...sets.flatMap((set) => ENDPOINT_SETS[set] ?? []), ...services];
  return [...new Set(all)].sort();
}
