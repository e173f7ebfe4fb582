import type { DeploymentHook, HookStage } from "../fargate-service/index.ts";

/** What CodeDeploy calls the stages of ECS. It asks one function at each. */
export const CODEDEPLOY_STAGES: Readonly<Partial<Record<HookStage, string>>> = {
  PRE_SCALE_UP: "BeforeInstall",
  POST_SCALE_UP: "AfterInstall",
  POST_TEST_TRAFFIC_SHIFT: "AfterAllowTestTraffic",
  PRODUCTION_TRAFFIC_SHIFT: "BeforeAllowTraffic",
  POST_PRODUCTION_TRAFFIC_SHIFT: "AfterAllowTraffic",
};

/** The hooks of an appspec, one `<stage>=<function>` each, in CodeDeploy's words and in order. */
export function appspecHooks(hooks: Readonly<Record<string, DeploymentHook>>): string[] {
  return Object.values(hooks)
    .flatMap(({ functionArn, stages }) =>
      stages.map((stage) => `${CODEDEPLOY_STAGES[stage]}=${functionName(functionArn)}`),
    )
    .sort();
}

/** `arn:<partition>:lambda:<region>:<account>:function:<name>`, and a version or an alias where one is meant. */
function functionName(arn: string): string {
  return arn.split(":")[6]!;
}

/** Whether an ARN means one version of a function: CodeDeploy documents hooks by the function's name alone. */
export function isQualified(arn: string): boolean {
  return arn.split(":").length > 7;
}
