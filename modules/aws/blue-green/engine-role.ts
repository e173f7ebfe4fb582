import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { Construct } from "constructs";
import { type PolicyStatement, policyJson, trustService } from "../iam/index.ts";
import type { Route } from "../load-balancer/index.ts";
import type { ReleaseEngine } from "./blue-green-props.ts";

/** A name of its own for each engine: when one takes over, both roles are there for a moment. */
export function engineRoleName(name: string, engine: ReleaseEngine): string {
  return `${name}-by-${engine}`;
}

/** The role with which an engine changes the rules of a route, and nothing else of the load balancer. */
export class EngineRole extends Construct {
  readonly role: IamRole;
  /** Must exist before the engine begins to work, and go after it has ended. */
  readonly rights: IamRolePolicy;

  constructor(
    scope: Construct,
    id: string,
    props: {
      /** Name of the service that is released. */
      readonly name: string;
      readonly engine: ReleaseEngine;
      readonly statements: readonly PolicyStatement[];
    },
  ) {
    super(scope, id);
    this.role = new IamRole(this, "Default", {
      name: engineRoleName(props.name, props.engine),
      description: "Moves requests between two target groups",
      assumeRolePolicy: trustService(`${props.engine}.amazonaws.com`),
    });
    this.rights = new IamRolePolicy(this, "rights", {
      name: "move-requests",
      role: this.role.name,
      policy: policyJson(props.statements),
    });
  }
}

/**
 * Rights on the two target groups and the rules before them. What AWS's own policies of this kind
 * allow on every load balancer of the account, here on this route.
 */
export function routeStatements(
  route: Route,
  rules: readonly string[],
  listeners: readonly string[],
): PolicyStatement[] {
  return [
    {
      // These actions take no resource.
      sid: "LookAtLoadBalancers",
      actions: [
        "elasticloadbalancing:DescribeListeners",
        "elasticloadbalancing:DescribeRules",
        "elasticloadbalancing:DescribeTargetGroups",
        "elasticloadbalancing:DescribeTargetHealth",
      ],
      resources: ["*"],
    },
    {
      sid: "MoveRequests",
      actions: ["elasticloadbalancing:ModifyListener", "elasticloadbalancing:ModifyRule"],
      resources: [...rules, ...listeners],
    },
    {
      sid: "RegisterTasks",
      actions: ["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"],
      resources: [route.targetGroup.arn, route.alternate!.arn],
    },
  ];
}

/** The right to ask the functions of hooks. */
export function hookStatements(functionArns: readonly string[]): PolicyStatement[] {
  if (functionArns.length === 0) return [];
  return [{ sid: "AskHooks", actions: ["lambda:InvokeFunction"], resources: [...functionArns] }];
}
