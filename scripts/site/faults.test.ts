import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { AwsStore } from "./aws-store.ts";
import { readPublished, unsure, writePublished } from "./published.ts";
import { filesIn } from "./site-folder.ts";

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), "groundplan-site-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A store whose `aws` is this shell script. Default: there is none. */
function storeWith(script?: string): AwsStore {
  const folder = scratch();
  if (script !== undefined) {
    writeFileSync(join(folder, "aws"), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, "aws"), 0o755);
  }
  return new AwsStore({ folder, bucket: "b", distribution: "E1", env: { PATH: folder } });
}

describe("the AWS command line", () => {
  it("that is not there is asked for", async () => {
    await expect(storeWith().remembered()).rejects.toThrow(
      "aws s3api get-object failed: the AWS command line is not on PATH; install it",
    );
  });

  it("that fails is heard in its own words", async () => {
    const store = storeWith("echo 'upload failed: AccessDenied' >&2; exit 1");
    await expect(store.invalidate(["/"])).rejects.toThrow(
      "aws cloudfront create-invalidation failed: upload failed: AccessDenied",
    );
  });

  it("that ends well, and yet deleted not all, is not believed", async () => {
    const answer = { Errors: [{ Key: "site/a.txt", Message: "Access Denied" }] };
    const store = storeWith(`echo '${JSON.stringify(answer)}'`);
    await expect(store.delete(["a.txt"])).rejects.toThrow(
      "S3 did not delete:\n  - site/a.txt: Access Denied",
    );
  });

  it("that finds nothing remembered tells of a first release", async () => {
    const store = storeWith("echo 'An error occurred (NoSuchKey)' >&2; exit 254");
    expect(await store.remembered()).toBeUndefined();
  });
});

describe("what was published", () => {
  const files = { "a.txt": { sha256: "1", told: "text" } };

  it("is read as it was written, in order, whatever came first", () => {
    const more = { "b.txt": { sha256: "", told: "" }, ...files };
    expect(Object.keys(readPublished(writePublished(more)))).toEqual(["a.txt", "b.txt"]);
    expect(readPublished(writePublished(more))).toEqual(more);
  });

  it("is not sure of what is about to change", () => {
    expect(unsure({ ...files, "b.txt": files["a.txt"] }, ["a.txt", "c.txt"])).toEqual({
      "a.txt": { sha256: "", told: "" },
      "b.txt": files["a.txt"],
      "c.txt": { sha256: "", told: "" },
    });
  });

  it.each([
    [
      "<html>",
      "published.json is no JSON: somebody else wrote it; delete it, and publish: every file is written anew",
    ],
    [
      '{"version":2,"files":{}}',
      "published.json has version 2, and this is version 1; publish with the program that wrote it",
    ],
  ])("by another program is left alone: %s", (text, message) => {
    expect(() => readPublished(text)).toThrow(message);
  });
});

describe("a build", () => {
  it("is its files, in order, without what systems leave behind", () => {
    const folder = scratch();
    mkdirSync(join(folder, "b"));
    for (const path of ["index.html", "b/a.txt", "b/.DS_Store", "b/a.txt~"]) {
      writeFileSync(join(folder, path), "abc");
    }
    const sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    expect(filesIn(folder)).toEqual([
      { path: "b/a.txt", sha256 },
      { path: "index.html", sha256 },
    ]);
  });

  it("with a link is refused: what is behind it may be anything", () => {
    const folder = scratch();
    symlinkSync("/etc/passwd", join(folder, "index.html"));
    expect(() => filesIn(folder)).toThrow(
      "this release is not published:\n  - index.html is neither a file nor a folder; build without links",
    );
  });
});
