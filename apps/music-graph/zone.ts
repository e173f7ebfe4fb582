import { DnsZone, type ZoneAccess } from "@groundplan/aws/dns-zone";
import { LayerStack, type Placement } from "@groundplan/core/site";
import { DnsZone as GoogleZone } from "@groundplan/google/dns-zone";
import type { App } from "cdktf";
import { APP, parentZone } from "./names.ts";
import type { ParentZoneStack } from "./parent-zone.ts";
import type { MusicGraphPlatform, MusicGraphShared } from "./settings.ts";

/** What the zone belongs to. */
export interface ZoneStackProps {
  readonly platform: Placement<MusicGraphPlatform>;
  /** Where the parent zone stands. */
  readonly shared: Placement<MusicGraphShared>;
  readonly parent: ParentZoneStack;
}

/** The platform's own zone, as its makers had it in Route53, and its delegation from the parent. */
export class ZoneStack extends LayerStack {
  readonly #settings: MusicGraphPlatform["certificates"];

  constructor(scope: App, { platform, shared, parent }: ZoneStackProps) {
    const { site, settings } = platform;
    super(scope, { site, app: APP, layer: "zone", clouds: ["aws", "google"] });
    const { zoneId, zoneName: name } = settings.certificates;
    this.#settings = settings.certificates;

    const zone = new DnsZone(this, "zone", { stage: site.stage, name, adopt: { zoneId } });

    // The delegation lives with who gets the names, so that shared never waits for a platform.
    this.addDependency(parent);
    const above = GoogleZone.fromExisting(this, "parent", parentZone(shared));
    above.delegate(name.slice(0, -above.domain.length - 1), zone.nameServers);
  }

  /** The zone in another stack: known by its name and id, and there before that stack. */
  zoneIn(consumer: LayerStack): ZoneAccess {
    consumer.addDependency(this);
    const { zoneId, zoneName: name } = this.#settings;
    return DnsZone.fromExisting(consumer, "zone", { name, zoneId });
  }
}
