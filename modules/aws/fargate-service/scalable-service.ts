import type { Stage } from "@groundplan/core/stage";
import type { Construct } from "constructs";
import type { LoadBalancerTarget } from "../load-balancer/target.ts";
import type { CountOwner, DeployOwner } from "./ownership.ts";

/** A service as what scales it sees it. */
export interface ScalableService extends Construct {
  readonly stage: Stage;
  /** Physical name, known at synth. */
  readonly name: string;
  readonly clusterName: string;
  /** `service/<cluster>/<service>`. */
  readonly scalableId: string;
  /** Tasks that it begins with. */
  readonly count: number;
  readonly countOwner: CountOwner;
  readonly deployOwner: DeployOwner;
  readonly target?: LoadBalancerTarget;
  /** Takes note that something scales it: without, a service that an autoscaler owns is refused. */
  noteScaling(): void;
}
