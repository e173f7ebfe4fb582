import { type Bounds, DEFAULTS as SCALING } from "@groundplan/aws/autoscaling";
import { DEFAULTS as CLUSTER } from "@groundplan/aws/ecs-cluster";
import {
  type AppSettings,
  type Image,
  type ImageSource,
  DEFAULTS as SERVICE,
  type SecretSource,
  type TaskUses,
} from "@groundplan/aws/fargate-service";
import type { RouteProps } from "@groundplan/aws/load-balancer";
import type { Stage } from "@groundplan/core/stage";
import type { ShiftSettings } from "./api-settings.ts";
import { DATABASE } from "./data-props.ts";
import { apiHostname } from "./names.ts";
import type { MusicLibrarySettings } from "./settings.ts";

// What the processes are made from: as module-props.ts, of the layer `service`.

/** Port that the API listens on in its container. */
const API_PORT = 8000;

/** Services of AWS that the application calls itself. */
const CALLS = ["s3", "sqs"] as const;

/** The process that tells search of what the queue lost. */
export const CATCH_UP = "catch-up";

/** What each process runs in the image; the API runs what the image says. */
export const COMMANDS = {
  worker: ["python", "manage.py", "work"],
  catchUp: ["python", "manage.py", "catch_up"],
  migrate: ["python", "manage.py", "migrate", "--no-input"],
} as const;

/** Who the processes are, and where search keeps snapshots: what `set-up` lets in. */
export interface SetUp {
  /** ARN of the role that tasks act with. */
  readonly role: string;
  /** Name of the bucket of search's snapshots. */
  readonly snapshots: string;
  /** ARN of the role that search writes them with. */
  readonly snapshotRole: string;
}

/** Makes the database's user, has search admit the tasks, and names it the bucket of snapshots. */
export function setUpCommand({ role, snapshots, snapshotRole }: SetUp): string[] {
  return [
    ...["python", "manage.py", "set_up", "--user", DATABASE.user, "--role", role],
    ...["--snapshots", snapshots, "--snapshot-role", snapshotRole],
  ];
}

/** What the application says of itself. */
export function appSettings(
  stage: Stage,
  name: string,
  image: Image,
  settings: MusicLibrarySettings,
): AppSettings {
  const { size } = settings.api;
  return {
    stage,
    name,
    image,
    architecture: settings.api.image.architecture,
    size,
    calls: CALLS,
    environment: { ALLOWED_HOSTS: apiHostname(settings), PORT: String(API_PORT) },
  };
}

/** Fewest and most of the API's tasks. */
export function boundsOf(stage: Stage, { api }: MusicLibrarySettings): Bounds {
  return api.tasks ?? defaultBounds(stage);
}

/** Fewest and most workers. */
export function workersOf(stage: Stage, { jobs }: MusicLibrarySettings): Bounds {
  return jobs?.workers ?? defaultBounds(stage);
}

/** When search is told of what the queue lost. */
export function catchUpOf({ jobs }: MusicLibrarySettings): string {
  return jobs?.catchUp ?? "rate(1 hour)";
}

/** Fewest tasks that must be seen to run at any hour: none where they sleep at night. */
export function awakeOf(stage: Stage, { min }: Bounds): number {
  return SCALING.officeHours[stage] === "always" ? min : 0;
}

/** What tasks reach beyond their network. */
export function usesOf(
  stage: Stage,
  images: readonly ImageSource[],
  secrets: readonly SecretSource[],
): TaskUses {
  return { images, secrets, exec: CLUSTER.exec[stage] && SERVICE.exec[stage], calls: CALLS };
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
export function releaseOf(stage: Stage, { api }: MusicLibrarySettings): ShiftSettings | undefined {
  const choice = api.release ?? (stage === "prod" ? {} : "rolling");
  return choice === "rolling" ? undefined : choice;
}

/** What is asked of new tasks before any request goes to them. */
export function smokeTestPathsOf({ api }: MusicLibrarySettings): readonly string[] {
  const { release } = api;
  const paths = typeof release === "object" ? release.smokeTestPaths : undefined;
  return paths ?? [api.healthPath];
}

function defaultBounds(stage: Stage): Bounds {
  return { min: SCALING.min[stage], max: SCALING.max[stage] };
}
