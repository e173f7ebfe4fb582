import type { BucketProps } from "@groundplan/aws/bucket";
import type { OpensearchProps } from "@groundplan/aws/opensearch";
import type { PostgresProps } from "@groundplan/aws/postgres";
import type { QueueProps } from "@groundplan/aws/queue";

/** What the application keeps: rows, covers, and work that waits. */
export interface DataSettings {
  /**
   * The PostgreSQL server, as the module has it. Where nothing is said it is small and alone in dev, in two
   * zones and protected in prod.
   */
  readonly database: Pick<
    PostgresProps,
    | "version"
    | "instanceClass"
    | "storage"
    | "multiAz"
    | "parameters"
    | "backups"
    | "changes"
    | "birth"
  >;

  /** The bucket of covers. @default kept for ever, for no other site's browsers */
  readonly covers?: Pick<BucketProps, "ageing" | "crossOrigin">;

  /** The queue of work. @default five attempts of a minute each */
  readonly jobs?: Pick<QueueProps, "visibilitySeconds" | "attempts" | "keepDays">;
}

/** The search domain, as the module has it. */
export type SearchSettings = Pick<
  OpensearchProps,
  "engineVersion" | "adminRoleArn" | "topology" | "storageGiB"
>;
