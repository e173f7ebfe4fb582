import type { NameKind } from "@groundplan/core/naming";
import { accountOf, type Placement, type Site } from "@groundplan/core/site";
import type { RegistryAddress } from "@groundplan/google/artifact-registry";
import type { DnsZoneAddress } from "@groundplan/google/dns-zone";
import type { MusicGraphPlatform, MusicGraphShared } from "./settings.ts";

/** First part of everything that belongs to this app. */
export const APP = "music-graph";

/** Every physical name of a platform: what it is for, and its last part. Changing one replaces it. */
export const NAMED = {
  backups: ["google-bucket", `${APP}-backups`],
  certbot: ["iam-role", `${APP}-certbot`],
  database: ["google-resource", `${APP}-database`],
  drill: ["google-resource", `${APP}-drill`],
  host: ["google-service-account", `${APP}-host`],
  machine: ["google-resource", APP],
  network: ["google-resource", APP],
  restorer: ["google-service-account", "graph-restorer"],
  server: ["google-resource", `${APP}-sql`],
  service: ["google-resource", `${APP}-web`],
  web: ["google-service-account", `${APP}-web`],
} as const satisfies Record<string, readonly [NameKind, string]>;

/** Every physical name of what exists once. */
export const NAMED_ONCE: Readonly<Record<Channel, readonly [NameKind, string]>> = {
  dev: ["artifact-repository", `${APP}-dev`],
  release: ["artifact-repository", `${APP}-release`],
};

/** Name of the parent zone, in the project of `shared`. */
export const PARENT_ZONE = ["google-resource", "parent-zone"] as const satisfies readonly [
  NameKind,
  string,
];

/** The two registries: builds of main, and releases. */
export type Channel = MusicGraphPlatform["channel"];

/** Where a registry is found, from its names alone: nobody reads it from the stack that made it. */
export function registryAddress(
  { site, settings }: Placement<MusicGraphShared>,
  channel: Channel,
): RegistryAddress {
  return {
    project: accountOf(site, "google").projectId,
    location: settings.registryLocation,
    name: site.names.of(...NAMED_ONCE[channel]),
  };
}

/** Where the parent zone is found, from its names alone. */
export function parentZone({ site, settings }: Placement<MusicGraphShared>): DnsZoneAddress {
  return {
    project: accountOf(site, "google").projectId,
    name: site.names.of(...PARENT_ZONE),
    domain: settings.parentDomain,
  };
}

/** The role that proves names, from its names alone: the host is told before the role is made. */
export function certbotRoleArn(site: Site): string {
  return `arn:aws:iam::${accountOf(site, "aws").accountId}:role/${site.names.of(...NAMED.certbot)}`;
}

/** What the host's token is for, and what the role asks of it. A token of dev is nothing in prod. */
export function certbotAudience({ environment, names }: Site): string {
  return `certbot.${environment}.${names.org}`;
}
