import type { Names } from "@groundplan/core/naming";
import type { Placement } from "@groundplan/core/site";
import { accountOf } from "@groundplan/core/site";
import type { RegistryAddress } from "@groundplan/google/artifact-registry";
import type { MusicGraphPlatform, MusicGraphShared } from "./settings.ts";

/** First part of everything that belongs to this app. */
export const APP = "music-graph";

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
    name: site.names.of("artifact-repository", `${APP}-${channel}`),
  };
}

/** The bucket that a platform's dumps go to. */
export function backupBucketName(names: Names): string {
  return names.of("google-bucket", `${APP}-backups`);
}
