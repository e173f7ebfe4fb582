import type { NameKind } from "@groundplan/core/naming";
import type { MusicLibrarySettings } from "./settings.ts";

/** First part of everything that belongs to this app. */
export const APP = "music-library";

/** Every physical name of the app: what it is for, and its last part. Changing one replaces it. */
export const NAMED = {
  accessLogs: ["s3-bucket", `${APP}-access-logs`],
  cluster: ["ecs-cluster", APP],
  loadBalancer: ["load-balancer", APP],
  network: ["security-group", APP],
  tasks: ["task-family", APP],
  // Seven characters of a hash follow.
  targetGroup: ["target-group", "library-api"],
} as const satisfies Record<string, readonly [NameKind, string]>;

/** Full name of the API. */
export function apiHostname({ zone, api }: MusicLibrarySettings): string {
  return `${api.label}.${zone.name}`;
}
