import type { Placement } from "@groundplan/core/site";
import type { App } from "cdktf";
import { LogsStack } from "./logs.ts";
import { NetworkStack } from "./network.ts";
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
    new ZoneStack(app, { placement });
    new NetworkStack(app, { placement });
    new LogsStack(app, { placement });
  }
}
