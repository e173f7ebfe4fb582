import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestPostgres } from "../../backup/testing/postgres.ts";
import { Served } from "../served/served.ts";

/** Where the example application lies. */
export const EXAMPLE = fileURLToPath(new URL("../../../apps/music-graph/example", import.meta.url));

const PASSWORD = "a password, by file";

/** The example application as its image runs it, before a database of its own. */
export class Application {
  readonly #served: Served;

  private constructor(served: Served) {
    this.#served = served;
  }

  /** Gives the role that must say its password a database. */
  static prepare(postgres: TestPostgres): void {
    postgres.sql("postgres", `create role keeper login password '${PASSWORD}'`);
    postgres.sql("postgres", "create database graph owner keeper");
  }

  static async start(postgres: TestPostgres): Promise<Application> {
    const passwordFile = join(postgres.folder, "password");
    writeFileSync(passwordFile, `${PASSWORD}\n`);
    return new Application(
      await Served.start(EXAMPLE, {
        DATABASE_HOST: "127.0.0.1",
        DATABASE_PORT: String(postgres.port),
        DATABASE_NAME: "graph",
        DATABASE_USER: "keeper",
        DATABASE_PASSWORD_FILE: passwordFile,
      }),
    );
  }

  /** Asks by a path whose parts are names. */
  async ask(method: string, ...parts: string[]): Promise<{ status: number; body: unknown }> {
    const path = parts.map((part) => `/${encodeURIComponent(part)}`).join("");
    const { status, body } = await this.#served.ask(method, path);
    return { status, body };
  }

  /** Stops it as Compose does; its exit code. */
  stop(): Promise<number | null> {
    return this.#served.stop();
  }
}
