/** What CodeDeploy is told of a release. */
export interface AppspecProps {
  /** ARN of the revision that is to run. */
  readonly taskDefinitionArn: string;
  readonly container: string;
  readonly containerPort: string;
  /** Functions to ask, one `<stage>=<function>` each, in CodeDeploy's words. */
  readonly hooks: readonly string[];
}

/** Stages at which CodeDeploy asks on ECS, in their order; it asks one function at each. */
const STAGES = [
  "BeforeInstall",
  "AfterInstall",
  "AfterAllowTestTraffic",
  "BeforeAllowTraffic",
  "AfterAllowTraffic",
];

/** A release that cannot be told to CodeDeploy. */
export class NoAppspec extends Error {
  constructor(message: string) {
    super(message);
    this.name = "NoAppspec";
  }
}

/**
 * The appspec of a release as JSON, which CodeDeploy takes as well as YAML.
 *
 * @throws NoAppspec with everything that CodeDeploy would refuse after the deployment began
 */
export function appspec({
  taskDefinitionArn,
  container,
  containerPort,
  hooks,
}: AppspecProps): string {
  const asked = hooks.map((hook) => hook.split(/=(.*)/) as [string, string]);
  const stages = asked.map(([stage]) => stage);
  const problems = [
    ...asked
      .filter(([stage, name]) => !STAGES.includes(stage) || !name)
      .map(
        ([stage]) =>
          `hooks must be <stage>=<function>, the stage one of ${STAGES.join(", ")}, got ${stage}`,
      ),
    ...stages
      .filter((stage, at) => stages.indexOf(stage) !== at)
      .map((stage) => `hooks must ask one function at ${stage}: CodeDeploy takes no second one`),
    ...(/^arn:[^:]+:ecs:.+:task-definition\/[^:]+:\d+$/.test(taskDefinitionArn)
      ? []
      : [`the task definition must be the ARN of a revision, got ${taskDefinitionArn}`]),
    ...(/^\d+$/.test(containerPort)
      ? []
      : [`containerPort must be a number, got ${containerPort}`]),
  ];
  if (problems.length > 0) throw new NoAppspec(problems.join("; "));
  const inOrder = STAGES.flatMap((stage) => asked.filter(([at]) => at === stage));
  return JSON.stringify({
    version: 0.0,
    Resources: [
      {
        TargetService: {
          Type: "AWS::ECS::Service",
          Properties: {
            TaskDefinition: taskDefinitionArn,
            LoadBalancerInfo: { ContainerName: container, ContainerPort: Number(containerPort) },
          },
        },
      },
    ],
    ...(inOrder.length > 0 && { Hooks: inOrder.map(([stage, name]) => ({ [stage]: name })) }),
  });
}
