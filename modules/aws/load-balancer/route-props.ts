import type { LbListenerRuleConfig } from "@cdktf/provider-aws/lib/lb-listener-rule/index.js";
import type { LbTargetGroupConfig } from "@cdktf/provider-aws/lib/lb-target-group/index.js";
import type { HealthCheck } from "./health-check.ts";
import type { WeightsOwner } from "./target.ts";

/** How a load balancer spreads requests over targets. */
export type Algorithm = "round_robin" | "least_outstanding_requests" | "weighted_random";

/** Keeps a client at one target. */
export interface Stickiness {
  /** Seconds that a client stays, 1 to 604,800. */
  readonly durationSeconds: number;

  /**
   * The application's own cookie to follow.
   *
   * @default the load balancer sets a cookie of its own
   */
  readonly cookieName?: string;
}

/** What a route takes, how it finds healthy targets, and how it lets them go. */
export interface RouteProps {
  /**
   * Host patterns, lower case; `*` and `?` are wildcards. Hosts and paths together 1 to 5. A change
   * is made in place.
   *
   * @default every host
   */
  readonly hosts?: readonly string[];

  /**
   * Path patterns that begin with `/` or `*`. A change is made in place.
   *
   * @default every path
   */
  readonly paths?: readonly string[];

  /**
   * Place in the order of rules, 1 to 9,999; the lowest goes first. A change is made in place, but
   * two routes that swap theirs in one apply are refused by AWS (PriorityInUse): move one to a
   * free number first.
   *
   * @default 10,000 to 49,999, made from the route's key alone; refused where another route could
   * match the same request
   */
  readonly priority?: number;

  /**
   * Container port that receives the requests as plain HTTP, 1 to 65,535. A change makes a new
   * target group before the old one goes, and the service moves over.
   */
  readonly containerPort: number;

  /** How a target shows that it works. */
  readonly healthCheck: HealthCheck;

  /**
   * Seconds that a target may finish its requests in before it goes, 0 to 3,600. At least the
   * longest request, and not longer than the task's stop timeout allows.
   *
   * @default 5 in dev, 60 in prod
   */
  readonly deregistrationDelaySeconds?: number;

  /**
   * Keeps a client at one target. Sessions then die with their target.
   *
   * @default off
   */
  readonly stickiness?: Stickiness;

  /**
   * Seconds over which a new target gets more and more requests, 30 to 900, or 0. Only with
   * round_robin.
   *
   * @default 0: a new target gets its full share at once
   */
  readonly slowStartSeconds?: number;

  /** @default "round_robin" */
  readonly algorithm?: Algorithm;

  /**
   * Protocol to the targets. A change makes a new target group before the old one goes.
   *
   * @default "HTTP1"
   */
  readonly protocolVersion?: "HTTP1" | "HTTP2" | "GRPC";

  /**
   * Who moves traffic between target groups; the service's `deployOwner` must agree. Terraform leaves
   * the rule's action alone when it is not Terraform; the address stays the same, so the owner can
   * change without a replacement.
   *
   * @default "terraform"
   */
  readonly weightsOwner?: WeightsOwner;

  /**
   * Makes a second target group, which a release shifts the requests to. Not with `weightsOwner`
   * terraform. Switching it on changes no request; switching it off while the requests go there stops
   * them.
   *
   * @default false
   */
  readonly pair?: boolean;

  /**
   * Beginning of the target group's name, at most 25 characters: six of a hash follow. A change
   * makes a new target group before the old one goes.
   *
   * @default `<name of the load balancer>-<key>`
   */
  readonly name?: string;

  /** Last word on each resource; shallow. See the README. */
  readonly overrides?: {
    readonly targetGroup?: Partial<LbTargetGroupConfig>;
    readonly rule?: Partial<LbListenerRuleConfig>;
  };
}
