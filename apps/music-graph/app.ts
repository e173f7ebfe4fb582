import type { Placement } from "@groundplan/core/site";
import type { App } from "cdktf";
import { BackupStack } from "./backup.ts";
import { CertificatesStack } from "./certificates.ts";
import { serverOf } from "./cloud-sql.ts";
import { DatabaseStack } from "./database.ts";
import { DrillStack } from "./drill.ts";
import { HostStack } from "./host.ts";
import { NetworkStack } from "./network.ts";
import { ParentZoneStack } from "./parent-zone.ts";
import { RegistryStack } from "./registry.ts";
import { SecretsStack } from "./secrets.ts";
import { AccountStack, ServiceStack } from "./service.ts";
import type {
  MusicGraphCloudRun,
  MusicGraphPlatform,
  MusicGraphSettings,
  MusicGraphShared,
} from "./settings.ts";
import { NamesStack } from "./site-names.ts";
import { ZoneStack } from "./zone.ts";

/**
 * music-graph in every environment: registries and the parent zone once in `shared`, and a platform in
 * each of the others, on a machine or without one.
 */
export function musicGraph(app: App, placements: readonly Placement<MusicGraphSettings>[]): void {
  const platforms = placements.filter(isPlatform);
  const services = placements.filter(isCloudRun);
  for (const shared of placements.filter(isShared)) {
    const registry = new RegistryStack(app, {
      shared,
      platforms: [...platforms, ...services].map(({ settings }) => settings),
    });
    const parent = new ParentZoneStack(app, { shared });
    for (const platform of platforms) onMachine(app, { platform, shared, registry }, parent);
    for (const platform of services) onCloudRun(app, { platform, shared, registry });
  }
}

/** Where a platform stands, and what it takes from `shared`. */
interface Standing<S> {
  readonly platform: Placement<S>;
  readonly shared: Placement<MusicGraphShared>;
  readonly registry: RegistryStack;
}

function onMachine(
  app: App,
  standing: Standing<MusicGraphPlatform>,
  parent: ParentZoneStack,
): void {
  const { platform, shared } = standing;
  const { database, host: settings } = platform.settings;
  const network = new NetworkStack(app, { platform });
  // It stays where the database has moved, for the way back, until nobody names its version.
  const hasPassword = settings.passwordVersion !== undefined;
  const secrets = hasPassword ? new SecretsStack(app, { platform }) : undefined;
  const host = new HostStack(app, { ...standing, network, secrets });
  const server = serverOf(database);
  if (server) {
    new DatabaseStack(app, { platform, server, network, accounts: host, email: host.email });
  }
  const backup = new BackupStack(app, { platform, host });
  const { drill } = platform.settings;
  if (drill) new DrillStack(app, { platform, drill, shared, network, host, backup });
  new CertificatesStack(app, { platform, host });
  const zone = new ZoneStack(app, { platform, shared, parent });
  new NamesStack(app, { platform, zone, host });
}

function onCloudRun(app: App, standing: Standing<MusicGraphCloudRun>): void {
  const { platform } = standing;
  const server = platform.settings.database;
  const network = new NetworkStack(app, { platform });
  const accounts = new AccountStack(app, standing);
  const { email } = accounts;
  const database = new DatabaseStack(app, { platform, server, network, accounts, email });
  new ServiceStack(app, { platform, network, accounts, database });
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

function isCloudRun(
  placement: Placement<MusicGraphSettings>,
): placement is Placement<MusicGraphCloudRun> {
  return placement.settings.kind === "cloud-run";
}
