import { createHash } from "node:crypto";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function/index.js";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object/index.js";
import { nameProblem } from "@groundplan/core/naming";
import { between, check, type Finding, matching, must, unique } from "@groundplan/core/problems";
import type { PerStage } from "@groundplan/core/stage";
import { Construct } from "constructs";
import type { DeploymentHook } from "../fargate-service/index.ts";
import { policyJson, trustService } from "../iam/index.ts";
import { retentionProblem } from "../log-retention/index.ts";
import { SecurityGroup } from "../security-group/index.ts";
import { ASKING } from "./asking.ts";
import type { SmokeTestProps } from "./smoke-test-props.ts";
import { zipOf } from "./zip.ts";

/** Every value that the module takes when the caller says nothing, for each stage. */
export const DEFAULTS = {
  port: { dev: 8443, prod: 8443 },
  logDays: { dev: 7, prod: 90 },
} as const satisfies Record<string, PerStage<unknown>>;

/** Three questions of five seconds at most, and the pauses between them. */
const TIMEOUT_SECONDS = 30;

/**
 * Network interfaces that Lambda makes with the role of a function in a VPC. They take no resource. Source:
 * Lambda Developer Guide, "Giving Lambda functions access to resources in an Amazon VPC".
 */
const INTERFACES = [
  "ec2:AssignPrivateIpAddresses",
  "ec2:CreateNetworkInterface",
  "ec2:DeleteNetworkInterface",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeSubnets",
  "ec2:UnassignPrivateIpAddresses",
];

/**
 * A function that asks new tasks on the test listener before any request goes to them, and stops the
 * release where they do not answer.
 */
export class SmokeTest extends Construct {
  readonly function: LambdaFunction;
  readonly role: IamRole;
  readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, props: SmokeTestProps) {
    super(scope, id);
    check(this, smokeTestProblems(props));
    const port = props.port ?? DEFAULTS.port[props.stage];
    this.role = new IamRole(this, "role", {
      name: props.name,
      description: "Asks tasks on trial",
      assumeRolePolicy: trustService("lambda.amazonaws.com"),
    });
    this.securityGroup = new SecurityGroup(this, "way-out", {
      vpcId: props.network.vpcId,
      namePrefix: props.name,
      description: `What ${props.name} calls`,
    });
    // The addresses of a load balancer change.
    this.securityGroup.allowTo(
      { cidr: "0.0.0.0/0", name: "load-balancer" },
      { port, description: "Test listener" },
    );
    this.function = this.createFunction(props, port);
  }

  /** What a release is made with: `hooks: { "smoke-test": test.hook }`. */
  get hook(): DeploymentHook {
    return { functionArn: this.function.arn, stages: ["POST_TEST_TRAFFIC_SHIFT"] };
  }

  private createFunction(props: SmokeTestProps, port: number): LambdaFunction {
    const { stage, name, network, address, host, paths, overrides } = props;
    const log = new CloudwatchLogGroup(this, "log", {
      name: `/aws/lambda/${name}`,
      retentionInDays: props.logDays ?? DEFAULTS.logDays[stage],
    });
    return new LambdaFunction(this, "Default", {
      memorySize: 128,
      architectures: ["arm64"],
      ...overrides?.function,
      functionName: name,
      description: "Asks tasks on trial, and stops a release where they do not answer",
      role: this.role.arn,
      runtime: "nodejs22.x",
      handler: "index.handler",
      timeout: TIMEOUT_SECONDS,
      ...this.putCode(props),
      environment: {
        variables: { ADDRESS: address, HOST: host, PATHS: paths.join(" "), PORT: String(port) },
      },
      vpcConfig: {
        subnetIds: network.subnetIds("private"),
        securityGroupIds: [this.securityGroup.id],
      },
      loggingConfig: { logFormat: "Text", logGroup: log.name },
      dependsOn: [this.createRights(log), ...this.securityGroup.ready],
    });
  }

  private putCode({ code }: SmokeTestProps) {
    const zip = zipOf("index.mjs", ASKING);
    const digest = createHash("sha256").update(zip).digest();
    const object = new S3Object(this, "code", {
      bucket: code.name,
      // Other code is another object: the function goes over to it.
      key: `smoke-test/${digest.toString("hex").slice(0, 16)}.zip`,
      contentBase64: zip.toString("base64"),
      contentType: "application/zip",
      dependsOn: code.ready && [...code.ready],
    });
    return {
      s3Bucket: code.name,
      s3Key: object.key,
      sourceCodeHash: digest.toString("base64"),
    };
  }

  private createRights(log: CloudwatchLogGroup): IamRolePolicy {
    return new IamRolePolicy(this, "rights", {
      name: "ask",
      role: this.role.name,
      policy: policyJson([
        {
          sid: "WriteLog",
          actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
          resources: [`${log.arn}:*`],
        },
        { sid: "StandInNetwork", actions: INTERFACES, resources: ["*"] },
      ]),
    });
  }
}

/** What is judged before there is a network. */
export type SmokeTestSettings = Pick<SmokeTestProps, "name" | "paths" | "port" | "logDays">;

/** Everything that is wrong with what is asked. */
export function smokeTestProblems(props: SmokeTestSettings): Finding[] {
  const { paths } = props;
  return [
    nameProblem("name", "lambda-function", props.name),
    must(paths.length > 0, "paths", "name at least one path"),
    unique("paths", paths),
    ...paths.map((path) =>
      matching("paths", path, /^\/[\w\-./?=&%~]*$/, "be paths such as /health"),
    ),
    between("port", props.port, 1, 65535),
    retentionProblem("logDays", props.logDays),
  ];
}
