import type { RuleTable, Subject } from "../rule.ts";
import { global, regional } from "./arn.ts";
import { loadBalancerZone } from "./regions.ts";

/** What stands between two parts of a listener's or rule's ARN. */
function below(parent: string, from: string, to: string): (self: Subject) => string {
  return (self) => self.expand(`${self.text(parent).replace(`:${from}/`, `:${to}/`)}/{hex:16}`);
}

/** The last part of a load balancer's ARN, which metrics are named by: `app/api/50dc6c495c0c9188`. */
function suffix(from: string): (self: Subject) => string {
  return (self) => self.text("arn").split(from)[1] ?? "";
}

const KINDS: Readonly<Record<string, string>> = { network: "net", gateway: "gwy" };

/** Computed values of containers, functions, load balancers and what scales them. */
export const COMPUTE: RuleTable = {
  aws_ecs_cluster: { id: "{arn}", arn: regional("ecs", "cluster/{name}") },
  aws_ecs_cluster_capacity_providers: { id: "{cluster_name}" },
  aws_ecs_service: {
    id: "{arn}",
    arn: regional("ecs", "service/{cluster:last}/{name}"),
    cluster: regional("ecs", "cluster/default"),
    platform_version: "LATEST",
    iam_role: "/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS",
  },
  aws_ecs_task_definition: {
    id: "{family}",
    revision: (self) => self.next("revision", "family"),
    arn: regional("ecs", "task-definition/{family}:{revision}"),
    arn_without_revision: regional("ecs", "task-definition/{family}"),
    network_mode: "bridge",
  },
  aws_lb: {
    id: "{arn}",
    arn: (self) => {
      const kind = KINDS[self.text("load_balancer_type")] ?? "app";
      return self.expand(regional("elasticloadbalancing", `loadbalancer/${kind}/{name}/{hex:16}`));
    },
    arn_suffix: suffix(":loadbalancer/"),
    dns_name: (self) =>
      self.expand(
        `${self.value("internal") === true ? "internal-" : ""}{name}-{digits:10}.{region}.elb.amazonaws.com`,
      ),
    zone_id: (self) =>
      loadBalancerZone(self.expand("{region}"), self.text("load_balancer_type")) ??
      self.expand("Z{upper:13:region}"),
    vpc_id: "vpc-{hex:17}",
    internal: false,
    ip_address_type: "ipv4",
  },
  aws_lb_target_group: {
    id: "{arn}",
    arn: regional("elasticloadbalancing", "targetgroup/{name}/{hex:16}"),
    arn_suffix: (self) => `targetgroup/${suffix(":targetgroup/")(self)}`,
    ip_address_type: "ipv4",
    load_balancing_algorithm_type: "round_robin",
    load_balancing_anomaly_mitigation: "off",
    load_balancing_cross_zone_enabled: "use_load_balancer_configuration",
    protocol_version: "HTTP1",
    "health_check.matcher": "200",
    "health_check.path": "/",
    "health_check.timeout": 5,
  },
  aws_alb_listener: { protocol: listenerProtocol },
  aws_lb_listener: {
    id: "{arn}",
    arn: below("load_balancer_arn", "loadbalancer", "listener"),
    protocol: listenerProtocol,
    ssl_policy: "",
    "default_action.order": 1,
  },
  aws_lb_listener_rule: {
    id: "{arn}",
    arn: below("listener_arn", "listener", "listener-rule"),
    priority: (self) => self.next("priority", "listener_arn"),
    "action.order": 1,
  },
  aws_lb_listener_certificate: { id: "{listener_arn}_{certificate_arn}" },
  aws_appautoscaling_target: {
    id: "{resource_id}",
    arn: regional("application-autoscaling", "scalable-target/{alnum:34}"),
    role_arn: global(
      "iam",
      "role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService",
    ),
  },
  aws_appautoscaling_policy: {
    id: "{name}",
    arn: regional(
      "autoscaling",
      "scalingPolicy:{uuid}:resource/{service_namespace}/{resource_id}:policyName/{name}",
    ),
  },
  aws_appautoscaling_scheduled_action: {
    id: "{name}-{service_namespace}-{resource_id}",
    arn: regional(
      "autoscaling",
      "scheduledAction:{uuid}:resource/{service_namespace}/{resource_id}:scheduledActionName/{name}",
    ),
  },
  aws_autoscaling_group: {
    id: "{name}",
    arn: regional("autoscaling", "autoScalingGroup:{uuid}:autoScalingGroupName/{name}"),
    desired_capacity: (self) => self.value("min_size"),
    health_check_type: "EC2",
    default_cooldown: 300,
    service_linked_role_arn: global(
      "iam",
      "role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
    ),
  },
  aws_lambda_function: {
    id: "{function_name}",
    arn: regional("lambda", "function:{function_name}"),
    qualified_arn: "{arn}:{version}",
    invoke_arn:
      "arn:{partition}:apigateway:{region}:lambda:path/2015-03-31/functions/{arn}/invocations",
    version: "$LATEST",
    architectures: () => ["x86_64"],
  },
  aws_lambda_permission: { id: "{statement_id}", statement_id: "terraform-{digits:26}" },
  aws_eks_cluster: {
    id: "{name}",
    arn: regional("eks", "cluster/{name}"),
    endpoint: "https://{upper:32}.gr7.{region}.eks.amazonaws.com",
    certificate_authority: (self) => [{ data: self.expand("{alnum:64}") }],
    identity: (self) => [
      {
        oidc: [
          { issuer: self.expand("https://oidc.eks.{region}.amazonaws.com/id/{upper:32:arn}") },
        ],
      },
    ],
    version: "1.34",
    platform_version: "eks.1",
    "vpc_config.cluster_security_group_id": "sg-{hex:17}",
    "vpc_config.vpc_id": "vpc-{hex:17}",
    "access_config.authentication_mode": "API_AND_CONFIG_MAP",
    "kubernetes_network_config.ip_family": "ipv4",
    "kubernetes_network_config.service_ipv4_cidr": "172.20.0.0/16",
  },
  aws_eks_node_group: {
    id: "{cluster_name}:{node_group_name}",
    arn: regional("eks", "nodegroup/{cluster_name}/{node_group_name}/{uuid}"),
    capacity_type: "ON_DEMAND",
    disk_size: 20,
  },
  aws_eks_addon: {
    id: "{cluster_name}:{addon_name}",
    arn: regional("eks", "addon/{cluster_name}/{addon_name}/{uuid}"),
    addon_version: "v1.0.0-eksbuild.1",
  },
  aws_codebuild_project: {
    id: "{arn}",
    arn: regional("codebuild", "project/{name}"),
    encryption_key: regional("kms", "alias/aws/s3"),
    badge_url: "",
    public_project_alias: "",
  },
  aws_codedeploy_app: {
    id: "{application_id}:{name}",
    arn: regional("codedeploy", "application:{name}"),
    application_id: "{uuid}",
    github_account_name: "",
  },
  aws_codedeploy_deployment_group: {
    id: "{uuid}",
    deployment_group_id: "{id}",
    arn: regional("codedeploy", "deploymentgroup:{app_name}/{deployment_group_name}"),
    compute_platform: "ECS",
  },
  aws_codepipeline: { id: "{name}", arn: regional("codepipeline", "{name}") },
};

/** That of an application load balancer; listeners of others name theirs, or have none. */
function listenerProtocol({ text }: Subject): string {
  return text("load_balancer_arn").includes("loadbalancer/app/") ? "HTTP" : "";
}
