import {
  AbortMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectTaggingCommand,
} from "@aws-sdk/client-s3";
import { sentenceOf } from "../../stepwise/refused.ts";
import { inParallel } from "../parallel.ts";
import { type Bucket, type Listed, OURS } from "./bucket.ts";
import { ONE_PIECE } from "./copy.ts";
import { isPath, shown } from "./names.ts";
import { aclOf } from "./rclone.ts";

/** What was learned of a source by reading its list. */
export interface Contents {
  readonly objects: number;
  readonly bytes: number;
  /** Objects by storage class. */
  readonly classes: Readonly<Record<string, number>>;
  /** Objects in an archive that were not restored. */
  readonly archived: readonly string[];
  /** Objects that neither rclone nor one request can carry. */
  readonly uncarried: readonly string[];
  /** Objects of which only their name goes another way than by rclone. */
  readonly oneByOne: number;
  /** One of them, for trying whether we may read. */
  readonly any?: string;
}

/** Reads a source's whole list, and asks those that may lie in an archive. */
export async function contentsOf(source: Bucket, jobs: number): Promise<Contents> {
  const classes: Record<string, number> = {};
  const [away, uncarried, archived]: [Listed[], string[], string[]] = [[], [], []];
  let [objects, bytes, oneByOne] = [0, 0, 0];
  let any: string | undefined;
  for await (const listed of source.list()) {
    const { key, size, storageClass } = listed;
    objects++;
    bytes += size;
    classes[storageClass] = (classes[storageClass] ?? 0) + 1;
    if (MAY_BE_AWAY.includes(storageClass)) away.push(listed);
    else any ??= key;
    if (!isPath(key)) oneByOne++;
    if (!isPath(key) && size > ONE_PIECE) uncarried.push(shown(key));
  }
  await inParallel(away, jobs, async ({ key }) => {
    if ((await source.head(key))?.isArchived) archived.push(shown(key));
  });
  archived.sort();
  return { objects, bytes, classes, archived, uncarried, oneByOne, ...(any && { any }) };
}

/** Classes whose objects may have to be restored before they are read. */
const MAY_BE_AWAY = ["GLACIER", "DEEP_ARCHIVE", "INTELLIGENT_TIERING"];

/** What we may not do at the source that a move needs; looks at one object. */
export async function readProblems(source: Bucket, key: string | undefined): Promise<string[]> {
  if (key === undefined) return [];
  return problemsOf([async () => (await source.open(key))?.body.destroy(), () => source.tags(key)]);
}

/**
 * What we may not do at the target that a move needs. Nothing is written: an upload in pieces is begun,
 * which wants the right to write and the key, and given up; an object that is not there is tagged.
 */
export async function writeProblems(target: Bucket, version: number): Promise<string[]> {
  const at = { Bucket: target.place.bucket, Key: `${OURS}.probe` };
  const { client } = target;
  return problemsOf([
    async () => {
      const { UploadId } = await target.asking(
        "beginning an upload (s3:PutObject, kms:GenerateDataKey where a key of KMS encrypts)",
        () => client.send(new CreateMultipartUploadCommand({ ...at, ACL: aclOf(version) })),
      );
      await target.asking("giving an upload up (s3:AbortMultipartUpload)", () =>
        client.send(new AbortMultipartUploadCommand({ ...at, UploadId })),
      );
    },
    () =>
      target.orNothing("tagging (s3:PutObjectTagging)", () =>
        client.send(new PutObjectTaggingCommand({ ...at, Tagging: { TagSet: [] } })),
      ),
  ]);
}

/** Does each, and tells what was refused, a sentence each. */
async function problemsOf(tries: readonly (() => Promise<unknown>)[]): Promise<string[]> {
  const ended = await Promise.allSettled(tries.map((attempt) => attempt()));
  return ended.flatMap((each) => (each.status === "rejected" ? [sentenceOf(each.reason)] : []));
}
