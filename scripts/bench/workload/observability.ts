import { BackupPlan } from "@cdktf/provider-aws/lib/backup-plan/index.js";
import { BackupSelection } from "@cdktf/provider-aws/lib/backup-selection/index.js";
import { BackupVault } from "@cdktf/provider-aws/lib/backup-vault/index.js";
import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard/index.js";
import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule/index.js";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target/index.js";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group/index.js";
import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter/index.js";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js";
import { CodebuildProject } from "@cdktf/provider-aws/lib/codebuild-project/index.js";
import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function/index.js";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission/index.js";
import { ServiceDiscoveryPrivateDnsNamespace } from "@cdktf/provider-aws/lib/service-discovery-private-dns-namespace/index.js";
import { ServiceDiscoveryService } from "@cdktf/provider-aws/lib/service-discovery-service/index.js";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic/index.js";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription/index.js";
import { type App, Fn } from "cdktf";
import { WorkloadStack } from "./base.ts";
import type { Settings } from "./settings.ts";

const METRICS = {
  "AWS/ECS": ["CPUUtilization", "MemoryUtilization", "RunningTaskCount"],
  "AWS/RDS": ["CPUUtilization", "FreeStorageSpace", "DatabaseConnections", "ReplicaLag"],
  "AWS/ApplicationELB": ["HTTPCode_ELB_5XX_Count", "TargetResponseTime", "UnHealthyHostCount"],
  "AWS/SQS": ["ApproximateAgeOfOldestMessage", "NumberOfMessagesSent"],
  "AWS/ElastiCache": ["Evictions", "EngineCPUUtilization", "CurrConnections"],
};
const JOBS = ["report", "cleanup", "rotate", "reindex", "invoice", "digest", "archive"];

/** Alarms, log metrics, a dashboard, scheduled functions and backups. */
export class ObservabilityStack extends WorkloadStack {
  constructor(app: App, settings: Settings) {
    super(app, "observability", settings, ["aws"]);
    const alerts = new SnsTopic(this, "alerts", { name: this.named("alerts") });
    new SnsTopicSubscription(this, "alerts-on-call", {
      topicArn: alerts.arn,
      protocol: "email",
      endpoint: `on-call@${settings.domain}`,
    });
    const alarms = this.createAlarms(alerts);
    this.createDashboard(alarms);
    for (const job of JOBS) this.createJob(job, alerts);
    this.createBackup();
    this.createDiscovery();
    this.createPipelineIdentity();
  }

  private createAlarms(alerts: SnsTopic): CloudwatchMetricAlarm[] {
    return Object.entries(METRICS).flatMap(([namespace, names]) =>
      names.map(
        (metricName) =>
          new CloudwatchMetricAlarm(this, `alarm-${namespace.slice(4)}-${metricName}`, {
            alarmName: this.named(metricName),
            namespace,
            metricName,
            comparisonOperator: "GreaterThanThreshold",
            evaluationPeriods: 3,
            period: 60,
            statistic: "Average",
            threshold: 80,
            treatMissingData: "notBreaching",
            dimensions: { Environment: this.settings.environment },
            alarmActions: [alerts.arn],
            okActions: [alerts.arn],
          }),
      ),
    );
  }

  private createDashboard(alarms: readonly CloudwatchMetricAlarm[]): void {
    new CloudwatchDashboard(this, "dashboard", {
      dashboardName: this.named("overview"),
      dashboardBody: Fn.jsonencode({
        widgets: [{ type: "alarm", properties: { alarms: alarms.map((alarm) => alarm.arn) } }],
      }),
    });
  }

  private createJob(name: string, alerts: SnsTopic): void {
    const logs = new CloudwatchLogGroup(this, `${name}-logs`, {
      name: `/aws/lambda/${this.named(name)}`,
      retentionInDays: this.settings.logRetentionDays,
    });
    const role = new IamRole(this, `${name}-role`, {
      name: this.named(name),
      assumeRolePolicy: Fn.jsonencode({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: "sts:AssumeRole",
            Principal: { Service: "lambda.amazonaws.com" },
          },
        ],
      }),
    });
    const write = { Effect: "Allow", Action: "logs:PutLogEvents", Resource: `${logs.arn}:*` };
    new IamRolePolicy(this, `${name}-policy`, {
      role: role.id,
      policy: Fn.jsonencode({ Version: "2012-10-17", Statement: [write] }),
    });
    const handler = new LambdaFunction(this, `${name}-function`, {
      functionName: this.named(name),
      role: role.arn,
      handler: "index.handler",
      runtime: "nodejs22.x",
      s3Bucket: this.named("exports"),
      s3Key: `${name}.zip`,
      environment: { variables: { TOPIC: alerts.arn, LEVEL: "info" } },
    });
    const rule = new CloudwatchEventRule(this, `${name}-schedule`, {
      name: this.named(name),
      scheduleExpression: "rate(1 hour)",
    });
    new CloudwatchEventTarget(this, `${name}-target`, { rule: rule.name, arn: handler.arn });
    new LambdaPermission(this, `${name}-permission`, {
      action: "lambda:InvokeFunction",
      functionName: handler.functionName,
      principal: "events.amazonaws.com",
      sourceArn: rule.arn,
    });
    new CloudwatchLogMetricFilter(this, `${name}-errors`, {
      name: this.named(`${name}-errors`),
      logGroupName: logs.name,
      pattern: "{ $.level = error }",
      metricTransformation: { name: `${name}-errors`, namespace: "Acme", value: "1" },
    });
  }

  private createBackup(): void {
    const vault = new BackupVault(this, "vault", { name: this.named("vault") });
    const plan = new BackupPlan(this, "backup", {
      name: this.named("daily"),
      rule: [
        {
          ruleName: "daily",
          targetVaultName: vault.name,
          schedule: "cron(0 3 * * ? *)",
          lifecycle: { deleteAfter: 35 },
        },
      ],
    });
    new BackupSelection(this, "backup-tagged", {
      name: "tagged",
      planId: plan.id,
      iamRoleArn: `arn:aws:iam::111122223333:role/${this.named("backup")}`,
      selectionTag: [{ type: "STRINGEQUALS", key: "Backup", value: "daily" }],
    });
  }

  private createDiscovery(): void {
    const namespace = new ServiceDiscoveryPrivateDnsNamespace(this, "discovery", {
      name: `svc.${this.settings.domain}`,
      vpc: "vpc-00000000000000001",
    });
    for (const name of ["api", "search", "feed"]) {
      new ServiceDiscoveryService(this, `discovery-${name}`, {
        name,
        dnsConfig: { namespaceId: namespace.id, dnsRecords: [{ ttl: 10, type: "A" }] },
      });
    }
  }

  private createPipelineIdentity(): void {
    const issuer = new IamOpenidConnectProvider(this, "issuer", {
      url: "https://token.actions.githubusercontent.com",
      clientIdList: ["sts.amazonaws.com"],
    });
    const role = new IamRole(this, "pipeline-role", {
      name: this.named("pipeline"),
      assumeRolePolicy: Fn.jsonencode({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: "sts:AssumeRoleWithWebIdentity",
            Principal: { Federated: issuer.arn },
          },
        ],
      }),
    });
    new CodebuildProject(this, "build", {
      name: this.named("build"),
      serviceRole: role.arn,
      artifacts: { type: "NO_ARTIFACTS" },
      source: { type: "GITHUB", location: "https://github.com/acme/app.git" },
      environment: {
        computeType: "BUILD_GENERAL1_SMALL",
        image: "aws/codebuild/standard:7.0",
        type: "LINUX_CONTAINER",
      },
    });
  }
}
