import type { NameKind } from "@groundplan/core/naming";
import type { Site } from "@groundplan/core/site";
import type { MusicLibrarySettings } from "./settings.ts";

/** First part of everything that belongs to this app. */
export const APP = "music-library";

/** Every physical name of the app: what it is for, and its last part. Changing one replaces it. */
export const NAMED = {
  accessLogs: ["s3-bucket", `${APP}-access-logs`],
  alerts: ["sns-topic", `${APP}-alerts`],
  cluster: ["ecs-cluster", APP],
  covers: ["s3-bucket", `${APP}-covers`],
  database: ["db-instance", APP],
  images: ["ecr-repository", APP],
  jobs: ["sqs-queue", `${APP}-jobs`],
  loadBalancer: ["load-balancer", APP],
  network: ["security-group", APP],
  origin: ["trust-store", "library-origin"],
  originAuthorities: ["s3-bucket", `${APP}-origin`],
  push: ["iam-role", `${APP}-push`],
  release: ["iam-role", `${APP}-release`],
  search: ["search-domain", APP],
  searchSnapshots: ["s3-bucket", `${APP}-search`],
  secretKey: ["secret", `${APP}-django-key`],
  smokeTest: ["lambda-function", `${APP}-smoke-test`],
  smokeTestCode: ["s3-bucket", `${APP}-smoke-test`],
  tasks: ["task-family", APP],
  // Seven characters of a hash follow.
  targetGroup: ["target-group", "library-api"],
} as const satisfies Record<string, readonly [NameKind, string]>;

/** Full name of the API. */
export function apiHostname({ zone, api }: MusicLibrarySettings): string {
  return `${api.label}.${zone.name}`;
}

/** Parameters that the pipeline knows by name: the digest that runs, and what a release must know. */
export function parameterNames({ names }: Pick<Site, "names">): { image: string; release: string } {
  const path = `/${names.org}/${names.environment}/${APP}`;
  return { image: `${path}/image`, release: `${path}/release` };
}

/** The GitHub environment whose jobs push and release. */
export function releasesFrom(environment: string): string {
  return `${APP}-${environment}`;
}
