import type { Placement } from "@groundplan/core/site";
import type { App } from "cdktf";
import { AlertsStack } from "./alerts.ts";
import { DataStack } from "./data.ts";
import { EdgeStack } from "./edge.ts";
import { LogsStack } from "./logs.ts";
import { NetworkStack } from "./network.ts";
import { ReleaseStack } from "./release.ts";
import { SearchStack } from "./search.ts";
import { ServiceStack } from "./service.ts";
import type { MusicLibrarySettings } from "./settings.ts";
import { ZoneStack } from "./zone.ts";

/**
 * music-library in every environment: what stands for long (zone, network, logs, data, search, release),
 * then the service, and what stands before and around it (edge, alerts).
 */
export function musicLibrary(
  app: App,
  placements: readonly Placement<MusicLibrarySettings>[],
): void {
  for (const placement of placements) {
    const zone = new ZoneStack(app, { placement });
    const network = new NetworkStack(app, { placement });
    const logs = new LogsStack(app, { placement });
    const data = new DataStack(app, { placement, network });
    const search = new SearchStack(app, { placement, network });
    const release = new ReleaseStack(app, { placement });
    // A zone that no registrar names yet proves no certificate: what needs one joins when it does.
    if (placement.settings.zone.onboarding) continue;
    const standing = { placement, zone, network, logs, data, search, release };
    const service = new ServiceStack(app, standing);
    new EdgeStack(app, { placement, zone, service });
    new AlertsStack(app, { placement, zone, data, search, service });
  }
}
