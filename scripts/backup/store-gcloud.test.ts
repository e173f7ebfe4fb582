import { describe, expect, it } from "vitest";
import { findPart } from "../parts/parts.ts";
import { LOADED, RESTORER, useSite, withoutParts } from "./testing/index.ts";

// Google's own tool is no package that the installer can fetch: where a machine has it, it is tried.
describe.skipIf(withoutParts || !findPart("gcloud"))(
  "backups by gcloud",
  { timeout: LOADED },
  () => {
    const site = useSite();

    it(
      "are made by inserts alone, each with the create-only precondition, and read back",
      async () => {
        const job = site.job("music", { "gcs-tool": "gcloud" });
        job.set("CLOUDSDK_CONFIG", job.folder);
        site.store.asWriter();
        const seen = site.store.proxy.requests.length;
        const made = await job.run("backup");
        expect([made.code, made.message]).toEqual([0, ""]);
        const asked = site.store.proxy.requests.slice(seen);
        expect(asked.filter((each) => !each.startsWith("POST /upload/"))).toEqual([]);
        expect((await job.onAnotherHost().run("backup")).code).toBe(10);
        site.store.as(RESTORER);
        const verified = await job.run("verify", "--no-drill");
        expect([verified.message, verified.stdout.trim()]).toEqual(["", made.stdout.trim()]);
      },
      LOADED,
    );

    it("are none where the file could not be laid out for it", async () => {
      const job = site.job("laid", { "gcs-tool": "gcloud" });
      job.set("CLOUDSDK_CONFIG", job.folder);
      job.fake("ln", "echo 'ln: No space left on device' >&2; exit 1");
      const { code, message } = await job.run("backup");
      expect([code, message]).toEqual([
        13,
        expect.stringMatching(
          /^gs:\/\/\S+\.lock failed; look at the network and run again \(ln: No space left on device\)$/,
        ),
      ]);
      expect(await site.store.names("daily/dev/laid/")).toEqual([]);
    });
  },
);
