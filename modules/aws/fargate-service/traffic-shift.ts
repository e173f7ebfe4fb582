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
}
