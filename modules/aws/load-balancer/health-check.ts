import type { LbTargetGroupHealthCheck } from "@cdktf/provider-aws/lib/lb-target-group/index.js";
import { between, type Finding, known, matching, must } from "@groundplan/core/problems";
import type { Stage } from "@groundplan/core/stage";
import { DEFAULTS } from "./defaults.ts";

/** How a load balancer finds out whether a target works. Changes are made in place. */
export interface HealthCheck {
  /** Path that answers fast and says whether the service itself works: `/healthz`. */
  readonly path: string;

  /**
   * Answers that count as healthy: `200`, `200,204` or `200-299`; for gRPC `0` to `99`.
   *
   * @default "200", and "0" for gRPC: a redirect to a login page is no sign of health
   */
  readonly matcher?: string;

  /**
   * Seconds between two checks of one target, 5 to 300.
   *
   * @default 15 in dev, 10 in prod
   */
  readonly intervalSeconds?: number;

  /**
   * Seconds after which a check has failed, 2 to 120, less than the interval.
   *
   * @default 5 in dev and prod
   */
  readonly timeoutSeconds?: number;

  /**
   * Checks in a row that make a target healthy, 2 to 10.
   *
   * @default 2 in dev and prod
   */
  readonly healthyThreshold?: number;

  /**
   * Failed checks in a row that take a target out, 2 to 10.
   *
   * @default 3 in dev and prod
   */
  readonly unhealthyThreshold?: number;
}

/** Finds what is wrong with a health check. */
export function checkHealthCheck(prop: string, given: HealthCheck, stage: Stage): Finding[] {
  const { intervalSeconds, timeoutSeconds } = resolved(given, stage);
  return [
    matching(`${prop}.path`, given.path, /^\/\S{0,1023}$/, "begin with / and have no spaces"),
    matching(
      `${prop}.matcher`,
      given.matcher,
      /^\d{1,3}([,-]\d{1,3})*$/,
      "be status codes such as 200, 200,204 or 200-299",
    ),
    between(`${prop}.intervalSeconds`, given.intervalSeconds, 5, 300),
    between(`${prop}.timeoutSeconds`, given.timeoutSeconds, 2, 120),
    between(`${prop}.healthyThreshold`, given.healthyThreshold, 2, 10),
    between(`${prop}.unhealthyThreshold`, given.unhealthyThreshold, 2, 10),
    known(timeoutSeconds) &&
      known(intervalSeconds) &&
      must(
        timeoutSeconds < intervalSeconds,
        `${prop}.timeoutSeconds`,
        `be less than the interval of ${intervalSeconds}`,
        timeoutSeconds,
      ),
  ];
}

/** The health check as the target group takes it: every value written out. */
export function resolveHealthCheck(
  given: HealthCheck,
  stage: Stage,
  grpc: boolean,
): LbTargetGroupHealthCheck {
  const { intervalSeconds, timeoutSeconds, healthyThreshold, unhealthyThreshold } = resolved(
    given,
    stage,
  );
  return {
    enabled: true,
    path: given.path,
    port: "traffic-port",
    protocol: "HTTP",
    matcher: given.matcher ?? (grpc ? "0" : "200"),
    interval: intervalSeconds,
    timeout: timeoutSeconds,
    healthyThreshold,
    unhealthyThreshold,
  };
}

function resolved(given: HealthCheck, stage: Stage) {
  return {
    intervalSeconds: given.intervalSeconds ?? DEFAULTS.healthCheckIntervalSeconds[stage],
    timeoutSeconds: given.timeoutSeconds ?? DEFAULTS.healthCheckTimeoutSeconds[stage],
    healthyThreshold: given.healthyThreshold ?? DEFAULTS.healthyThreshold[stage],
    unhealthyThreshold: given.unhealthyThreshold ?? DEFAULTS.unhealthyThreshold[stage],
  };
}
