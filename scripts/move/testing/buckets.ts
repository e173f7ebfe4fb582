import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { StoreProxy } from "../../backup/testing/store-proxy.ts";
import { type Server, startMoto } from "../../state/testing/servers.ts";
import { Bucket } from "../s3/bucket.ts";
import type { S3Plan } from "../s3/plan.ts";
import { TestMove } from "./test-move.ts";

/** A secret that no message, file or command line may hold. */
export const SECRET_KEY = "a/secret+key/of/the/mover/alone";

/** What a move of these buckets finds around it. */
export const ENV = {
  PATH: process.env["PATH"],
  MOVE_KEY_ID: "AKIAMOVER",
  MOVE_SECRET: SECRET_KEY,
};

const REGION = "us-east-1";

/** Two stores that speak as S3 does: the source as it is, the target through a proxy that can refuse. */
export class Buckets {
  readonly folder = mkdtempSync(join(tmpdir(), "move-s3-"));
  readonly proxy = new StoreProxy("s3");
  readonly client: S3Client;
  readonly #moto: Server;

  private constructor(moto: Server) {
    this.#moto = moto;
    const credentials = { accessKeyId: "people", secretAccessKey: "people" };
    this.client = new S3Client({
      ...{ endpoint: moto.url, region: REGION, forcePathStyle: true, credentials },
      ...{ requestChecksumCalculation: "WHEN_REQUIRED" },
    });
  }

  /** Lists come in pages of a few names, so that a few objects are many pages. */
  static async start(): Promise<Buckets> {
    const moto = await startMoto({ MOTO_S3_DEFAULT_MAX_KEYS: "5" });
    const made = new Buckets(moto);
    made.proxy.upstream = Number(new URL(moto.url).port);
    await made.proxy.listen();
    return made;
  }

  async stop(): Promise<void> {
    this.client.destroy();
    this.proxy.close();
    rmSync(this.folder, { recursive: true, force: true });
    await this.#moto.stop();
  }

  /** A move with two new buckets, `old-<name>` and `new-<name>`. */
  async move(name: string, plan: Partial<S3Plan> = {}): Promise<TestMove> {
    for (const bucket of [`old-${name}`, `new-${name}`]) {
      await this.client.send(new CreateBucketCommand({ Bucket: bucket }));
    }
    return TestMove.in(this.folder, { name, s3: { ...this.plan(name), ...plan } }, ENV);
  }

  /** What its file says. */
  plan(name: string): S3Plan {
    const identity = { accessKeyIdVariable: "MOVE_KEY_ID", secretAccessKeyVariable: "MOVE_SECRET" };
    const endpoint = `http://127.0.0.1:${this.proxy.port}`;
    return {
      source: { bucket: `old-${name}`, region: REGION, endpoint: this.#moto.url, ...identity },
      target: { bucket: `new-${name}`, region: REGION, endpoint, ...identity },
    };
  }

  /** One of a move's buckets, as the move itself sees it. */
  bucket(side: "source" | "target", name: string): Bucket {
    return new Bucket(side, this.plan(name)[side], ENV);
  }

  async put(bucket: string, key: string, body: string | Buffer, more = {}): Promise<void> {
    const ContentLength = Buffer.byteLength(body);
    const input = { Bucket: bucket, Key: key, Body: body, ContentLength, ...more };
    await this.client.send(new PutObjectCommand(input));
  }

  async remove(bucket: string, key: string): Promise<void> {
    await this.client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
  }

  /** Gives an object another content type, as its console does: by copying it onto itself. */
  async retype(bucket: string, key: string, type: string): Promise<void> {
    await this.client.send(
      new CopyObjectCommand({
        ...{ Bucket: bucket, Key: key, CopySource: `${bucket}/${key}` },
        ...{ ContentType: type, MetadataDirective: "REPLACE" },
      }),
    );
  }
}

/** Waits until the store's clock, which tells whole seconds, is another. */
export async function nextSecond(): Promise<void> {
  await new Promise((done) => setTimeout(done, 1010));
}
