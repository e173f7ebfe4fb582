import type { S3BucketConfig } from "@cdktf/provider-aws/lib/s3-bucket/index.js";
import type { ModuleProps } from "@groundplan/core/stage";
import type { PolicyStatement } from "../iam/index.ts";

/** Storage that costs less to keep and more to read. */
export type ColderClass =
  | "STANDARD_IA"
  | "INTELLIGENT_TIERING"
  | "GLACIER_IR"
  | "GLACIER"
  | "DEEP_ARCHIVE";

/** How objects below a prefix age. */
export interface Ageing {
  /** Prefix of the objects' names: `uploads/`. @default every object */
  readonly prefix?: string;
  /** Days after which an object is deleted; in a versioned bucket it becomes an old version. @default never */
  readonly deleteAfterDays?: number;
  /** Days after which an object moves to colder storage, by class. @default never */
  readonly moveAfterDays?: Readonly<Partial<Record<ColderClass, number>>>;
}

/** What a browser on another site may do. */
export interface CrossOrigin {
  /** Sites with scheme: `https://app.example.com`. One `*` each, but never alone. */
  readonly origins: readonly string[];
  readonly methods: readonly ("GET" | "HEAD" | "PUT" | "POST" | "DELETE")[];
  /** Headers that a request may bring. @default none but the simple ones */
  readonly headers?: readonly string[];
  /** Headers that a page may see. @default none but the simple ones */
  readonly exposed?: readonly string[];
  /** Seconds that a browser remembers this, 0 to 86,400. @default 3600 */
  readonly maxAgeSeconds?: number;
}

export interface BucketProps extends ModuleProps {
  /**
   * Physical name, 3 to 63 characters, unique in the world. Changing it replaces the bucket: the objects
   * are not moved, and AWS deletes no bucket that has some.
   */
  readonly name: string;

  /**
   * ARN of a key of this account. From and to S3's own keys in place; objects that are there keep what
   * they were encrypted with.
   *
   * @default S3's own keys
   */
  readonly encryptionKeyArn?: string;

  /**
   * Whether an object that is overwritten or deleted is kept as an old version. From true to false
   * S3 stops making versions; the old ones stay until they are aged out.
   *
   * @default false in dev, true in prod
   */
  readonly versioned?: boolean;

  /**
   * Days that an old version is kept, at least 1. A smaller number deletes within about a day.
   *
   * @default 7 in dev, 30 in prod
   */
  readonly keepOldDays?: number;

  /**
   * How objects age, by kebab-case name of the rule. A change works on objects that are there, too,
   * within about a day.
   *
   * @default objects do not age
   */
  readonly ageing?: Readonly<Record<string, Ageing>>;

  /** Browsers of other sites, by kebab-case name of the rule. @default none */
  readonly crossOrigin?: Readonly<Record<string, CrossOrigin>>;

  /** Whether every change of an object is told to EventBridge. A change is made in place. @default false */
  readonly events?: boolean;

  /**
   * Refuses plans that destroy the bucket, and keeps a bucket that has objects from being deleted.
   *
   * @default false in dev, true in prod
   */
  readonly protect?: boolean;

  /** Statements of the bucket's own policy, beside those that refuse old TLS. @default none */
  readonly statements?: (bucketArn: string) => readonly PolicyStatement[];

  /** Last word on the bucket; shallow. See the README. */
  readonly overrides?: { readonly bucket?: Partial<S3BucketConfig> };
}
