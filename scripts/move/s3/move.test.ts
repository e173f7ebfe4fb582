// @module-tag long
import { readFileSync } from "node:fs";
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutBucketPolicyCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { missing } from "../../parts/parts.ts";
import { Buckets, ENV, nextSecond, SECRET_KEY } from "../testing/buckets.ts";
import { copyObjects } from "./copy.ts";

/** Names that no file could have, or that programs like to take for others. */
const ODD_NAMES = [
  ...["a//b", "folder/", "/from/the/root", "x/../y", "./here", "control\u0001", "tab\there"],
  ...["a space +&%=?#", "ünïcödé/日本語", "full／width（）", "e\u0301 in two", "é in one"],
  ...["back\\slash", "l".repeat(1024), "a", "a/b", "~", "\u{1f3b5}", "\uffee"],
];

const NOBODY_WRITES = JSON.stringify({
  Version: "2012-10-17",
  Statement: {
    ...{ Effect: "Deny", Principal: "*", Action: ["s3:Put*", "s3:DeleteObject"] },
    Resource: "arn:aws:s3:::old-live/*",
  },
});

describe.skipIf(missing("moto_server") || missing("rclone"))("a move of a bucket", () => {
  let buckets: Buckets;
  beforeAll(async () => {
    buckets = await Buckets.start();
  });
  afterAll(() => buckets?.stop());

  async function inPieces(bucket: string, key: string): Promise<void> {
    const at = { Bucket: bucket, Key: key };
    const { UploadId } = await buckets.client.send(new CreateMultipartUploadCommand(at));
    const bodies = [Buffer.alloc(5 * 1024 * 1024, "first "), Buffer.from("last")];
    const Parts = [];
    for (const [i, Body] of bodies.entries()) {
      const PartNumber = i + 1;
      const { ETag } = await buckets.client.send(
        new UploadPartCommand({ ...at, UploadId, PartNumber, Body }),
      );
      Parts.push({ ETag, PartNumber });
    }
    await buckets.client.send(
      new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload: { Parts } }),
    );
  }

  async function namesIn(side: "source" | "target", name: string): Promise<string[]> {
    const names: string[] = [];
    for await (const { key } of buckets.bucket(side, name).list()) names.push(key);
    return names.sort();
  }

  it("brings every object under its own name, with all that stands beside it, and only once", async () => {
    const move = await buckets.move("music");
    for (const name of ODD_NAMES) await buckets.put("old-music", name, `of ${name}`);
    await buckets.put("old-music", "empty", "");
    await buckets.put("old-music", "cover.jpg", "a picture", {
      ...{ ContentType: "image/jpeg", CacheControl: "max-age=60", ContentLanguage: "de" },
      ...{ Metadata: { artist: "Nina" }, Tagging: "kind=cover&year=1965" },
    });
    await buckets.put("old-music", "old//moved", "", { WebsiteRedirectLocation: "/cover.jpg" });
    await inPieces("old-music", "master.wav");
    await nextSecond();
    expect(await move.problems("check")).toEqual([]);
    const first = await move.take("copy");
    expect([first.said, first.facts]).toEqual([
      "23 objects in 5.0 MiB were copied",
      [
        ["one by one, not by rclone", "10"],
        ["got their tags", "1"],
      ],
    ]);
    const again = await move.take("copy");
    expect([again.said, again.facts]).toEqual([
      "0 objects in 0.0 MiB were copied",
      [
        ["one by one, not by rclone", "0"],
        ["got their tags", "0"],
      ],
    ]);
    expect((await move.take("follow")).said).toBe("23 of 23 objects are at the target");
    expect(await move.take("compare")).toMatchObject({
      ...{ problems: [], said: "23 objects in 5.0 MiB were compared, 0 differ" },
      facts: [["read, because no ETag tells of it", "5.0 MiB"]],
    });
    const over = await move.take("cutover");
    expect([over.problems, over.said]).toEqual([[], "23 objects are handed over"]);
    expect(over.warnings).toEqual([
      "nothing was written since the comparison; S3 does not tell who still could: a policy of the source that denies s3:PutObject and s3:DeleteObject to everybody makes sure",
    ]);

    // Something is written to the new place: going back would lose it.
    await buckets.put("new-music", "new song", "la");
    expect(await move.problems("rollback")).toEqual(['"new song" is not at the source']);
    const back = await move.take("rollback", { loseWrites: "a rehearsal, nobody's song" });
    expect(back.warnings).toEqual([
      'lost, because a rehearsal, nobody\'s song: "new song" is not at the source',
    ]);
    expect((await move.take("retire", { abandon: true })).facts).toEqual([["marker", "removed"]]);
    expect(await namesIn("target", "music")).toEqual(
      [...(await namesIn("source", "music")), "new song"].sort(),
    );
    const progress = readFileSync(move.file.replace("move.json", "progress.json"), "utf8");
    expect(progress + move.talked.join()).not.toContain(SECRET_KEY);
  });

  it("brings what stands there when it is read, and leaves out what is gone by then", async () => {
    await buckets.move("stale");
    await buckets.put("old-stale", "changed", "as it is now");
    await buckets.put("old-stale", "odd//changed", "as it is now");
    const [source, target] = [buckets.bucket("source", "stale"), buckets.bucket("target", "stale")];
    source.list = async function* () {
      for (const key of ["changed", "gone", "odd//changed", "odd//gone"]) {
        yield { key, size: 3, etag: '"old"', modified: new Date(0), storageClass: "STANDARD" };
      }
    };
    const world = { env: ENV, talk: () => {} } as never;
    await copyObjects({ source, target, jobs: 2, version: 1060, requesterPays: false, world });
    expect(await namesIn("target", "stale")).toEqual(["changed", "odd//changed"]);
    expect(await target.md5("changed")).toBe(await target.md5("odd//changed"));
  });

  it("sees what was changed, and lets nobody go over until it was brought and compared", async () => {
    const move = await buckets.move("live");
    for (const name of ["gone", "other", "same size", "tagged", "typed"]) {
      await buckets.put("old-live", name, "one");
    }
    await inPieces("old-live", "pieces");
    await nextSecond();
    expect(await move.problems("copy")).toEqual([]);
    await nextSecond();
    await buckets.remove("old-live", "gone");
    await buckets.put("old-live", "other", "longer");
    await buckets.put("old-live", "same size", "two");
    await buckets.put("old-live", "tagged", "one", { Tagging: "a=b" });
    await buckets.retype("old-live", "typed", "text/plain");
    await buckets.put("new-live", "more", "of somebody else");
    await buckets.put("new-live", "pieces", Buffer.alloc(5 * 1024 * 1024 + 4, "other"));
    expect(await move.take("follow")).toMatchObject({
      problems: [
        '4 objects (other, "same size", tagged, typed) in 0.0 MiB are not there as they are now: infra move copy, again',
      ],
      warnings: [
        "2 objects (gone, more) of the target are not at the source any more; nothing is deleted",
      ],
    });
    expect(await move.problems("compare")).toEqual([
      "gone is not at the source",
      "more is not at the source",
      "other has 6 bytes at the source, 3 at the target",
      "pieces has 5242884 bytes at both, and not the same ones",
      '"same size" has 3 bytes at both, and not the same ones',
      "tagged has other tags",
      "typed has content-type text/plain at the source, application/octet-stream at the target",
    ]);
    expect(await move.problems("cutover")).toEqual([
      expect.stringMatching(/^follow is not through: /),
      expect.stringMatching(/^compare is not through: /),
    ]);
    for (const name of ["gone", "more", "pieces"]) await buckets.remove("new-live", name);
    await nextSecond();
    expect((await move.take("copy")).said).toBe("5 objects in 5.0 MiB were copied");
    for (const step of ["follow", "compare"] as const) {
      expect(await move.problems(step)).toEqual([]);
    }
    await buckets.put("old-live", "late", "one");
    expect(await move.problems("cutover")).toEqual([
      expect.stringMatching(
        /^the source was written to since it was compared \(the newest object is of 20.+Z\): infra move copy, and compare, again$/,
      ),
    ]);
    await buckets.remove("old-live", "late");
    await buckets.client.send(
      new PutBucketPolicyCommand({ Bucket: "old-live", Policy: NOBODY_WRITES }),
    );
    expect(await move.take("cutover")).toMatchObject({ problems: [], warnings: [] });
  });
});
