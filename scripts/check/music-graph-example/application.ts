import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestPostgres } from "../../backup/testing/postgres.ts";
import { findPart } from "../../parts/parts.ts";
import { freePort } from "../../parts/ports.ts";

/** Where the example application lies. */
export const EXAMPLE = fileURLToPath(new URL("../../../apps/music-graph/example", import.meta.url));

const PASSWORD = "a password, by file";

/** What the application answered. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** The example application as its image runs it, before a database of its own. */
export class Application {
  private readonly port: number;
  private readonly child: ChildProcess;
  private said = "";

  private constructor(port: number, child: ChildProcess) {
    this.port = port;
    this.child = child;
    for (const channel of [child.stdout, child.stderr]) {
      channel?.on("data", (chunk) => {
        this.said += chunk;
      });
    }
  }

  /** Gives the role that must say its password a database. */
  static prepare(postgres: TestPostgres): void {
    postgres.sql("postgres", `create role keeper login password '${PASSWORD}'`);
    postgres.sql("postgres", "create database graph owner keeper");
  }

  static async start(postgres: TestPostgres): Promise<Application> {
    const port = await freePort();
    const passwordFile = join(postgres.folder, "password");
    writeFileSync(passwordFile, `${PASSWORD}\n`);
    const child = spawn(findPart("gunicorn")!, ["--bind", `127.0.0.1:${port}`], {
      cwd: EXAMPLE,
      env: {
        PYTHONDONTWRITEBYTECODE: "1",
        DATABASE_HOST: "127.0.0.1",
        DATABASE_PORT: String(postgres.port),
        DATABASE_NAME: "graph",
        DATABASE_USER: "keeper",
        DATABASE_PASSWORD_FILE: passwordFile,
      },
    });
    const application = new Application(port, child);
    await application.untilItAnswers();
    return application;
  }

  /** Asks by a path whose parts are names. */
  async ask(method: string, ...parts: string[]): Promise<Answer> {
    const path = parts.map((part) => encodeURIComponent(part)).join("/");
    const answer = await fetch(`http://127.0.0.1:${this.port}/${path}`, { method });
    return { status: answer.status, body: await answer.json() };
  }

  /** Stops it as Compose does; its exit code. */
  stop(): Promise<number | null> {
    return new Promise((done) => {
      this.child.on("close", done);
      this.child.kill("SIGTERM");
    });
  }

  private async untilItAnswers(): Promise<void> {
    for (let left = 600; left > 0 && this.child.exitCode === null; left--) {
      try {
        await this.ask("GET", "health");
        return;
      } catch {
        await new Promise((done) => setTimeout(done, 50));
      }
    }
    this.child.kill("SIGKILL");
    throw new Error(`the application did not start: ${this.said}`);
  }
}
