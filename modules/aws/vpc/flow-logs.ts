import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group/index.js";
import { FlowLog } from "@cdktf/provider-aws/lib/flow-log/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import type { Vpc as AwsVpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { locationOf } from "@groundplan/aws/account";
import { policyJson, trustService } from "@groundplan/aws/iam";
import { retentionProblem } from "@groundplan/aws/log-retention";
import { type Finding, reasonGiven } from "@groundplan/core/problems";
import type { Reason } from "@groundplan/core/stage";
import { Construct } from "constructs";

/**
 * Fields of the archived records. Beyond AWS's own choice they name the subnet, the true addresses
 * behind NAT and load balancers, TCP flags and the way that a packet took.
 */
const ARCHIVE_FIELDS = [
  "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end",
  "action log-status vpc-id subnet-id az-id type tcp-flags pkt-srcaddr pkt-dstaddr flow-direction",
  "traffic-path",
];

/** Where records are kept for long. */
export interface FlowLogArchive {
  /** ARN of the bucket. */
  readonly bucketArn: string;
  /** Folder in the bucket, without slashes at its ends. @default the bucket's root */
  readonly prefix?: string;
}

/** Records of who talked to whom, and what was refused. */
export interface FlowLogOptions {
  /**
   * Days that records stay in CloudWatch Logs. A change to fewer deletes the older ones.
   *
   * @default 7 in dev, 30 in prod
   */
  readonly retentionDays?: number;

  /**
   * Key that encrypts the log group; its policy must let CloudWatch Logs use it.
   *
   * @default CloudWatch's own encryption
   */
  readonly kmsKeyArn?: string;

  /**
   * Bucket that keeps all traffic, as Parquet. CloudWatch then holds only refused traffic, which is
   * what people search. The bucket's policy must let `delivery.logs.amazonaws.com` write; how long
   * it keeps records is its own matter. A change replaces the flow log; written records stay.
   *
   * @default no archive; all traffic goes to CloudWatch
   */
  readonly archive?: FlowLogArchive;

  /**
   * Seconds that one record covers, 60 or 600. A change replaces the flow logs.
   *
   * @default 600
   */
  readonly intervalSeconds?: 60 | 600;
}

/** Flow logs, or none for a reason. */
export type FlowLogChoice = FlowLogOptions | { readonly off: Reason };

interface FlowLogsProps extends FlowLogOptions {
  readonly vpc: AwsVpc;
  readonly namePrefix: string;
  readonly retentionDays: number;
}

/**
 * Flow logs of the whole VPC: to CloudWatch Logs for searching, and to a bucket where one is given.
 */
export class FlowLogs extends Construct {
  readonly logGroup: CloudwatchLogGroup;
  readonly role: IamRole;

  constructor(scope: Construct, id: string, props: FlowLogsProps) {
    super(scope, id);
    this.logGroup = new CloudwatchLogGroup(this, "log-group", {
      name: `/vpc/${props.namePrefix}/flow-logs`,
      retentionInDays: props.retentionDays,
      kmsKeyId: props.kmsKeyArn,
    });
    this.role = this.createRole(props);
    this.createSearchable(props);
    if (props.archive) this.createArchive(props, props.archive);
  }

  private createSearchable(props: FlowLogsProps): void {
    new FlowLog(this, "Default", {
      vpcId: props.vpc.id,
      maxAggregationInterval: props.intervalSeconds ?? 600,
      trafficType: props.archive ? "REJECT" : "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: this.logGroup.arn,
      iamRoleArn: this.role.arn,
      tags: { Name: `${props.namePrefix}-search` },
    });
  }

  private createArchive(props: FlowLogsProps, { bucketArn, prefix }: FlowLogArchive): void {
    new FlowLog(this, "archive", {
      vpcId: props.vpc.id,
      maxAggregationInterval: props.intervalSeconds ?? 600,
      trafficType: "ALL",
      logDestinationType: "s3",
      logDestination: prefix ? `${bucketArn}/${prefix}` : bucketArn,
      logFormat: archiveFormat(),
      destinationOptions: {
        fileFormat: "parquet",
        hiveCompatiblePartitions: true,
        perHourPartition: true,
      },
      tags: { Name: `${props.namePrefix}-archive` },
    });
  }

  /** Without the right to make log groups: a late record cannot bring a destroyed group back. */
  private createRole(props: FlowLogsProps): IamRole {
    const { vpc } = props;
    const { partition, region } = locationOf(this);
    const source = `arn:${partition}:ec2:${region}:${vpc.ownerId}:vpc-flow-log/*`;
    const role = new IamRole(this, "role", {
      name: `${props.namePrefix}-flow-logs`,
      description: `Flow logs of ${props.namePrefix}`,
      assumeRolePolicy: trustService("vpc-flow-logs.amazonaws.com", {
        StringEquals: { "aws:SourceAccount": [vpc.ownerId] },
        ArnLike: { "aws:SourceArn": [source] },
      }),
    });
    new IamRolePolicy(this, "policy", {
      name: "write-flow-logs",
      role: role.name,
      policy: policyJson([
        {
          sid: "WriteFlowLogs",
          actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
          resources: [this.logGroup.arn, `${this.logGroup.arn}:*`],
        },
        // The service looks for its group among all; IAM knows no single one for this.
        { sid: "FindLogGroup", actions: ["logs:DescribeLogGroups"], resources: ["*"] },
      ]),
    });
    return role;
  }
}

/** Checks retention and the reason for having no flow logs. */
export function flowLogProblems(prop: string, choice: FlowLogChoice | undefined): Finding[] {
  if (!choice) return [];
  if ("off" in choice) return [reasonGiven(`${prop}.off`, choice.off.reason)];
  return [retentionProblem(`${prop}.retentionDays`, choice.retentionDays)];
}

/** Terraform reads `${` as its own: two dollar signs leave one for AWS. */
function archiveFormat(): string {
  return ARCHIVE_FIELDS.flatMap((line) => line.split(" "))
    .map((field) => `$\${${field}}`)
    .join(" ");
}
