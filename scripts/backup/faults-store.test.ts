import { describe, expect, it } from "vitest";
import { type Job, LOADED, useSite, withoutParts } from "./testing/index.ts";

interface Listed {
  readonly id: string;
  readonly whole: boolean;
  readonly problem: string | null;
}

describe.skipIf(withoutParts)("a store that goes wrong", { timeout: LOADED }, () => {
  const site = useSite();

  async function list(job: Job): Promise<Listed[]> {
    site.store.heal();
    return JSON.parse((await job.run("list", "--json")).stdout);
  }

  async function dumps(job: Job): Promise<string[]> {
    const names = await site.store.names(`daily/dev/${job.options["database"]}/`);
    return names.filter((name) => name.endsWith(".dump"));
  }

  it.each([1, 4000])(
    "B03 publishes nothing when the dump's upload breaks after %i bytes",
    async (bytes) => {
      const job = site.job(`broken${bytes}`);
      site.store.asWriter();
      site.store.proxy.faults = { cutUploadAfter: bytes, only: ".dump" };
      const { code, message } = await job.run("backup");
      expect(code).toBe(13);
      expect(message).toMatch(/\.dump failed; look at the network and run again \(/);
      expect(await site.store.names(`daily/dev/broken${bytes}/`)).toEqual([]);
      site.store.asWriter();
      expect((await job.run("backup")).code).toBe(0);
      expect(await list(job)).toMatchObject([{ whole: true }]);
    },
  );

  it("B03 counts no dump whose manifest was not written", async () => {
    const job = site.job("headless");
    site.store.asWriter();
    const good = (await job.run("backup")).stdout.trim();
    site.store.proxy.faults = { cutUploadAfter: 10, only: ".manifest.json" };
    expect((await job.run("backup")).code).toBe(13);
    const [loose, globals, whole] = await list(job);
    expect(loose).toMatchObject({
      whole: false,
      problem: expect.stringMatching(/\.dump has no manifest$/),
    });
    expect(globals).toMatchObject({ whole: false });
    expect(whole).toMatchObject({ id: good, whole: true });
    expect((await job.run("verify", "--no-drill")).stdout.trim()).toBe(good);
  });

  it("B03 leaves no object or folder when it is killed during an upload", async () => {
    const job = site.job("shot");
    site.store.asWriter();
    site.store.proxy.faults = { stallUpload: true, only: ".dump" };
    const run = job.start("backup");
    await expect.poll(() => site.store.proxy.stalled, { timeout: 15_000 }).toBe(true);
    process.kill(-run.pid, "SIGKILL");
    expect((await run.ended).code).toBe(null);
    expect(await dumps(job)).toEqual([]);
    site.store.asWriter();
    expect((await job.run("backup")).code).toBe(0);
    expect(job.leftovers()).toBe(false);
  });

  it("says that credentials are expired", async () => {
    const job = site.job("expired");
    site.store.proxy.faults = { expired: true };
    const { code, message } = await job.run("backup");
    expect(code).toBe(13);
    expect(message).toMatch(
      /^the credentials for gs:\/\/acme-backups\/daily\/dev\/expired\/locks\/\d+\.lock are missing, expired or refused; renew them \(/,
    );
  });

  it(
    "B04 finds a flipped byte, a cut tail, swapped objects and a cut manifest",
    async () => {
      const job = site.job("corrupt");
      site.store.asWriter();
      for (let left = 2; left > 0; left--) expect((await job.run("backup")).code).toBe(0);
      site.store.heal();
      const [first, second] = (await dumps(job)) as [string, string];
      const id = first.split("/").at(-1)!.replace(".dump", "");
      const good = await site.store.read(first);
      const verify = async (body: Buffer) => {
        await site.store.write(first, body);
        const { code, message } = await job.run("verify", "--backup", id, "--no-drill");
        return [code, message];
      };
      const flipped = Buffer.from(good);
      flipped[good.length >> 1]! ^= 1;
      const damaged = `${id}: dump has another SHA-256 than its manifest says; it was damaged or swapped, restore an older backup`;
      expect(await verify(flipped)).toEqual([12, damaged]);
      const cut = await verify(good.subarray(0, -20));
      expect(cut).toEqual([
        12,
        `${id} is not whole: ${first} has ${good.length - 20} bytes instead of ${good.length}; choose another one`,
      ]);
      const other = await site.store.read(second);
      const swapped = await verify(other);
      expect(swapped[0]).toBe(12);
      expect(await verify(good)).toEqual([0, ""]);
      // Each in its turn: whichever is read first, it must not swallow the other.
      for (const dump of [first, second]) {
        const manifest = dump.replace(".dump", ".manifest.json");
        const whole = await site.store.read(manifest);
        await site.store.write(manifest, whole.subarray(0, 300));
        expect((await list(job)).filter((each) => each.whole)).toHaveLength(1);
        await site.store.write(manifest, whole);
      }
    },
    LOADED,
  );

  it("B05 takes the newest by sequence when the clock jumps back over the new year", async () => {
    const job = site.job("jumpy");
    site.store.asWriter();
    job.fake("date", '[[ "$*" == "-u +%s" ]] && echo "$NOW" || exec /usr/bin/date "$@"');
    const ids: string[] = [];
    for (const time of ["2027-01-01T00:30:00Z", "2026-12-31T23:50:00Z"]) {
      job.set("NOW", String(Date.parse(time) / 1000));
      ids.push((await job.run("backup")).stdout.trim());
    }
    expect(ids).toEqual(["20270101T003000Z-jumpy", "20261231T235000Z-jumpy"]);
    expect((await list(job)).map(({ id }) => id)).toEqual(ids);
  });

  it("B06 refuses a second run on this host, which dies with the first", async () => {
    const job = site.job("twice");
    site.store.asWriter();
    site.store.proxy.faults = { stallUpload: true, only: ".dump" };
    const first = job.start("backup");
    await expect.poll(() => site.store.proxy.stalled, { timeout: 15_000 }).toBe(true);
    const second = await job.run("backup");
    expect(second.code).toBe(10);
    expect(second.message).toBe(
      `another run (process ${first.pid}) holds ${job.state}/lock; wait for its end`,
    );
    process.kill(-first.pid, "SIGKILL");
    await first.ended;
    site.store.asWriter();
    expect((await job.run("backup")).code).toBe(0);
  });

  it("B06 refuses to publish from a second host within the lock's time", async () => {
    const job = site.job("hosts");
    site.store.asWriter();
    expect((await job.run("backup")).code).toBe(0);
    const before = await site.store.names("daily/dev/hosts/");
    const other = job.onAnotherHost();
    const { code, message } = await other.run("backup");
    expect(code).toBe(10);
    expect(message).toMatch(
      /^another host publishes backups of dev\/hosts: gs:\/\/acme-backups\/daily\/dev\/hosts\/locks\/\d+\.lock exists; stop that host's timer, or wait until \d{4}-\S+Z$/,
    );
    expect(await site.store.names("daily/dev/hosts/")).toEqual(before);
    expect((await job.run("backup")).code).toBe(0);
    // Two slots of two hours later, nobody has to clear it away.
    const later = Math.floor(Date.now() / 1000) + 3 * 7200;
    other.fake("date", `[[ "$*" == "-u +%s" ]] && echo ${later} || exec /usr/bin/date "$@"`);
    expect((await other.run("backup")).code).toBe(0);
  });
});
