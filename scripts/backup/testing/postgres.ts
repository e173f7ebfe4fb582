import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { findPart } from "../../parts/parts.ts";
import { freePort } from "../../parts/ports.ts";

/** The folder of PostgreSQL's own programs. What is on the PATH may be a link or a Perl script. */
export function postgresPrograms(): string {
  const initdb = findPart("initdb");
  return initdb ? dirname(realpathSync(initdb)) : "/";
}

/** A PostgreSQL server of the test's own, on loopback. */
export class TestPostgres {
  readonly port: number;
  readonly folder: string;

  private constructor(port: number, folder: string) {
    this.port = port;
    this.folder = folder;
  }

  /**
   * Makes and starts one: 2 seconds. Passwords are asked for from roles that have one.
   *
   * @param settings as the server takes them: `-c wal_level=logical`
   */
  static async start(settings = ""): Promise<TestPostgres> {
    const folder = mkdtempSync(join(tmpdir(), "pg-"));
    chmodSync(folder, 0o755);
    const server = new TestPostgres(await freePort(), folder);
    if (process.getuid?.() === 0) execFileSync("chown", ["postgres", folder]);
    server.as(
      "initdb",
      "--pgdata",
      `${folder}/data`,
      "--auth",
      "trust",
      "-U",
      "postgres",
      "--no-sync",
    );
    // Two roles must say their password; the others are trusted.
    const rules = `${folder}/data/pg_hba.conf`;
    const password = "host all keeper,graph 127.0.0.1/32 scram-sha-256\n";
    writeFileSync(rules, password + readFileSync(rules, "utf8"));
    const options = `-h 127.0.0.1 -p ${server.port} -k ${folder} -c fsync=off ${settings}`;
    server.as(
      "pg_ctl",
      "-D",
      `${folder}/data`,
      "-l",
      `${folder}/log`,
      "-w",
      "-o",
      options,
      "start",
    );
    return server;
  }

  /** Runs statements; one row a line, columns parted by |. */
  sql(database: string, statements: string): string {
    const { port } = this;
    const args = [
      "-XqAt",
      "-v",
      "ON_ERROR_STOP=1",
      "-h",
      "127.0.0.1",
      "-p",
      `${port}`,
      "-U",
      "postgres",
    ];
    return execFileSync("psql", [...args, "-d", database], {
      input: statements,
      encoding: "utf8",
      stdio: ["pipe", "pipe", "pipe"],
    }).trim();
  }

  stop(): void {
    this.as("pg_ctl", "-D", `${this.folder}/data`, "-m", "immediate", "stop");
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** PostgreSQL refuses to run as root. */
  private as(program: string, ...args: string[]): void {
    const prefix =
      process.getuid?.() === 0
        ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        : [];
    const [first, ...rest] = [...prefix, join(postgresPrograms(), program), ...args];
    const { status, stderr } = spawnSync(String(first), rest, {
      encoding: "utf8",
      cwd: "/",
      stdio: ["ignore", "ignore", "pipe"],
    });
    if (status !== 0) throw new Error(`${program}: ${stderr}`);
  }
}
