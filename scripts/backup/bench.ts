import { execFile, execFileSync } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Bench, Figure } from "../bench/bench.ts";
import { peakMemory } from "../bench/measure/memory.ts";
import { measurePairs, median } from "../bench/measure/pairs.ts";
import { Job, type Run } from "./testing/job.ts";
import { postgresPrograms, TestPostgres } from "./testing/postgres.ts";
import { TestStore } from "./testing/store.ts";

/** pgbench's scales that make a database of 1 GB, and one of 100 MB. */
const SCALE = { big: 68, small: 7 };

/** Seconds in which dev must be back: what people needed who did it by hand. */
const RECOVERY_SECONDS = 120;

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
    const job = jobOf(store, postgres, "big");
    try {
      talk(`  filling two databases (pgbench scales ${SCALE.big} and ${SCALE.small})`);
      for (const name of ["big", "small"] as const) fill(postgres, name, SCALE[name]);
      const count = Math.min(rounds, MOST_ROUNDS);
      const site = { postgres, store, job };
      return [
        ...(await backups(site, count)),
        ...(await restores(site, count)),
        await drill(site),
        await recovery(site),
        await memory(site),
      ];
    } finally {
      job.remove();
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

/** Seconds of each step, from the log. */
function stepsOf({ stderr }: Run): ReadonlyMap<string, number> {
  const steps = stderr.matchAll(/"step":"(\w+)","outcome":"ok","seconds":([\d.]+)/g);
  return new Map([...steps].map(([, step, seconds]) => [String(step), Number(seconds)]));
}

/** The same, to be read. */
function told(run: Run): string {
  return [...stepsOf(run)].map(([step, seconds]) => `${step} ${seconds.toFixed(1)}`).join(", ");
}

/** What proofs took, which nobody pays who only dumps or only restores; and the steps of the last run. */
function apart(what: string, seconds: readonly number[], last: string): Figure {
  return { what, on: "1 GB", value: median(seconds), unit: "s", detail: `counted apart: ${last}` };
}

async function backups({ postgres, store, job }: Site, count: number): Promise<Figure[]> {
  const file = join(job.folder, "bare.dump");
  const proofs: number[] = [];
  let last = "";
  const { ratio, first, second, rounds } = await measurePairs(
    count,
    async () => {
      const script = `"$PG"/pg_dump -Fc -h 127.0.0.1 -p ${postgres.port} -U postgres -f ${file} big &&
        rclone copyto --no-check-dest ${file} :gcs:acme-backups/bare.dump`;
      return (await timed(() => bare(store, script)))[0];
    },
    async () => {
      const [seconds, run] = await timed(() => job.run("backup"));
      proofs.push(stepsOf(run).get("check")!);
      last = told(run);
      return seconds - proofs.at(-1)!;
    },
  );
  return [
    {
      what: "backup.sh against pg_dump -Fc and the same upload",
      on: "1 GB",
      value: ratio,
      unit: "x",
      bar: { atMost: 1.3 },
      detail: `${first.toFixed(1)} s, ${second.toFixed(1)} s, ${rounds} rounds`,
    },
    apart("its reading of the dump to the end", proofs, last),
  ];
}

async function restores({ postgres, store, job }: Site, count: number): Promise<Figure[]> {
  const file = join(job.folder, "bare.dump");
  const proofs: number[] = [];
  let last = "";
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
      const [seconds, run] = await timed(() => job.run("restore", "--into", "copy", "--yes"));
      proofs.push(stepsOf(run).get("check")!);
      last = told(run);
      return seconds - proofs.at(-1)!;
    },
  );
  const detail = `${first.toFixed(1)} s, ${second.toFixed(1)} s, ${rounds} rounds`;
  again();
  return [
    {
      what: "restore.sh against the same download and pg_restore -j2",
      on: "1 GB",
      value: ratio,
      unit: "x",
      bar: { atMost: 1.3 },
      detail,
    },
    apart("its count of all rows", proofs, last),
  ];
}

/** The newest backup into a throw-away server, with all proofs. */
async function drill({ job }: Site): Promise<Figure> {
  const [seconds, run] = await timed(() => job.run("drill"));
  return { what: "drill.sh", on: "1 GB", value: seconds, unit: "s", detail: told(run) };
}

/** A database of dev's size that was lost: from the newest backup to the first answer. */
async function recovery({ postgres, store }: Site): Promise<Figure> {
  const job = jobOf(store, postgres, "small");
  try {
    await timed(() => job.run("backup"));
    postgres.sql("postgres", "drop database small");
    const [seconds] = await timed(() => job.run("restore", "--yes"));
    const rows = postgres.sql("small", "select count(*) from pgbench_accounts");
    return {
      what: "restore.sh of a database that was lost",
      on: "100 MB",
      value: seconds,
      unit: "s",
      bar: { atMost: RECOVERY_SECONDS },
      detail: `${rows} rows answer`,
    };
  } finally {
    job.remove();
  }
}

/** The processes of a backup of 1 GB against those of a backup of 100 MB. */
async function memory({ store, postgres, job }: Site): Promise<Figure> {
  const peak = (of: Job) => {
    const { args, env } = of.command("backup");
    return peakMemory({ args, cwd: of.folder, env });
  };
  const other = jobOf(store, postgres, "small");
  const small = await peak(other);
  other.remove();
  const big = await peak(job);
  const detail = `${small.toFixed(0)} MiB, ${big.toFixed(0)} MiB`;
  return {
    what: "peak memory of backup.sh",
    on: "1 GB against 100 MB",
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
