import { tellPeople } from "@groundplan/core/outputs";
import { LayerStack, type Placement } from "@groundplan/core/site";
import { DnsZone } from "@groundplan/google/dns-zone";
import type { App } from "cdktf";
import { APP, parentZone } from "./names.ts";
import type { MusicGraphShared } from "./settings.ts";

/** The zone that every platform's zone is delegated from. Who gets names writes them here itself. */
export class ParentZoneStack extends LayerStack {
  constructor(scope: App, { shared }: { readonly shared: Placement<MusicGraphShared> }) {
    super(scope, { site: shared.site, app: APP, layer: "zone", clouds: ["google"] });
    const zone = new DnsZone(this, "zone", { stage: shared.site.stage, ...parentZone(shared) });
    tellPeople(this, "name_servers", "what the registrar must name", zone.nameServers);
  }
}
