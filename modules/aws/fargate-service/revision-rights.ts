import { arnOf } from "../account/index.ts";
import type { PolicyStatement } from "../iam/index.ts";
import type { FargateApp } from "./fargate-app.ts";

/** The statements with which something else may register revisions of a task and pass its roles. */
export function revisionStatements(app: FargateApp, family: string): PolicyStatement[] {
  return [
    {
      // These actions take no resource.
      sid: "RegisterRevisions",
      actions: ["ecs:DescribeTaskDefinition", "ecs:RegisterTaskDefinition"],
      resources: ["*"],
    },
    {
      sid: "TagRevisions",
      actions: ["ecs:TagResource"],
      resources: [arnOf(app, "ecs", `task-definition/${family}:*`)],
      conditions: { StringEquals: { "ecs:CreateAction": ["RegisterTaskDefinition"] } },
    },
    app.passRoles(),
  ];
}
