import { accountOf, LayerStack, type Placement, type Site } from "@groundplan/core/site";
import type { Stage } from "@groundplan/core/stage";
import {
  DEFAULTS,
  Network,
  privateServicesCidr,
  type ReachableNetwork,
} from "@groundplan/google/network";
import type { App } from "cdktf";
import { APP, NAMED } from "./names.ts";
import type { NetworkSettings, RunningRelease } from "./settings.ts";

/** Key of the subnet that hosts stand in. */
export const HOSTS = "hosts";

/** What the network belongs to. */
export interface NetworkStackProps {
  readonly platform: Placement<RunningRelease>;
}

/** The VPC of the hosts: nothing comes in that `host` has not let in. */
export class NetworkStack extends LayerStack {
  constructor(scope: App, { platform }: NetworkStackProps) {
    const { site, settings } = platform;
    super(scope, { site, app: APP, layer: "network", clouds: ["google"] });
    new Network(this, "network", {
      stage: site.stage,
      ...placeOf(site),
      ...subnetProps(settings.network),
    });
  }

  /** The network in another stack: known by its names, and there before that stack. */
  networkIn(consumer: LayerStack): ReachableNetwork {
    consumer.addDependency(this);
    return Network.fromExisting(consumer, "network", { ...placeOf(this.site), subnets: [HOSTS] });
  }
}

/** Every range of the network, by the prop that says it: none may be another network's. */
export function rangesOf(
  { hostsCidr, privateServices }: NetworkSettings,
  stage: Stage,
): Readonly<Record<string, string>> {
  const byStage = DEFAULTS.privateServicesPrefix[stage];
  return {
    hostsCidr,
    ...(privateServices && { privateServices: privateServicesCidr(privateServices, byStage) }),
  };
}

/** What the settings say of the network. One place, so that they are checked as what is made. */
export function subnetProps({ hostsCidr, ...rest }: NetworkSettings) {
  return {
    subnets: { [HOSTS]: { cidr: hostsCidr } },
    // Each host leaves by the address that it is reached at.
    egress: "none",
    ...rest,
  } as const;
}

function placeOf(site: Site) {
  const { projectId: project, region } = accountOf(site, "google");
  return { name: site.names.of(...NAMED.network), project, region };
}
