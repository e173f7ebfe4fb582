import { describe, expect, it } from "vitest";
import { missing } from "../parts/parts.ts";
import { LOADED, RESTORER, useSite, withoutParts } from "./testing/index.ts";

describe.skipIf(withoutParts || missing("aws") || missing("moto_server"))(
  "backups in S3",
  { timeout: LOADED },
  () => {
    const site = useSite("s3");

    it(
      "are made with s3:PutObject alone, from one host at a time, and read and restored by another identity",
      async () => {
        const job = site.job("music");
        site.store.asWriter();
        const made = await job.run("backup");
        expect([made.code, made.message]).toEqual([0, ""]);
        const names = await site.store.names("daily/dev/music/");
        expect(names.map((name) => name.replace(/^.*-music/, ""))).toEqual([
          ".dump",
          ".globals.sql",
          ".manifest.json",
        ]);
        expect((await job.onAnotherHost().run("backup")).code).toBe(10);
        site.store.as(RESTORER);
        const id = made.stdout.trim();
        expect((await job.run("verify", "--no-drill")).stdout.trim()).toBe(id);
        const restored = await job.run("restore", "--into", "music_copy", "--yes");
        expect([restored.code, restored.message]).toEqual([0, ""]);
        expect(site.postgres.sql("music_copy", "select count(*) from plays")).toBe("2000");
      },
      LOADED,
    );

    it(
      "fail with the name of the right, or of credentials that expired",
      async () => {
        const job = site.job("denied");
        site.store.as([]);
        const denied = await job.run("backup");
        expect(denied.code).toBe(13);
        expect(denied.message).toMatch(
          /^this identity may not do that to s3:\/\/acme-backups\/daily\/dev\/denied\/locks\/\d+\.lock; grant it s3:PutObject \(.*AccessDenied/,
        );
        site.store.heal();
        site.store.proxy.faults = { expired: true };
        const expired = await job.run("backup");
        expect(expired.code).toBe(13);
        expect(expired.message).toMatch(
          /^the credentials for s3:.* are missing, expired or refused; renew them \(.*ExpiredToken/,
        );
      },
      LOADED,
    );

    it(
      "pass the set-up check where the writer may only add",
      async () => {
        const job = site.job("setup");
        site.store.asWriter();
        const { stdout } = await job.run("verify", "--setup", "--timer", "none");
        expect(stdout.split("\n").filter((line) => line.startsWith("FAIL"))).toEqual([]);
      },
      LOADED,
    );
  },
);
