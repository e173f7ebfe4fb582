import { execFile, execFileSync } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Bench, Figure } from "../bench/bench.ts";
import { peakMemory } from "../bench/measure/memory.ts";
import { measurePairs, median } from "../bench/measure/pairs.ts";
import { Job, type Run } from "./testing/job.ts";
import { postgresPrograms, TestPostgres } from "./testing/postgres.ts";
import { TestStore } from "./testing/store.ts";

/** pgbench's scale that makes a database of 1 GB. */
const SCALE = 68;

/** The most rounds: each moves the database four times. */
const MOST_ROUNDS = 5;

interface Site {
  readonly postgres: TestPostgres;
  readonly store: TestStore;
  readonly job: Job;
}

/**
 * Backup and restore of a 1 GB database against the bare programs with the same upload and download,
 * on a PostgreSQL and a bucket of its own.
 */
export const backupBench: Bench = {
  summary: "backup and restore of 1 GB against bare pg_dump and pg_restore",
  async run({ rounds, talk }) {
    const postgres = await TestPostgres.start();
    const store = await TestStore.gcs();
    try {
      talk(`  filling a database (pgbench scale ${SCALE})`);
      fill(postgres, "big", SCALE);
      fill(postgres, "small", 1);
      const job = jobOf(store, postgres, "big");
      const count = Math.min(rounds, MOST_ROUNDS);
      const site = { postgres, store, job };
      return [await backups(site, count), ...(await restores(site, count)), await memory(site)];
    } finally {
      store.stop();
      postgres.stop();
    }
  },
};

function fill(postgres: TestPostgres, database: string, scale: number): void {
  postgres.sql("postgres", `create database ${database}`);
  const to = ["-h", "127.0.0.1", "-p", `${postgres.port}`, "-U", "postgres"];
  execFileSync(
    join(postgresPrograms(), "pgbench"),
    ["-i", "-q", "-s", `${scale}`, ...to, database],
    {
      stdio: "ignore",
    },
  );
}

function jobOf(store: TestStore, postgres: TestPostgres, database: string): Job {
  return new Job(store, postgres, { database, "gcs-tool": "rclone" });
}

/** Runs a command that must go well; its seconds. */
async function timed(run: () => Promise<Run> | Run): Promise<[number, Run]> {
  const begun = performance.now();
  const result = await run();
  if (result.code !== 0) throw new Error(result.message);
  return [(performance.now() - begun) / 1000, result];
}

async function backups({ postgres, store, job }: Site, count: number): Promise<Figure> {
  const file = join(job.folder, "bare.dump");
  const { ratio, first, second, rounds } = await measurePairs(
    count,
    async () => {
      const script = `"$PG"/pg_dump -Fc -h 127.0.0.1 -p ${postgres.port} -U postgres -f ${file} big &&
        rclone copyto --no-check-dest ${file} :gcs:acme-backups/bare.dump`;
      return (await timed(() => bare(store, script)))[0];
    },
    async () => (await timed(() => job.run("backup")))[0],
  );
  return {
    what: "backup.sh against pg_dump -Fc and the same upload",
    on: "1 GB",
    value: ratio,
    unit: "x",
    bar: { atMost: 1.3 },
    detail: `${first.toFixed(1)} s, ${second.toFixed(1)} s, ${rounds} rounds`,
  };
}

async function restores({ postgres, store, job }: Site, count: number): Promise<Figure[]> {
  const file = join(job.folder, "bare.dump");
  const proofs: number[] = [];
  const again = () => postgres.sql("postgres", "drop database if exists copy");
  const { ratio, first, second, rounds } = await measurePairs(
    count,
    async () => {
      again();
      const to = `-h 127.0.0.1 -p ${postgres.port} -U postgres`;
      const script = `rclone copyto :gcs:acme-backups/bare.dump ${file} && "$PG"/createdb ${to} copy &&
        "$PG"/pg_restore -j2 ${to} -d copy ${file}`;
      return (await timed(() => bare(store, script)))[0];
    },
    async () => {
      again();
      const [seconds, { stderr }] = await timed(() =>
        job.run("restore", "--into", "copy", "--yes"),
      );
      const proof = Number(/"step":"check","outcome":"ok","seconds":([\d.]+)/.exec(stderr)?.[1]);
      proofs.push(proof);
      return seconds - proof;
    },
  );
  const detail = `${first.toFixed(1)} s, ${second.toFixed(1)} s, ${rounds} rounds`;
  const base = { on: "1 GB", unit: "x" };
  return [
    {
      ...base,
      what: "restore.sh against the same download and pg_restore -j2",
      value: ratio,
      bar: { atMost: 1.3 },
      detail,
    },
    {
      ...base,
      what: "its count of all rows",
      value: median(proofs),
      unit: "s",
      detail: "counted apart",
    },
  ];
}

/** The largest process of a backup of 1 GB against that of 15 MB. */
async function memory({ store, postgres, job }: Site): Promise<Figure> {
  const peak = (of: Job) => {
    const { args, env } = of.command("backup");
    return peakMemory({ args, cwd: of.folder, env });
  };
  const small = await peak(jobOf(store, postgres, "small"));
  const big = await peak(job);
  const detail = `${small.toFixed(0)} MiB, ${big.toFixed(0)} MiB`;
  return {
    what: "peak memory of backup.sh",
    on: "1 GB against 15 MB",
    value: big / small,
    unit: "x",
    bar: { atMost: 1.5 },
    detail,
  };
}

/** The same programs without ours around them. */
async function bare(store: TestStore, script: string): Promise<Run> {
  const { stdout, stderr } = await promisify(execFile)("bash", ["-euc", script], {
    env: {
      ...process.env,
      ...store.environment,
      PG: postgresPrograms(),
      RCLONE_CONFIG: "/dev/null",
      RCLONE_GCS_BUCKET_POLICY_ONLY: "true",
      RCLONE_GCS_ENDPOINT: `${store.endpoint}/storage/v1/`,
    },
  });
  return { code: 0, stdout, stderr, message: "" };
}
