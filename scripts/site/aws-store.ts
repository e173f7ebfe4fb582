import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { MANIFEST, SERVED_FOLDER } from "@groundplan/aws/static-site/place";
import { PublishFailed } from "./errors.ts";
import type { Remembered, SiteStore } from "./publish.ts";
import type { Upload } from "./publish-plan.ts";

/** Where a site lies, and how it is reached. */
export interface SitePlace {
  /** Folder of the build. */
  readonly folder: string;
  readonly bucket: string;
  /** Id of the distribution: `E1A2B3C4D5E6F7`. */
  readonly distribution: string;
  /** Variables for the AWS command line: credentials, region, endpoints. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Most that S3 deletes in one call. */
const MOST_DELETES = 1000;

/** S3 and CloudFront by the AWS command line, 2.22 or later (1.36), which knows conditional writes. */
export class AwsStore implements SiteStore {
  readonly #place: SitePlace;

  constructor(place: SitePlace) {
    this.#place = place;
  }

  async remembered(): Promise<Remembered | undefined> {
    return inScratch(async (scratch) => {
      const file = join(scratch, "published.json");
      try {
        const answer = await this.#aws(["s3api", "get-object", ...this.#object(MANIFEST), file]);
        return { text: readFileSync(file, "utf8"), etag: JSON.parse(answer).ETag };
      } catch (error) {
        if (String(error).includes("NoSuchKey")) return undefined;
        throw error;
      }
    });
  }

  /** Files of a kind go together: one call each, and the command line sends several at a time. */
  async upload(files: readonly Upload[]): Promise<void> {
    for (const group of groupsOf(files)) {
      const { contentType, cacheControl } = group[0]!;
      await inScratch(async (scratch) => {
        for (const { path } of group) {
          mkdirSync(dirname(join(scratch, path)), { recursive: true });
          symlinkSync(resolve(this.#place.folder, path), join(scratch, path));
        }
        const target = `s3://${this.#place.bucket}/${SERVED_FOLDER}/`;
        const told = ["--content-type", contentType, "--cache-control", cacheControl];
        await this.#aws([
          "s3",
          "cp",
          scratch,
          target,
          "--recursive",
          "--only-show-errors",
          ...told,
        ]);
      });
    }
  }

  async delete(paths: readonly string[]): Promise<void> {
    for (let at = 0; at < paths.length; at += MOST_DELETES) {
      const some = paths.slice(at, at + MOST_DELETES);
      await inScratch(async (scratch) => {
        const file = join(scratch, "delete.json");
        const objects = some.map((path) => ({ Key: `${SERVED_FOLDER}/${path}` }));
        writeFileSync(file, JSON.stringify({ Objects: objects, Quiet: true }));
        const where = ["--bucket", this.#place.bucket, "--delete", `file://${file}`];
        const answer = await this.#aws(["s3api", "delete-objects", ...where]);
        // What could not be deleted is told in an answer that is otherwise well.
        const errors: { Key: string; Message: string }[] = JSON.parse(answer || "{}").Errors ?? [];
        if (errors.length === 0) return;
        const told = errors.map(({ Key, Message }) => `  - ${Key}: ${Message}`).join("\n");
        throw new PublishFailed(`S3 did not delete:\n${told}`);
      });
    }
  }

  async invalidate(paths: readonly string[]): Promise<void> {
    const where = ["--distribution-id", this.#place.distribution];
    await this.#aws(["cloudfront", "create-invalidation", ...where, "--paths", ...paths]);
  }

  async remember(text: string, etag: string | undefined): Promise<string> {
    return inScratch(async (scratch) => {
      const file = join(scratch, "published.json");
      writeFileSync(file, text);
      const condition = etag === undefined ? ["--if-none-match", "*"] : ["--if-match", etag];
      const what = ["--body", file, "--content-type", "application/json"];
      try {
        const put = ["s3api", "put-object", ...this.#object(MANIFEST), ...what, ...condition];
        return JSON.parse(await this.#aws(put)).ETag;
      } catch (error) {
        if (!/PreconditionFailed|ConditionalRequestConflict/.test(String(error))) throw error;
        throw new PublishFailed(
          "somebody else publishes this site at the same time; wait for them, and publish once more",
        );
      }
    });
  }

  #object(key: string): string[] {
    return ["--bucket", this.#place.bucket, "--key", key];
  }

  #aws(args: readonly string[]): Promise<string> {
    const env = { ...this.#place.env, AWS_PAGER: "" };
    return new Promise((done, failed) => {
      execFile(
        "aws",
        [...args, "--output", "json"],
        { env, maxBuffer: 2 ** 26 },
        (error, out, said) => {
          if (!error) return done(out);
          const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
          const why = missing
            ? "the AWS command line is not on PATH; install it"
            : said.trim() || error.message;
          failed(new PublishFailed(`aws ${args[0]} ${args[1]} failed: ${why}`));
        },
      );
    });
  }
}

/** Files that are told the same, together; in the order in which they came. */
function groupsOf(files: readonly Upload[]): Upload[][] {
  const groups = new Map<string, Upload[]>();
  for (const file of files) {
    const key = `${file.path === "index.html"} ${file.contentType} ${file.cacheControl}`;
    groups.set(key, [...(groups.get(key) ?? []), file]);
  }
  return [...groups.values()];
}

async function inScratch<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "groundplan-publish-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
