import { accountOf, type Placement } from "@groundplan/core/site";
import type { HostApp, VmHostProps } from "@groundplan/google/vm-host";
import { BACKUP_UNITS, backupFiles } from "./backup-job.ts";
import { CERTBOT_UNITS, certbotFiles } from "./certbot.ts";
import type { CloudSqlWay } from "./cloud-sql.ts";
import { composeFile, DATABASE_PASSWORD, PROXY_SETTINGS, proxySettings } from "./compose.ts";
import { certbotAudience, certbotRoleArn } from "./names.ts";
import type { HostSettings, MusicGraphPlatform, MusicGraphShared } from "./settings.ts";

/** How the application logs into its database: by a secret's version, or as its account by Cloud SQL's proxy. */
export type DatabaseLogIn = { readonly password: string } | CloudSqlWay;

/** What runs on the host. */
export function hostApp(
  platform: Placement<MusicGraphPlatform>,
  release: string,
  database: DatabaseLogIn,
): HostApp {
  const { site, settings } = platform;
  const { names } = settings.certificates;
  const { region } = accountOf(site, "aws");
  return {
    compose: composeFile(settings.host.images, "user" in database ? database : undefined),
    release,
    secrets: "password" in database ? { [DATABASE_PASSWORD]: database.password } : {},
    files: {
      [PROXY_SETTINGS]: proxySettings(names),
      ...certbotFiles({
        names,
        roleArn: certbotRoleArn(site),
        audience: certbotAudience(site),
        region,
      }),
      ...backupFiles(platform, "user" in database ? database : undefined),
    },
    units: [...CERTBOT_UNITS, ...BACKUP_UNITS],
  };
}

/** What the settings say of the machine. */
export function machineProps(
  { site, settings }: Placement<MusicGraphPlatform>,
  shared: Placement<MusicGraphShared>,
) {
  const { projectNumber } = accountOf(site, "google");
  const { zone, machineType, dataDisk, snapshots, spot, image, hours } = settings.host;
  return {
    ...{ zone, machineType, dataDisk, snapshots, spot },
    image: { system: "debian", project: accountOf(shared.site, "google").projectId, ...image },
    hours: hours && { ...hours, projectNumber },
  } satisfies Partial<VmHostProps>;
}

/** Who is told, by the name of the channel that tells. */
export function watchOf(
  { certificates }: MusicGraphPlatform,
  channel: string | undefined,
): VmHostProps["watch"] {
  return channel ? { hostName: certificates.names[0]!, channels: [channel] } : undefined;
}

/** Why the machine has an address of its own. */
export const PUBLIC_ADDRESS: NonNullable<VmHostProps["publicAddress"]> = {
  reason: "It serves the site itself: nothing stands in front of it",
};

/** The hole that visitors come in by. */
export function visitorsOf({ visitors }: HostSettings) {
  return { from: visitors, ports: [443], reason: "Visitors read the site" };
}
