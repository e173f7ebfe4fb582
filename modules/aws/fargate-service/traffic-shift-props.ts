/**
 * How ECS moves requests from the old tasks to the new ones with `ecs-blue-green`: the second target
 * group and the rules whose weights ECS sets.
 */
export interface TrafficShift {
  /** Target group that the next deployment's tasks register with. */
  readonly alternateTargetGroupArn: string;
  /** Listener rule that requests go through. Not a listener's default action: ECS refuses that. */
  readonly productionRuleArn: string;
  /** Listener rule that tests go through. @default no test traffic */
  readonly testRuleArn?: string;
  /** Role with which ECS changes the rules. */
  readonly roleArn: string;
  /** Minutes in which both sets of tasks run after the shift, 0 to 1440. */
  readonly bakeMinutes: number;
  /**
   * True for the one apply that tells a service of these groups and rules which stands already, or of
   * another test rule. Left there, a plan after a shift would take the shift back.
   *
   * @default false
   */
  readonly adopt?: boolean;
  /** Requests move in these steps. @default all at once */
  readonly steps?: TrafficSteps;
  /** Functions that may stop a deployment, by name. @default none */
  readonly hooks?: Readonly<Record<string, DeploymentHook>>;
}

/** How requests move when they do not move at once. */
export interface TrafficSteps {
  /** `canary`: a part first, then all. `linear`: part by part. */
  readonly kind: "canary" | "linear";
  /** Size of the part in percent, 1 to 99. ECS takes 3 and more for `linear`. */
  readonly percent: number;
  /** Minutes between steps, 1 to 1440. */
  readonly minutes: number;
}

/** Stages of a deployment at which ECS asks a function. */
export const HOOK_STAGES = [
  "RECONCILE_SERVICE",
  "PRE_SCALE_UP",
  "POST_SCALE_UP",
  "TEST_TRAFFIC_SHIFT",
  "POST_TEST_TRAFFIC_SHIFT",
  "PRODUCTION_TRAFFIC_SHIFT",
  "POST_PRODUCTION_TRAFFIC_SHIFT",
] as const;

/** A stage of a deployment. */
export type HookStage = (typeof HOOK_STAGES)[number];

/** A function that says at some stages whether a deployment goes on. */
export interface DeploymentHook {
  /** ARN of a Lambda function. */
  readonly functionArn: string;
  /** When it is asked. */
  readonly stages: readonly HookStage[];
}
