// @module-tag long
import { spawn } from "node:child_process";
import { hostname } from "node:os";
import { fileURLToPath } from "node:url";
import { PutBucketVersioningCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { missing } from "../../parts/parts.ts";
import { Buckets, ENV, nextSecond } from "../testing/buckets.ts";

const BIN = fileURLToPath(new URL("../../infra/bin.mjs", import.meta.url));

describe.skipIf(missing("moto_server") || missing("rclone"))("a move of a bucket", () => {
  let buckets: Buckets;
  beforeAll(async () => {
    buckets = await Buckets.start();
  });
  afterAll(() => buckets?.stop());

  it("is refused where it cannot be done, with all that is in the way, and changes nothing", async () => {
    const { source, target } = buckets.plan("odd");
    const move = await buckets.move("odd", { source: { ...source, region: "eu-west-1" } });
    await buckets.put("old-odd", "plain", "one");
    await buckets.put("old-odd", "cold", "one", { StorageClass: "GLACIER" });
    await buckets.put("new-odd", "somebody's", "one");
    await buckets.client.send(
      new PutBucketVersioningCommand({
        ...{ Bucket: "old-odd", VersioningConfiguration: { Status: "Enabled" } },
      }),
    );
    buckets.proxy.rights = ["get", "list"];
    const { problems, warnings } = await move.take("check");
    buckets.proxy.rights = ["create", "overwrite", "get", "list", "delete"];
    const asked = `target (s3://new-odd at ${new URL(target.endpoint!).host})`;
    const cure = "grant that, then run the same command again";
    expect(problems).toEqual([
      `target is empty or ours: the target holds 1 object (somebody's): name an empty bucket`,
      "region: the source lies in us-east-1, and the file says eu-west-1: write us-east-1",
      `rights and keys: ${asked}: beginning an upload (s3:PutObject, kms:GenerateDataKey where a key of KMS encrypts) failed: AccessDenied 403 Access Denied; ${cure}`,
      `rights and keys: ${asked}: tagging (s3:PutObjectTagging) failed: AccessDenied 403 Access Denied; ${cure}`,
      "what can be read at once: 1 object (cold) of the source lie in an archive: restore them for as long as the move takes (aws s3api restore-object)",
    ]);
    expect(warnings).toEqual([
      "the source keeps old versions: only what stands there now is brought",
      "the target keeps no old versions: what is written over there is gone",
      "ACLs of objects are not brought: the target's policy says who may what",
      "storage classes are not brought (1 GLACIER): all begins as STANDARD, and the target's lifecycle moves it on",
    ]);
    expect(await move.problems("copy")).toEqual(problems.filter((each) => !/^rights/.test(each)));
    const left: string[] = [];
    for await (const { key } of buckets.bucket("target", "odd").list()) left.push(key);
    expect(left).toEqual(["somebody's"]);
  });

  it("tells which side does not answer, and what it was refused with", async () => {
    const source = { ...buckets.plan("silent").source, endpoint: "http://127.0.0.1:1" };
    const move = await buckets.move("silent", { source });
    buckets.proxy.faults = { expired: true };
    const problems = await move.problems("check");
    buckets.proxy.faults = {};
    expect(problems).toEqual([
      "source (s3://old-silent at 127.0.0.1:1): listing it (s3:ListBucket) failed: ECONNREFUSED connect ECONNREFUSED 127.0.0.1:1; the store did not answer: run the same command again, which goes on",
      expect.stringMatching(
        /^target \(s3:\/\/new-silent at .+\): listing it \(s3:ListBucket\) failed: ExpiredToken 400 .+; log in again, then run the same command again, which goes on$/,
      ),
    ]);
  });

  it("goes on after its own death, waits for nobody who is gone, and goes one way only", async () => {
    const move = await buckets.move("killed");
    for (const name of ["first", "second", "third//odd"]) {
      await buckets.put("old-killed", name, `of ${name}`);
    }
    await nextSecond();
    buckets.proxy.faults = { stallUpload: true, only: "/second" };
    const killed = spawn(process.execPath, [BIN, "move", "copy", move.file], {
      ...{ env: ENV, stdio: ["ignore", "ignore", "pipe"] },
      // A group of its own, which is killed whole: rclone would wait for an answer to the end of days.
      detached: true,
    });
    let said = "";
    killed.stderr.on("data", (chunk) => {
      said += chunk;
    });
    const ended = new Promise((done) => killed.on("close", done));
    await vi.waitUntil(
      () => {
        expect(killed.exitCode, said).toBe(null);
        return buckets.proxy.stalled;
      },
      { timeout: 120_000, interval: 100 },
    );
    const [busy, holder, cure] = await move.problems("copy");
    expect(busy).toMatch(/^another run is at work in s3:\/\/new-killed at .+:$/);
    expect(holder).toMatch(
      new RegExp(`process ${killed.pid} on ${hostname()}, of the move killed`),
    );
    expect(cure).toBe(
      "wait until it has ended; where that process is gone: aws s3api delete-object --bucket new-killed --key .groundplan-move.lock",
    );
    process.kill(-killed.pid!, "SIGKILL");
    await ended;
    buckets.proxy.faults = {};
    // On the machine where it ran it is known to be gone.
    const there = { host: hostname(), isRunning: () => false };
    expect((await move.take("copy", {}, there)).holds).toBe(true);
    expect((await move.take("follow")).said).toBe("3 of 3 objects are at the target");

    const { source, target } = buckets.plan("killed");
    const wrong = await buckets.move("wrong", { source: target, target: source });
    expect(await wrong.problems("check")).toEqual([
      expect.stringMatching(
        /^direction: the move killed of s3:\/\/old-killed at .+ still fills the source: take it through and retire it first$/,
      ),
      "target is empty or ours: the target holds 3 objects (first, second, third//odd): name an empty bucket",
    ]);
  });
});
