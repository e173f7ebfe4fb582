import { IamRole, type IamRoleConfig } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { nameProblem } from "@groundplan/core/naming";
import { check } from "@groundplan/core/problems";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { locationOf } from "../account/index.ts";
import type { ExecAudit } from "../ecs-cluster/index.ts";
import { type PolicyStatement, policyJson, trustService } from "../iam/index.ts";

/** What the task role is made with. */
export interface TaskRoleProps {
  /** Name of the role, at most 64 characters. */
  readonly name: string;

  /** Last word on the role; shallow. */
  readonly overrides?: Partial<IamRoleConfig>;
}

/** The role that the application acts with. It begins with no rights; others grant them. */
export class TaskRole extends Construct {
  readonly role: IamRole;
  private readonly policies: IamRolePolicy[] = [];

  constructor(scope: Construct, id: string, props: TaskRoleProps) {
    super(scope, id);
    check(this, [nameProblem("name", "iam-role", props.name)]);
    this.role = new IamRole(this, "Default", {
      description: "Rights of the application",
      ...props.overrides,
      name: props.name,
      assumeRolePolicy: tasksMayAssume(this),
    });
  }

  /** Rights that a task must find when it starts: an agent that has none then never opens a session. */
  get ready(): readonly ITerraformDependable[] {
    return this.policies;
  }

  /** Lets the agent of ECS Exec open sessions and record them. Made once, however many processes ask. */
  allowExec({ logGroupArn, keyArn }: ExecAudit): void {
    if (this.node.tryFindChild("exec")) return;
    this.give("exec", [
      {
        sid: "OpenSessions",
        actions: [
          "ssmmessages:CreateControlChannel",
          "ssmmessages:CreateDataChannel",
          "ssmmessages:OpenControlChannel",
          "ssmmessages:OpenDataChannel",
        ],
        // These actions take no resource.
        resources: ["*"],
      },
      { sid: "FindRecord", actions: ["logs:DescribeLogGroups"], resources: ["*"] },
      {
        sid: "WriteRecord",
        actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        resources: [`${logGroupArn}:*`],
      },
      { sid: "EncryptSession", actions: ["kms:Decrypt"], resources: [keyArn] },
    ]);
  }

  /** Lets tasks protect themselves from being stopped by scaling while they finish a piece of work. */
  allowProtection(clusterArn: string, taskArns: string): void {
    if (this.node.tryFindChild("protection")) return;
    this.give("protection", [
      {
        sid: "ProtectTasks",
        actions: ["ecs:GetTaskProtection", "ecs:UpdateTaskProtection"],
        resources: [taskArns],
        conditions: { ArnEquals: { "ecs:cluster": [clusterArn] } },
      },
    ]);
  }

  private give(name: string, statements: readonly PolicyStatement[]): void {
    const policy = policyJson(statements);
    this.policies.push(new IamRolePolicy(this, name, { name, role: this.role.name, policy }));
  }
}

/** Trust in ECS tasks of the stack's own account and region, so that no other account's can borrow it. */
export function tasksMayAssume(scope: Construct): string {
  const { partition, region, accountId } = locationOf(scope);
  return trustService("ecs-tasks.amazonaws.com", {
    ArnLike: { "aws:SourceArn": [`arn:${partition}:ecs:${region}:${accountId}:*`] },
    ...(accountId !== "*" && { StringEquals: { "aws:SourceAccount": [accountId] } }),
  });
}
