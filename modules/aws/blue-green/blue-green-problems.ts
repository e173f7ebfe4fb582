import { nameProblem } from "@groundplan/core/naming";
import { between, type Finding, matching, must } from "@groundplan/core/problems";
import type { DeploymentHook, TrafficSteps } from "../fargate-service/index.ts";
import type { BlueGreenProps, ReleaseEngine } from "./blue-green-props.ts";
import { CODEDEPLOY_STAGES, isQualified } from "./codedeploy-hooks.ts";
import { engineRoleName } from "./engine-role.ts";

/** What a release can be checked by before there is a load balancer. */
export type ReleaseSettings = Pick<
  BlueGreenProps,
  "name" | "bakeMinutes" | "steps" | "hooks" | "test" | "adopt"
>;

/** Everything that is wrong with how a service is to be released. */
export function blueGreenProblems(props: ReleaseSettings, engine: ReleaseEngine): Finding[] {
  const { name, bakeMinutes, steps, hooks = {} } = props;
  return [
    nameProblem("name", "iam-role", engineRoleName(name, engine)),
    engine === "codedeploy" && nameProblem("name", "codedeploy-application", name),
    between("bakeMinutes", bakeMinutes, 0, 1440),
    must(
      !props.adopt || engine === "ecs",
      "adopt",
      "not be set while codedeploy moves requests",
      props.adopt,
      "CodeDeploy knows both groups from its deployment group",
    ),
    ...stepsProblems(steps, engine),
    ...hooksProblems(hooks, engine, props.test !== undefined),
  ];
}

function stepsProblems(steps: BlueGreenProps["steps"], engine: ReleaseEngine): Finding[] {
  if (steps === undefined || steps === "at-once") return [];
  const { kind, percent, minutes }: TrafficSteps = steps;
  return [
    between("steps.percent", percent, engine === "ecs" && kind === "linear" ? 3 : 1, 99),
    must(
      engine === "ecs" || Number.isInteger(percent),
      "steps.percent",
      "be a whole number while codedeploy moves requests",
      percent,
    ),
    between("steps.minutes", minutes, 1, 1440),
    must(Number.isInteger(minutes), "steps.minutes", "be a whole number", minutes),
  ];
}

function hooksProblems(
  hooks: Readonly<Record<string, DeploymentHook>>,
  engine: ReleaseEngine,
  tested: boolean,
): Finding[] {
  const entries = Object.entries(hooks);
  return entries.flatMap(([name, { functionArn, stages }]) => {
    const prop = `hooks.${name}`;
    const onTrial = stages.filter((stage) => stage.includes("TEST_TRAFFIC"));
    const unknown = stages.filter((stage) => !(stage in CODEDEPLOY_STAGES));
    const twice = stages.filter((stage) =>
      entries.some(([other, hook]) => other !== name && hook.stages.includes(stage)),
    );
    return [
      matching("hooks", name, /^[a-z][a-z0-9-]*$/, "have keys in kebab case"),
      matching(
        `${prop}.functionArn`,
        functionArn,
        /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]+(:[A-Za-z0-9_-]+)?$/,
        "be the ARN of a Lambda function",
      ),
      must(stages.length > 0, `${prop}.stages`, "name at least one stage"),
      must(
        tested || onTrial.length === 0,
        `${prop}.stages`,
        `not have ${onTrial[0]} without a test listener`,
        undefined,
        "set test",
      ),
      ...(engine === "codedeploy"
        ? [
            must(
              !isQualified(functionArn),
              `${prop}.functionArn`,
              "not name a version or an alias while codedeploy asks",
              functionArn,
              "an appspec names the function alone, and other code would answer",
            ),
            must(
              unknown.length === 0,
              `${prop}.stages`,
              `be stages that CodeDeploy has: ${Object.keys(CODEDEPLOY_STAGES).join(", ")}`,
              unknown[0],
            ),
            must(
              twice.length === 0,
              `${prop}.stages`,
              "not be another hook's as well: CodeDeploy asks one function at each",
              twice[0],
            ),
          ]
        : []),
    ];
  });
}
