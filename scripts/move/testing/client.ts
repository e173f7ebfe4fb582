import { spawn } from "node:child_process";
import { join } from "node:path";
import { postgresPrograms, type TestPostgres } from "../../backup/testing/postgres.ts";

/** A client that writes one row after the other, and tries each until a server has taken it. */
export class Client {
  /** Where the application's configuration points. */
  server: TestPostgres;
  /** Rows that a server has confirmed. */
  confirmed = 0;
  /** Writes that no server took, each tried again. */
  refused = 0;
  readonly #database: string;
  #goesOn = true;
  readonly #ended: Promise<void>;

  constructor(server: TestPostgres, database: string) {
    this.server = server;
    this.#database = database;
    this.#ended = this.#work();
  }

  /** Waits until this many more rows are confirmed. */
  async writes(rows: number): Promise<void> {
    const wanted = this.confirmed + rows;
    while (this.confirmed < wanted) await new Promise((done) => setTimeout(done, 20));
  }

  async stop(): Promise<void> {
    this.#goesOn = false;
    await this.#ended;
  }

  async #work(): Promise<void> {
    while (this.#goesOn) {
      if (await this.#write(`written ${this.confirmed + 1}`)) this.confirmed++;
      else this.refused++;
    }
  }

  #write(name: string): Promise<boolean> {
    const { port } = this.server;
    const args = ["-XqAt", "-h", "127.0.0.1", "-p", `${port}`, "-U", "postgres", this.#database];
    const insert = `insert into artists (name) values ('${name}')`;
    return new Promise((resolve) => {
      spawn(join(postgresPrograms(), "psql"), [...args, "-c", insert], { stdio: "ignore" })
        .on("close", (code) => resolve(code === 0))
        .on("error", () => resolve(false));
    });
  }
}
