import type { BucketProps } from "@groundplan/aws/bucket";
import type { OpensearchProps } from "@groundplan/aws/opensearch";
import type { PostgresProps } from "@groundplan/aws/postgres";
import type { QueueProps } from "@groundplan/aws/queue";
import type { Stage } from "@groundplan/core/stage";
import type { MusicLibrarySettings } from "./settings.ts";

// What the modules that hold data are made from: as module-props.ts, of the layers `data` and `search`.

/** The one database, and who the application is in it: made by the task `set-up`. */
export const DATABASE = { name: "music_library", user: "music_library", master: "postgres" };

/** The server's props but for its network. */
export function databaseProps(
  stage: Stage,
  name: string,
  { data }: MusicLibrarySettings,
): Omit<PostgresProps, "network"> {
  return {
    stage,
    name,
    ...data.database,
    database: DATABASE.name,
    master: { user: DATABASE.master },
  };
}

/** The bucket of covers. */
export function coversProps(
  stage: Stage,
  name: string,
  { data }: MusicLibrarySettings,
): BucketProps {
  return { stage, name, ...data.covers };
}

/** The queue of work. */
export function jobsProps(stage: Stage, name: string, { data }: MusicLibrarySettings): QueueProps {
  return { stage, name, ...data.jobs };
}

/** The search domain's props but for its network and the bucket of its snapshots. */
export function searchProps(
  stage: Stage,
  name: string,
  { search }: MusicLibrarySettings,
): Omit<OpensearchProps, "network" | "snapshots"> {
  return { stage, name, ...search };
}
