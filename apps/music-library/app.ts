import type { Placement } from "@groundplan/core/site";
import type { App } from "cdktf";
import { EdgeStack } from "./edge.ts";
import { LogsStack } from "./logs.ts";
import { NetworkStack } from "./network.ts";
import { ServiceStack } from "./service.ts";
import type { MusicLibrarySettings } from "./settings.ts";
import { ZoneStack } from "./zone.ts";

/**
 * music-library in every environment: zone -> network -> service -> edge. What later layers bring
 * (data, search, release) joins between network and service.
 */
export function musicLibrary(
  app: App,
  placements: readonly Placement<MusicLibrarySettings>[],
): void {
  for (const placement of placements) {
    const zone = new ZoneStack(app, { placement });
    const network = new NetworkStack(app, { placement });
    const logs = new LogsStack(app, { placement });
    // A zone that no registrar names yet proves no certificate: what needs one joins when it does.
    if (placement.settings.zone.onboarding) continue;
    const service = new ServiceStack(app, { placement, zone, network, logs });
    new EdgeStack(app, { placement, zone, service });
  }
}
