import { type Bounds, DEFAULTS as SCALING } from "@groundplan/aws/autoscaling";
import { DEFAULTS as CLUSTER } from "@groundplan/aws/ecs-cluster";
import {
  type AppSettings,
  DEFAULTS as SERVICE,
  type TaskUses,
} from "@groundplan/aws/fargate-service";
import type { RouteProps } from "@groundplan/aws/load-balancer";
import type { VpcProps } from "@groundplan/aws/vpc";
import type { ApiProtectionProps } from "@groundplan/cloudflare/edge-rules";
import type { ZoneProps } from "@groundplan/cloudflare/zone";
import type { Stage } from "@groundplan/core/stage";
import { apiHostname } from "./names.ts";
import type { MusicLibrarySettings } from "./settings.ts";

/** What an environment says of a blue/green release. */
type ReleaseChoice = Exclude<MusicLibrarySettings["api"]["release"], "rolling" | undefined>;

// What modules are made from. One place, so that settings are checked as the very props that they
// become. Names are checked by themselves.

/** Port that the API listens on in its container. */
const API_PORT = 8000;

/** The zone's props. */
export function zoneProps(
  stage: Stage,
  accountId: string,
  { zone: { records: _, bots: __, ...chosen } }: MusicLibrarySettings,
): ZoneProps {
  return { stage, accountId, ...chosen };
}

/** The network's props. */
export function networkProps(stage: Stage, name: string, settings: MusicLibrarySettings): VpcProps {
  return { stage, name, ...settings.network };
}

/** What the application says of itself. */
export function appSettings(
  stage: Stage,
  name: string,
  settings: MusicLibrarySettings,
): AppSettings {
  const { image, size } = settings.api;
  return {
    stage,
    name,
    image: { repository: image.repository, digest: image.digest },
    architecture: image.architecture,
    size,
    environment: { ALLOWED_HOSTS: apiHostname(settings), PORT: String(API_PORT) },
  };
}

/** Fewest and most of the API's tasks. */
export function boundsOf(stage: Stage, { api }: MusicLibrarySettings): Bounds {
  return api.tasks ?? { min: SCALING.min[stage], max: SCALING.max[stage] };
}

/** What the API's tasks reach beyond their network. */
export function usesOf(stage: Stage, { api }: MusicLibrarySettings): TaskUses {
  return { images: [api.image], secrets: [], exec: CLUSTER.exec[stage] && SERVICE.exec[stage] };
}

/** The API's way through the load balancer. */
export function routeProps(name: string, settings: MusicLibrarySettings): RouteProps {
  return {
    name,
    hosts: [apiHostname(settings)],
    containerPort: API_PORT,
    healthCheck: { path: settings.api.healthPath },
  };
}

/** How requests move to new tasks, where they do not take over one by one. */
export function releaseOf(stage: Stage, { api }: MusicLibrarySettings): ReleaseChoice | undefined {
  const choice = api.release ?? (stage === "prod" ? {} : "rolling");
  return choice === "rolling" ? undefined : choice;
}

/** What keeps bots off the API. */
export function protectionProps(settings: MusicLibrarySettings): ApiProtectionProps {
  return {
    plan: settings.zone.plan,
    host: apiHostname(settings),
    ...settings.api.protection,
  };
}
