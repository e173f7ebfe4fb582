import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { findPart } from "../../parts/parts.ts";
import { freePort } from "../../parts/ports.ts";

/** A MariaDB server of the test's own, on loopback. Its root has no password. */
export class TestMariadb {
  readonly port: number;
  readonly folder: string;
  private readonly child: ChildProcess;

  private constructor(port: number, folder: string, child: ChildProcess) {
    this.port = port;
    this.folder = folder;
    this.child = child;
  }

  /** Makes and starts one: 3 seconds. */
  static async start(): Promise<TestMariadb> {
    const folder = mkdtempSync(join(tmpdir(), "mariadb-"));
    const own = ["--no-defaults", `--user=${userInfo().username}`, `--datadir=${folder}/data`];
    execFileSync(
      "mariadb-install-db",
      [...own, "--auth-root-authentication-method=normal", "--skip-test-db"],
      { stdio: "ignore" },
    );
    const port = await freePort();
    const place = ["--bind-address=127.0.0.1", `--port=${port}`, `--socket=${folder}/socket`];
    const child = spawn(
      findPart("mariadbd")!,
      [...own, ...place, `--pid-file=${folder}/pid`, "--innodb-flush-log-at-trx-commit=0"],
      { stdio: "ignore" },
    );
    const server = new TestMariadb(port, folder, child);
    await server.answers();
    return server;
  }

  /** Runs statements; one row a line, columns parted by tabs. */
  sql(database: string, statements: string): string {
    const to = ["--no-defaults", "-h", "127.0.0.1", "-P", `${this.port}`, "-u", "root"];
    return execFileSync("mariadb", [...to, "-BN", "--raw", database], {
      input: statements,
      encoding: "utf8",
      stdio: ["pipe", "pipe", "pipe"],
    }).trim();
  }

  stop(): void {
    this.child.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async answers(): Promise<void> {
    for (let left = 600; left > 0; left--) {
      try {
        this.sql("mysql", "select 1");
        return;
      } catch {
        await new Promise((done) => setTimeout(done, 100));
      }
    }
    throw new Error("MariaDB did not start");
  }
}
