import { existsSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { ADMIN, type Job, LOADED, useSite, withoutParts } from "./testing/index.ts";

const POINTS = [
  "programs are installed",
  "database answers, client is not older",
  "role reads every table",
  "state and work folders are writable",
  "disk has room for a dump",
  "public keys are usable",
  "store takes a new object",
  "store refuses to overwrite, list, read and delete",
  "timer is on, clock is right",
];

describe.skipIf(withoutParts)("verify.sh --setup", { timeout: LOADED }, () => {
  const site = useSite();
  let host: Job;

  beforeAll(() => {
    host = site.job("music");
    site.postgres.sql("music", "create role nobody_reads login");
  });

  /** What it says of the nine points, and at the end. */
  async function setup(job: Job, ...args: string[]) {
    const { code, stdout, message } = await job.run("verify", "--setup", ...args);
    const lines = stdout.split("\n").filter(Boolean);
    return { code, message, lines, failed: lines.filter((line) => !line.startsWith("ok ")) };
  }

  it("passes all nine points with the writer's rights", async () => {
    site.store.asWriter();
    const { code, lines } = await setup(host, "--timer", "none");
    expect(lines).toEqual(POINTS.map((point) => `ok    ${point}`));
    expect(code).toBe(0);
  });

  type Break = (job: Job) => string;

  it.each<[string, Break]>([
    [
      POINTS[0]!,
      (job) => {
        job.set("PATH", pathWithout(job, "numfmt"));
        return "numfmt not found on PATH; install it on this machine";
      },
    ],
    [
      POINTS[1]!,
      (job) => {
        job.fake(
          "pg_dump",
          '[[ $1 == --version ]] && echo "pg_dump (PostgreSQL) 14.11" || exec "$REAL" "$@"',
        );
        return "pg_dump is 14.11 and the server 15.<n>; install postgresql-client-15";
      },
    ],
    [
      POINTS[2]!,
      (job) => {
        job.options["db-user"] = "nobody_reads";
        const grant = (table: string) =>
          `GRANT SELECT ON public.${table} TO nobody_reads; GRANT USAGE ON SCHEMA public TO nobody_reads;`;
        return `run: ${['"odd "" (name"', "artists", "plays"].map(grant).join(" ")}`;
      },
    ],
    [
      POINTS[3]!,
      (job) => {
        job.options["state"] = join(job.folder, "elsewhere");
        // What makes the folder's probe fail, for root too.
        mkdirSync(join(job.state, ".probe"), { recursive: true });
        return `run: chown -R <user> ${job.state}`;
      },
    ],
    [
      POINTS[4]!,
      (job) => {
        job.fake("df", "echo Avail; echo 10");
        return `${job.options["work"]} has 10B free and a dump needs <size>; make room, or name another folder with --work`;
      },
    ],
    [
      POINTS[5]!,
      (job) => {
        job.options["recipients"] = job.file("keys", "AGE-SECRET-KEY-1\n");
        return `${job.options["recipients"]} holds a private key; keep it off this host and write the public key (age1...) instead`;
      },
    ],
    [
      POINTS[6]!,
      () => {
        site.store.as([]);
        return "this identity may not do that to gs://acme-backups/daily/dev/music/probes/<time>; grant it roles/storage.objectCreator (<answer>)";
      },
    ],
    ...(["overwrite", "list", "get", "delete"] as const).map((right): [string, Break] => [
      POINTS[7]!,
      () => {
        // rclone asks for an object before it deletes it.
        site.store.as(right === "delete" ? ["create", "get", right] : ["create", right]);
        const may = {
          overwrite: "overwrite",
          list: "list",
          get: "read",
          delete: "read, may delete",
        };
        return `this identity may ${may[right]}; leave it roles/storage.objectCreator alone`;
      },
    ]),
    [
      POINTS[8]!,
      () => {
        site.store.proxy.faults = { clockAhead: 600 };
        return "the clock is -<n> seconds from the store's; run: timedatectl set-ntp true";
      },
    ],
  ])("fails for one reason alone, and names its cure: %s", async (point, breakIt) => {
    site.store.asWriter();
    const job = host.again();
    const cure = breakIt(job);
    const { code, message, failed } = await setup(job, "--timer", "none");
    expect(failed.map(simplified)).toEqual([`FAIL  ${point}: ${cure}`]);
    expect([code, message]).toEqual([20, "1 of 9 points failed; each line above names its cure"]);
  });

  it("asks for the timer, or for a scheduler where there is no systemd", async () => {
    site.store.asWriter();
    const { failed } = await setup(host);
    const cure = existsSync("/run/systemd/system")
      ? "run: systemctl enable --now groundplan-backup@music.timer"
      : "no systemd here: start backup.sh by another scheduler, and pass --timer none";
    expect(failed).toEqual([`FAIL  ${POINTS[8]}: ${cure}`]);
  });

  it("looks at every point, however many fail", async () => {
    site.store.as(ADMIN);
    site.store.proxy.faults = { clockAhead: 600 };
    const poor = host.onAnotherHost({ "db-user": "nobody_reads", recipients: "/nowhere" });
    const { code, lines, failed, message } = await setup(poor, "--timer", "none");
    expect(lines).toHaveLength(9);
    expect(failed.map((line) => line.split(": ")[0])).toEqual(
      [2, 5, 7, 8].map((at) => `FAIL  ${POINTS[at]}`),
    );
    expect(failed[2]).toContain("may overwrite, may list, may read, may delete;");
    expect([code, message]).toEqual([20, "4 of 9 points failed; each line above names its cure"]);
  });
});

/** What differs from run to run, as a word. */
function simplified(line: string): string {
  return line
    .replace(/probes\/\w+-\d+/, "probes/<time>")
    .replace(/\(.*storage\.objects\.create.*\)$/, "(<answer>)")
    .replace(/chown -R \S+/, "chown -R <user>")
    .replace(/needs \S+;/, "needs <size>;")
    .replace(/the server 15\.\d+/, "the server 15.<n>")
    .replace(/-\d+ seconds/, "-<n> seconds");
}

/** The programs of this machine but for one. */
function pathWithout(job: Job, program: string): string {
  const folder = join(job.folder, "others");
  const done = new Set([program]);
  mkdirSync(folder);
  const { PATH } = job.command("verify").env;
  for (const from of String(PATH).split(":").filter(existsSync)) {
    for (const name of readdirSync(from)) {
      if (!done.has(name)) symlinkSync(join(from, name), join(folder, name));
      done.add(name);
    }
  }
  return folder;
}
