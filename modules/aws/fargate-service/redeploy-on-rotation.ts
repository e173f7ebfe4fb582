import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule/index.js";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { SfnStateMachine } from "@cdktf/provider-aws/lib/sfn-state-machine/index.js";
import { nameProblem } from "@groundplan/core/naming";
import { check, type Finding, known, must } from "@groundplan/core/problems";
import { Construct } from "constructs";
import { arnOf, locationOf } from "../account/index.ts";
import { policyJson, trustService } from "../iam/index.ts";
import type { FargateService } from "./fargate-service.ts";
import { isParameter, isPartial, type Secrets } from "./secrets.ts";

export interface RedeployOnRotationProps {
  /** The service whose tasks are started anew. */
  readonly service: FargateService;

  /** The secrets that it is started anew for: those of the application, or some of them. */
  readonly secrets: Secrets;
}

/**
 * Starts a service's tasks anew when one of its secrets has a new value: tasks read secrets only
 * when they start. A rotation by Secrets Manager and a new value of a parameter both count; of the
 * first AWS tells only accounts that have a CloudTrail trail.
 *
 * Makes the event rules, and a state machine that asks ECS for a new deployment.
 */
export class RedeployOnRotation extends Construct {
  readonly stateMachine: SfnStateMachine;
  private readonly service: FargateService;

  constructor(scope: Construct, id: string, props: RedeployOnRotationProps) {
    super(scope, id);
    this.service = props.service;
    const name = `${props.service.name}-redeploy`;
    check(this, rotationProblems(props, name));
    this.stateMachine = this.createStateMachine(name);
    const starter = this.createRole("starter", `${name}-start`, "events.amazonaws.com", {
      sid: "StartRedeploy",
      actions: ["states:StartExecution"],
      resources: [this.stateMachine.arn],
    });
    for (const [key, pattern] of Object.entries(eventPatterns(props.secrets))) {
      const rule = new CloudwatchEventRule(this, key, {
        name: `${name}-${key}`,
        description: `New values of ${key} of ${props.service.name}`,
        eventPattern: JSON.stringify(pattern),
      });
      new CloudwatchEventTarget(this, `${key}-target`, {
        rule: rule.name,
        targetId: "redeploy",
        arn: this.stateMachine.arn,
        roleArn: starter.arn,
      });
    }
  }

  private createStateMachine(name: string): SfnStateMachine {
    const { clusterName, name: serviceName } = this.service;
    const role = this.createRole("redeployer", name, "states.amazonaws.com", {
      sid: "RedeployService",
      actions: ["ecs:UpdateService"],
      resources: [arnOf(this, "ecs", `service/${clusterName}/${serviceName}`)],
    });
    const { partition } = locationOf(this);
    return new SfnStateMachine(this, "Default", {
      name,
      roleArn: role.arn,
      definition: JSON.stringify({
        StartAt: "Redeploy",
        States: {
          Redeploy: {
            Type: "Task",
            Resource: `arn:${partition}:states:::aws-sdk:ecs:updateService`,
            Parameters: { Cluster: clusterName, Service: serviceName, ForceNewDeployment: true },
            // A service is busy for a moment while it is deployed.
            Retry: [
              { ErrorEquals: ["States.ALL"], IntervalSeconds: 30, MaxAttempts: 5, BackoffRate: 2 },
            ],
            End: true,
          },
        },
      }),
    });
  }

  private createRole(
    id: string,
    name: string,
    service: string,
    right: Parameters<typeof policyJson>[0][number],
  ): IamRole {
    const { accountId } = locationOf(this);
    const role = new IamRole(this, id, {
      name,
      assumeRolePolicy: trustService(
        service,
        accountId === "*" ? undefined : { StringEquals: { "aws:SourceAccount": [accountId] } },
      ),
    });
    new IamRolePolicy(this, `${id}-rights`, {
      name: "redeploy",
      role: role.name,
      policy: policyJson([right]),
    });
    return role;
  }
}

/** One pattern for each store that secrets lie in. */
function eventPatterns(secrets: Secrets): Readonly<Record<string, object>> {
  const sources = Object.values(secrets);
  const parameters = sources.filter(isParameter).flatMap(({ parameter }) => namesOf(parameter));
  const arns = sources.flatMap((source) => (isParameter(source) ? [] : [source.secretArn]));
  return {
    ...(parameters.length > 0 && {
      parameters: {
        source: ["aws.ssm"],
        "detail-type": ["Parameter Store Change"],
        detail: { name: [...new Set(parameters)].sort(), operation: ["Update"] },
      },
    }),
    ...(arns.length > 0 && {
      secrets: {
        source: ["aws.secretsmanager"],
        "detail-type": ["AWS Service Event via CloudTrail"],
        detail: {
          eventName: ["RotationSucceeded"],
          // Events name the whole ARN.
          additionalEventData: {
            SecretId: [...new Set(arns)]
              .sort()
              .map((arn) => (isPartial(arn) ? { prefix: `${arn}-` } : arn)),
          },
        },
      },
    }),
  };
}

/** The names by which events call a parameter. An ARN does not say whether its name begins with `/`. */
function namesOf(parameter: string): string[] {
  if (!known(parameter) || !parameter.startsWith("arn:")) return [parameter];
  const name = parameter.slice(parameter.indexOf(":parameter/") + ":parameter/".length);
  return name.includes("/") ? [`/${name}`] : [name, `/${name}`];
}

function rotationProblems({ service, secrets }: RedeployOnRotationProps, name: string): Finding[] {
  return [
    nameProblem("service", "iam-role", `${name}-start`),
    nameProblem("service", "event-rule", `${name}-parameters`),
    must(Object.keys(secrets).length > 0, "secrets", "name at least one secret"),
    must(
      service.deployOwner !== "codedeploy",
      "service",
      "not be deployed by codedeploy",
      undefined,
      "ECS takes a new deployment only from CodeDeploy then: start one there",
    ),
  ];
}
