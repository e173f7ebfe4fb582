import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  ListObjectsV2Command,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { type AwsKey, keyOf } from "../aws/identity.ts";
import type { World } from "../world.ts";
import { type Head, headOf } from "./head.ts";
import { shown } from "./names.ts";
import { type BucketPlace, bucketName } from "./plan.ts";
import { isNothing, refused, saidBy } from "./refusal.ts";

/** An object as a list tells it. */
export interface Listed {
  readonly key: string;
  readonly size: number;
  readonly etag: string;
  readonly modified: Date;
  readonly storageClass: string;
}

/** Names below which the move keeps what is its own. */
export const OURS = ".groundplan-move";

/** How often one request is tried; the client waits in between. */
const ATTEMPTS = 6;

/** One bucket of the two. */
export class Bucket {
  readonly side: "source" | "target";
  readonly place: BucketPlace;
  readonly name: string;
  readonly client: S3Client;
  /** Gets the key that other programs are given. */
  readonly key: () => Promise<AwsKey>;
  readonly #payer: { RequestPayer?: "requester" };

  constructor(
    side: "source" | "target",
    place: BucketPlace,
    env: World["env"],
    requesterPays = false,
  ) {
    const { region, endpoint } = place;
    this.side = side;
    this.place = place;
    this.name = bucketName(place);
    this.key = keyOf(place, env);
    this.#payer = requesterPays ? { RequestPayer: "requester" } : {};
    this.client = new S3Client({
      ...{ region, endpoint, credentials: this.key, maxAttempts: ATTEMPTS },
      ...{ forcePathStyle: endpoint !== undefined },
      // Stores that speak as S3 does know only what S3 always wanted.
      ...{ requestChecksumCalculation: "WHEN_REQUIRED" },
      ...{ responseChecksumValidation: "WHEN_REQUIRED" },
    });
  }

  /** Everything in it but what is the move's own, in the order of the names' bytes. */
  async *list(): AsyncGenerator<Listed> {
    let from: string | undefined;
    do {
      const page = await this.asking("listing it (s3:ListBucket)", () => this.#page(from));
      for (const { Key = "", Size = 0, ETag = "", LastModified, StorageClass } of page.Contents ??
        []) {
        const isEncoded = page.EncodingType === "url";
        const key = isEncoded ? decodeURIComponent(Key.replaceAll("+", " ")) : Key;
        if (key.startsWith(OURS)) continue;
        const modified = LastModified ?? new Date(0);
        yield { key, size: Size, etag: ETag, modified, storageClass: StorageClass ?? "STANDARD" };
      }
      from = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (from);
  }

  /** What an object tells of itself; nothing where there is none. */
  async head(key: string): Promise<Head | undefined> {
    const input = { ...this.#at(key), ...this.#payer };
    const found = await this.orNothing(`looking at ${shown(key)} (s3:GetObject)`, () =>
      this.client.send(new HeadObjectCommand(input)),
    );
    return found && headOf(found);
  }

  /** Its tags; none where there is no object. */
  async tags(key: string): Promise<Readonly<Record<string, string>>> {
    const input = { ...this.#at(key), ...this.#payer };
    const found = await this.orNothing(`reading tags of ${shown(key)} (s3:GetObjectTagging)`, () =>
      this.client.send(new GetObjectTaggingCommand(input)),
    );
    const tags = (found?.TagSet ?? []).map(({ Key = "", Value = "" }) => [Key, Value] as const);
    return Object.fromEntries(tags.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** Its content as it comes, and all that it tells; nothing where there is none. */
  async open(key: string): Promise<{ head: HeadObjectCommandOutput; body: Readable } | undefined> {
    const input = { ...this.#at(key), ...this.#payer };
    const found = await this.orNothing(`reading ${shown(key)} (s3:GetObject)`, () =>
      this.client.send(new GetObjectCommand(input)),
    );
    return found && { head: found, body: found.Body as Readable };
  }

  /** MD5 of its content, all of which is read. */
  async md5(key: string): Promise<string> {
    const hash = createHash("md5");
    const opened = await this.open(key);
    await this.asking(`reading ${shown(key)}`, async () => {
      for await (const chunk of opened?.body ?? []) hash.update(chunk);
    });
    return hash.digest("hex");
  }

  async put(key: string, input: Omit<PutObjectCommand["input"], "Bucket" | "Key">): Promise<void> {
    await this.asking(`writing ${shown(key)} (s3:PutObject)`, () =>
      this.client.send(new PutObjectCommand({ ...this.#at(key), ...input })),
    );
  }

  async tag(key: string, tags: Readonly<Record<string, string>>): Promise<void> {
    const TagSet = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    await this.asking(`tagging ${shown(key)} (s3:PutObjectTagging)`, () =>
      this.client.send(new PutObjectTaggingCommand({ ...this.#at(key), Tagging: { TagSet } })),
    );
  }

  async remove(key: string): Promise<void> {
    await this.asking(`deleting ${shown(key)} (s3:DeleteObject)`, () =>
      this.client.send(new DeleteObjectCommand(this.#at(key))),
    );
  }

  /** @throws MoveRefused that says what was asked, and of which bucket */
  async asking<T>(doing: string, ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      throw refused(`${this.side} (${this.name}): ${doing}`, [saidBy(error)]);
    }
  }

  /** Like `asking`; nothing where the store has no such thing. */
  async orNothing<T>(doing: string, ask: () => Promise<T>): Promise<T | undefined> {
    return this.asking(doing, async () => {
      try {
        return await ask();
      } catch (error) {
        if (isNothing(error)) return undefined;
        throw error;
      }
    });
  }

  #page(from: string | undefined) {
    const input = { ...this.#at(), ...this.#payer, ContinuationToken: from };
    // What XML cannot say is only told by names that are encoded.
    return this.client.send(new ListObjectsV2Command({ ...input, EncodingType: "url" }));
  }

  #at(key: string): { Bucket: string; Key: string };
  #at(): { Bucket: string };
  #at(key?: string) {
    return { Bucket: this.place.bucket, ...(key !== undefined && { Key: key }) };
  }
}
