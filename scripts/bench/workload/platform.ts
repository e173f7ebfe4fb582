import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy/index.js";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target/index.js";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group/index.js";
import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy/index.js";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository/index.js";
import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster/index.js";
import { EcsService } from "@cdktf/provider-aws/lib/ecs-service/index.js";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition/index.js";
import { EksAddon } from "@cdktf/provider-aws/lib/eks-addon/index.js";
import { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster/index.js";
import { EksNodeGroup } from "@cdktf/provider-aws/lib/eks-node-group/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment/index.js";
import { Lb } from "@cdktf/provider-aws/lib/lb/index.js";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener/index.js";
import { LbListenerRule } from "@cdktf/provider-aws/lib/lb-listener-rule/index.js";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group/index.js";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter/index.js";
import { type App, Fn } from "cdktf";
import { WorkloadStack } from "./base.ts";
import type { Settings } from "./settings.ts";

const SERVICES = [
  "api",
  "web",
  "search",
  "mailer",
  "billing",
  "media",
  "auth",
  "feed",
  "geo",
  "maps",
];
const ADDONS = ["vpc-cni", "coredns", "kube-proxy", "eks-pod-identity-agent"];

/** A container platform: one ECS cluster with services behind a balancer, one EKS cluster. */
export class PlatformStack extends WorkloadStack {
  constructor(app: App, settings: Settings) {
    super(app, "platform", settings, ["aws"]);
    const cluster = new EcsCluster(this, "cluster", {
      name: this.named("cluster"),
      setting: [{ name: "containerInsights", value: "enhanced" }],
    });
    const listener = this.createListener();
    SERVICES.forEach((name, index) => {
      this.createService(name, index, cluster, listener);
    });
    this.createKubernetes();
  }

  private createListener(): LbListener {
    const balancer = new Lb(this, "balancer", {
      name: this.named("balancer"),
      loadBalancerType: "application",
      subnets: this.settings.zones.map((zone) => `subnet-public-${zone}`),
      dropInvalidHeaderFields: true,
    });
    this.publish("balancer", balancer.dnsName);
    return new LbListener(this, "https", {
      loadBalancerArn: balancer.arn,
      port: 443,
      protocol: "HTTPS",
      sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
      defaultAction: [
        { type: "fixed-response", fixedResponse: { contentType: "text/plain", statusCode: "404" } },
      ],
    });
  }

  private createRole(name: string, service: string, policies: readonly string[]): IamRole {
    const role = new IamRole(this, `${name}-role`, {
      name: this.named(name),
      assumeRolePolicy: Fn.jsonencode({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service } }],
      }),
    });
    for (const policy of policies) {
      new IamRolePolicyAttachment(this, `${name}-${policy}`, {
        role: role.name,
        policyArn: `arn:aws:iam::aws:policy/${policy}`,
      });
    }
    return role;
  }

  private createService(
    name: string,
    index: number,
    cluster: EcsCluster,
    listener: LbListener,
  ): void {
    const task = this.createTask(name);
    const target = new LbTargetGroup(this, `${name}-target`, {
      name: this.named(name),
      port: 8080,
      protocol: "HTTP",
      targetType: "ip",
      healthCheck: { path: "/health", matcher: "200", interval: 15 },
    });
    const rule = new LbListenerRule(this, `${name}-rule`, {
      listenerArn: listener.arn,
      priority: 100 + index,
      action: [{ type: "forward", targetGroupArn: target.arn }],
      condition: [{ hostHeader: { values: [`${name}.${this.settings.domain}`] } }],
    });
    const service = new EcsService(this, `${name}-service`, {
      name: this.named(name),
      cluster: cluster.arn,
      taskDefinition: task.arn,
      desiredCount: 2,
      launchType: "FARGATE",
      loadBalancer: [{ targetGroupArn: target.arn, containerName: name, containerPort: 8080 }],
      networkConfiguration: {
        subnets: this.settings.zones.map((zone) => `subnet-private-${zone}`),
      },
      deploymentCircuitBreaker: { enable: true, rollback: true },
      dependsOn: [rule],
      lifecycle: { ignoreChanges: ["desired_count"] },
    });
    this.createScaling(name, cluster, service);
  }

  private createTask(name: string): EcsTaskDefinition {
    const repository = new EcrRepository(this, `${name}-repository`, {
      name: `${this.settings.environment}/${name}`,
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
    });
    new EcrLifecyclePolicy(this, `${name}-keep`, {
      repository: repository.name,
      policy: Fn.jsonencode({
        rules: [
          {
            rulePriority: 1,
            selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 50 },
            action: { type: "expire" },
          },
        ],
      }),
    });
    const logs = new CloudwatchLogGroup(this, `${name}-logs`, {
      name: `/ecs/${this.named(name)}`,
      retentionInDays: this.settings.logRetentionDays,
    });
    const role = this.createRole(`${name}-task`, "ecs-tasks.amazonaws.com", [
      "AmazonSSMReadOnlyAccess",
    ]);
    const parameter = new SsmParameter(this, `${name}-config`, {
      name: `/${this.settings.environment}/${name}/config`,
      type: "String",
      value: Fn.jsonencode({ level: "info", name }),
    });
    return new EcsTaskDefinition(this, `${name}-definition`, {
      family: this.named(name),
      cpu: "512",
      memory: "1024",
      networkMode: "awsvpc",
      requiresCompatibilities: ["FARGATE"],
      executionRoleArn: role.arn,
      taskRoleArn: role.arn,
      containerDefinitions: Fn.jsonencode([
        {
          name,
          image: `${repository.repositoryUrl}:stable`,
          essential: true,
          portMappings: [{ containerPort: 8080, protocol: "tcp" }],
          environment: [{ name: "SERVICE", value: name }],
          secrets: [{ name: "CONFIG", valueFrom: parameter.arn }],
          logConfiguration: {
            logDriver: "awslogs",
            options: {
              "awslogs-group": logs.name,
              "awslogs-region": this.settings.region,
              "awslogs-stream-prefix": name,
            },
          },
        },
      ]),
    });
  }

  private createScaling(name: string, cluster: EcsCluster, service: EcsService): void {
    const target = new AppautoscalingTarget(this, `${name}-scaling`, {
      serviceNamespace: "ecs",
      scalableDimension: "ecs:service:DesiredCount",
      resourceId: `service/${cluster.name}/${service.name}`,
      minCapacity: 2,
      maxCapacity: 10,
    });
    new AppautoscalingPolicy(this, `${name}-cpu`, {
      name: this.named(`${name}-cpu`),
      policyType: "TargetTrackingScaling",
      resourceId: target.resourceId,
      scalableDimension: target.scalableDimension,
      serviceNamespace: target.serviceNamespace,
      targetTrackingScalingPolicyConfiguration: {
        targetValue: 60,
        predefinedMetricSpecification: {
          predefinedMetricType: "ECSServiceAverageCPUUtilization",
        },
      },
    });
  }

  private createKubernetes(): void {
    const role = this.createRole("eks", "eks.amazonaws.com", ["AmazonEKSClusterPolicy"]);
    const nodes = this.createRole("eks-node", "ec2.amazonaws.com", [
      "AmazonEKSWorkerNodePolicy",
      "AmazonEKS_CNI_Policy",
      "AmazonEC2ContainerRegistryReadOnly",
    ]);
    const subnetIds = this.settings.zones.map((zone) => `subnet-private-${zone}`);
    const cluster = new EksCluster(this, "eks", {
      name: this.named("eks"),
      roleArn: role.arn,
      vpcConfig: { subnetIds, endpointPrivateAccess: true },
      enabledClusterLogTypes: ["api", "audit"],
    });
    for (const size of ["general", "memory"]) {
      new EksNodeGroup(this, `eks-${size}`, {
        clusterName: cluster.name,
        nodeRoleArn: nodes.arn,
        subnetIds,
        scalingConfig: { minSize: 2, desiredSize: 2, maxSize: 6 },
      });
    }
    for (const addonName of ADDONS) {
      new EksAddon(this, `eks-${addonName}`, { clusterName: cluster.name, addonName });
    }
  }
}
