import { LayerStack, type Placement } from "@groundplan/core/site";
import type { App } from "cdktf";
import type { HostStack } from "./host.ts";
import { APP } from "./names.ts";
import type { MusicGraphPlatform } from "./settings.ts";
import type { ZoneStack } from "./zone.ts";

/** Seconds that resolvers keep the host's address: another machine keeps it, a move does not. */
const TTL_SECONDS = 300;

/** What the names belong to. */
export interface NamesStackProps {
  readonly platform: Placement<MusicGraphPlatform>;
  readonly zone: ZoneStack;
  readonly host: HostStack;
}

/** The names of the site, and that they are the host's. */
export class NamesStack extends LayerStack {
  constructor(scope: App, { platform, zone, host }: NamesStackProps) {
    const { site, settings } = platform;
    super(scope, { site, app: APP, layer: "names", clouds: ["aws"] });
    const { publicIp } = host.host.readFrom(this);
    const home = zone.zoneIn(this);
    for (const name of settings.certificates.names) {
      home.answer({ name, type: "A", ttlSeconds: TTL_SECONDS, values: [publicIp] });
    }
  }
}
