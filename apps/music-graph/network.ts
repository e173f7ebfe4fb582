import { tellPeople } from "@groundplan/core/outputs";
import { accountOf, LayerStack, type Placement, type Site } from "@groundplan/core/site";
import { Network, type NetworkProps, type ReachableNetwork } from "@groundplan/google/network";
import type { App } from "cdktf";
import { APP, NAMED } from "./names.ts";
import type { MusicGraphPlatform, NetworkSettings } from "./settings.ts";

/** Key of the subnet that hosts stand in. */
export const HOSTS = "hosts";

/** What the network belongs to. */
export interface NetworkStackProps {
  readonly platform: Placement<MusicGraphPlatform>;
}

/** The VPC of the hosts: nothing comes in that `host` has not let in. */
export class NetworkStack extends LayerStack {
  constructor(scope: App, { platform }: NetworkStackProps) {
    const { site, settings } = platform;
    super(scope, { site, app: APP, layer: "network", clouds: ["google"] });
    const network = new Network(this, "network", networkProps(site, settings.network));
    if (network.egressIps.length > 0) {
      tellPeople(this, "egress_ips", "what partners put on their allow-lists", network.egressIps);
    }
  }

  /** The network in another stack: known by its names, and there before that stack. */
  networkIn(consumer: LayerStack): ReachableNetwork {
    consumer.addDependency(this);
    return Network.fromExisting(consumer, "network", { ...placeOf(this.site), subnets: [HOSTS] });
  }
}

function networkProps(site: Site, settings: NetworkSettings): NetworkProps {
  return { stage: site.stage, ...placeOf(site), ...subnetProps(settings) };
}

/** What the settings say of the network. One place, so that they are checked as what is made. */
export function subnetProps({ hostsCidr, ...rest }: NetworkSettings) {
  return { subnets: { [HOSTS]: { cidr: hostsCidr } }, ...rest };
}

function placeOf(site: Site) {
  const { projectId: project, region } = accountOf(site, "google");
  return { name: site.names.of(...NAMED.network), project, region };
}
