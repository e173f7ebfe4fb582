import { BotProtection } from "@groundplan/cloudflare/bot-protection";
import { apiProtection, EdgeRules } from "@groundplan/cloudflare/edge-rules";
import { OriginLock } from "@groundplan/cloudflare/origin-lock";
import { Records } from "@groundplan/cloudflare/records";
import { Zone } from "@groundplan/cloudflare/zone";
import { tellPeople } from "@groundplan/core/outputs";
import { LayerStack, type Placement } from "@groundplan/core/site";
import type { App } from "cdktf";
import { protectionProps } from "./module-props.ts";
import { APP, apiHostname } from "./names.ts";
import type { ServiceStack } from "./service.ts";
import type { MusicLibrarySettings } from "./settings.ts";
import type { ZoneStack } from "./zone.ts";

/** What the edge stands before. */
export interface EdgeStackProps {
  readonly placement: Placement<MusicLibrarySettings>;
  readonly zone: ZoneStack;
  readonly service: ServiceStack;
}

/** Cloudflare before the API: the proxied name, the rules that keep bots away, the origin's lock. */
export class EdgeStack extends LayerStack {
  constructor(scope: App, { placement, zone: zoneStack, service }: EdgeStackProps) {
    const { site, settings } = placement;
    const { stage } = site;
    super(scope, { site, app: APP, layer: "edge", clouds: ["cloudflare"] });
    const host = apiHostname(settings);

    const zone = Zone.fromExisting(this, "zone", {
      zoneId: zoneStack.zone.readFrom(this).zoneId,
      name: settings.zone.name,
      plan: settings.zone.plan,
    });

    new EdgeRules(this, "rules", {
      stage,
      zone,
      managedRules: settings.zone.managedRules,
      sources: {
        api: {
          priority: 100,
          rules: apiProtection(protectionProps(settings)),
        },
      },
    });

    new BotProtection(this, "bots", { stage, zone, ...settings.zone.bots });

    new OriginLock(this, "origin-lock", { zone });

    tellPeople(this, "api", "where the API is", `https://${host}`);

    new Records(this, "records", {
      stage,
      zone,
      records: [
        {
          type: "CNAME",
          name: host,
          target: service.service.readFrom(this).loadBalancerName,
          proxied: true,
          comment: "API, behind the load balancer of the service",
        },
      ],
    });
  }
}
