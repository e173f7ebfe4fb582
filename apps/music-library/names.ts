import type { Site } from "@groundplan/core/site";
import type { MusicLibrarySettings } from "./settings.ts";

/** First part of everything that belongs to this app. */
export const APP = "music-library";

/** Full name of the API. */
export function apiHostname({ zone, api }: MusicLibrarySettings): string {
  return `${api.label}.${zone.name}`;
}

/** The bucket that load balancers write their logs to. */
export function accessLogBucketName(site: Site): string {
  return site.names.of("s3-bucket", `${APP}-access-logs`);
}
