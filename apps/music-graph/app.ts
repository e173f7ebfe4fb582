import type { Placement } from "@groundplan/core/site";
import type { App } from "cdktf";
import { BackupStack } from "./backup.ts";
import { CertificatesStack } from "./certificates.ts";
import { HostStack } from "./host.ts";
import { NetworkStack } from "./network.ts";
import { ParentZoneStack } from "./parent-zone.ts";
import { RegistryStack } from "./registry.ts";
import { SecretsStack } from "./secrets.ts";
import type { MusicGraphPlatform, MusicGraphSettings, MusicGraphShared } from "./settings.ts";
import { NamesStack } from "./site-names.ts";
import { ZoneStack } from "./zone.ts";

/**
 * music-graph in every environment: registries and the parent zone once in `shared`; network, secrets,
 * host, backup, certificates, zone and names on each platform.
 */
export function musicGraph(app: App, placements: readonly Placement<MusicGraphSettings>[]): void {
  const platforms = placements.filter(isPlatform);
  for (const shared of placements.filter(isShared)) {
    const registry = new RegistryStack(app, {
      shared,
      platforms: platforms.map(({ settings }) => settings),
    });
    const parent = new ParentZoneStack(app, { shared });
    for (const platform of platforms) {
      const network = new NetworkStack(app, { platform });
      const secrets = new SecretsStack(app, { platform });
      const host = new HostStack(app, { platform, shared, registry, network, secrets });
      new BackupStack(app, { platform, host });
      new CertificatesStack(app, { platform, host });
      const zone = new ZoneStack(app, { platform, shared, parent });
      new NamesStack(app, { platform, zone, host });
    }
  }
}

function isShared(
  placement: Placement<MusicGraphSettings>,
): placement is Placement<MusicGraphShared> {
  return placement.settings.kind === "shared";
}

function isPlatform(
  placement: Placement<MusicGraphSettings>,
): placement is Placement<MusicGraphPlatform> {
  return placement.settings.kind === "platform";
}
