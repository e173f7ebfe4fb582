import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { nameProblem } from "@groundplan/core/naming";
import { check } from "@groundplan/core/problems";
import { Lazy } from "cdktf";
import { Construct } from "constructs";
import { locationOf } from "../account/index.ts";
import { type PolicyStatement, policyJson } from "../iam/index.ts";
import { ecrRepositoryArn, type ImageSource } from "./image.ts";
import { isParameter, readableArn, type SecretSource } from "./secrets.ts";
import { tasksMayAssume } from "./task-role.ts";

/** What the execution role is made with. */
export interface ExecutionRoleProps {
  /** Name of the role, at most 64 characters. */
  readonly name: string;
}

/**
 * The role with which ECS starts a task: it pulls the images, reads the secrets and writes the logs
 * that the tasks name, each by its ARN, and nothing else. The tasks themselves cannot use it.
 */
export class ExecutionRole extends Construct {
  readonly role: IamRole;
  readonly policy: IamRolePolicy;
  private readonly repositories = new Set<string>();
  private readonly parameters = new Set<string>();
  private readonly secrets = new Set<string>();
  private readonly keys = new Set<string>();
  private readonly logGroups = new Set<string>();

  constructor(scope: Construct, id: string, props: ExecutionRoleProps) {
    super(scope, id);
    check(this, [nameProblem("name", "iam-role", props.name)]);
    this.role = new IamRole(this, "Default", {
      name: props.name,
      description: "Starts tasks: pulls images, reads secrets, writes logs",
      assumeRolePolicy: tasksMayAssume(this),
    });
    this.policy = new IamRolePolicy(this, "start-tasks", {
      name: "start-tasks",
      role: this.role.name,
      // Processes are added after the role is made.
      policy: Lazy.stringValue({ produce: () => policyJson(this.statements()) }),
    });
  }

  /** Lets tasks start from these images. Those outside ECR need no right. */
  allowImages(images: readonly ImageSource[]): void {
    for (const arn of images.map(ecrRepositoryArn)) if (arn) this.repositories.add(arn);
  }

  /** Lets tasks start with these secrets. */
  allowSecrets(sources: readonly SecretSource[]): void {
    const location = locationOf(this);
    for (const source of sources) {
      const arns = isParameter(source) ? this.parameters : this.secrets;
      arns.add(readableArn(source, location));
      if (source.keyArn) this.keys.add(source.keyArn);
    }
  }

  /** Lets tasks write to a log group. */
  allowLogGroup(arn: string): void {
    this.logGroups.add(arn);
  }

  private statements(): PolicyStatement[] {
    const statement = (sid: string, actions: string[], arns: Set<string>) =>
      arns.size > 0 ? [{ sid, actions, resources: [...arns].sort() }] : [];
    const login = this.repositories.size > 0 ? new Set(["*"]) : new Set<string>();
    const streams = new Set([...this.logGroups].map((arn) => `${arn}:*`));
    return [
      // This action takes no resource.
      ...statement("LogInToRegistry", ["ecr:GetAuthorizationToken"], login),
      ...statement(
        "PullImages",
        ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        this.repositories,
      ),
      ...statement("ReadParameters", ["ssm:GetParameters"], this.parameters),
      ...statement("ReadSecrets", ["secretsmanager:GetSecretValue"], this.secrets),
      ...statement("DecryptSecrets", ["kms:Decrypt"], this.keys),
      ...statement("WriteLogs", ["logs:CreateLogStream", "logs:PutLogEvents"], streams),
    ];
  }
}
