import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group/index.js";
import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group/index.js";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue/index.js";
import { App, Fn, LocalBackend, TerraformStack } from "cdktf";

/** Resources that each round of the loop makes. */
const PER_ROUND = 5;
const PER_STACK = 100;

/** Synthesizes an app of so many resources, a hundred in each stack. */
export function grow(size: { readonly resources: number; readonly retentionDays: number }): void {
  const app = new App();
  for (let number = 0; number < size.resources / PER_STACK; number++) {
    const stack = new TerraformStack(app, `grown-${number}`);
    new LocalBackend(stack, { path: `grown-${number}.tfstate` });
    new AwsProvider(stack, "aws", { region: "eu-west-1" });
    for (let i = 0; i < PER_STACK / PER_ROUND; i++) makeService(stack, `s${i}`, size.retentionDays);
  }
  app.synth();
}

function makeService(stack: TerraformStack, name: string, retentionInDays: number): void {
  const logs = new CloudwatchLogGroup(stack, `${name}-logs`, { name, retentionInDays });
  const role = new IamRole(stack, `${name}-role`, {
    name,
    assumeRolePolicy: Fn.jsonencode({
      Statement: [{ Effect: "Allow", Principal: { Service: "ecs-tasks.amazonaws.com" } }],
    }),
  });
  const dead = new SqsQueue(stack, `${name}-queue`, {
    name: `${name}-dead`,
    policy: Fn.jsonencode({ Statement: [{ Principal: { AWS: role.arn }, Resource: logs.arn }] }),
  });
  new DynamodbTable(stack, `${name}-table`, {
    name,
    hashKey: "id",
    attribute: [{ name: "id", type: "S" }],
    tags: { Queue: dead.arn },
  });
  new SecurityGroup(stack, `${name}-group`, {
    description: `Reads ${dead.name}`,
    ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/8"] }],
  });
}
