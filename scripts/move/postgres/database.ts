import { spawn } from "node:child_process";
import { MoveRefused } from "../../stepwise/refused.ts";
import type { World } from "../world.ts";
import { libpqEnv } from "./libpq.ts";
import { type Run, refused, run } from "./run.ts";
import { type Server, serverName } from "./server.ts";

/** So that a row reads the same in both servers, whatever they are set to. */
const SESSION = `
set row_security = off;
set timezone = 'UTC';
set datestyle = 'ISO, YMD';
set intervalstyle = 'postgres';
set extra_float_digits = 1;
set bytea_output = 'hex';
set xmloption = 'content';
set lc_monetary = 'C';
set search_path = '';
set lock_timeout = '30s';
set default_transaction_read_only = off;
`;

const PSQL = ["-XqAt", "-v", "ON_ERROR_STOP=1"];

/** One database of the two, by psql. */
export class Database {
  readonly side: "source" | "target";
  readonly name: string;
  readonly application: string;
  readonly #env: Record<string, string>;

  constructor(side: "source" | "target", server: Server, move: string, world: World) {
    this.side = side;
    this.name = serverName(server);
    this.application = `groundplan-move ${move}`;
    this.#env = libpqEnv(server, world.env, this.application);
  }

  /** Runs statements, one after the other; what they print, a line each. */
  async lines(statements: string): Promise<string[]> {
    const printed = await this.program("psql", PSQL, "its statements", SESSION + statements);
    return printed.split("\n").filter((line) => line !== "");
  }

  /** The rows of one query as objects. Numbers that may be large are cast to text in the query. */
  async rows<T>(query: string): Promise<T[]> {
    // The list that it makes has line breaks of its own.
    const json = await this.lines(`select coalesce(json_agg(q), '[]') from (${query}) q;`);
    return JSON.parse(json.join(""));
  }

  /** Runs a program of PostgreSQL with this database as its own. */
  program(
    program: Run["program"],
    args: readonly string[],
    work: string,
    input = "",
  ): Promise<string> {
    const doing = `${program} at the ${this.side} (${this.name}): ${work}`;
    return run({ program, args, env: this.#env, input, doing });
  }

  /**
   * Does work while nobody else moves into this database.
   *
   * @throws MoveRefused when another run does, or what it started is still at work
   */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    const holder = spawn("psql", PSQL, { env: this.#env, stdio: ["pipe", "pipe", "pipe"] });
    const ended = new Promise<void>((resolve) => holder.on("close", () => resolve()));
    try {
      const answer = await this.#firstLine(holder);
      if (answer !== "t|") throw this.#busy(answer);
      return await work();
    } finally {
      holder.stdin.end();
      await ended;
    }
  }

  /** What the holder of the lock says first: whether it has it, and who else of us is there. */
  #firstLine(holder: ReturnType<typeof spawn>): Promise<string> {
    return new Promise((resolve, reject) => {
      let [out, err] = ["", ""];
      holder.stdout!.on("data", (chunk) => {
        out += chunk;
        if (out.includes("\n")) resolve(out.split("\n")[0]!);
      });
      holder.stderr!.on("data", (chunk) => {
        err += chunk;
      });
      holder.on("error", (error) => reject(refused(`psql at the ${this.side}`, error.message)));
      holder.on("close", () => reject(refused(`psql at the ${this.side} (${this.name})`, err)));
      holder.stdin!.on("error", () => {});
      // Programs of a run that was killed go on without it for as long as they like.
      holder.stdin!.write(`
        select pg_try_advisory_lock(hashtextextended('groundplan-move', 0)),
          string_agg(pid::text, ', ') from pg_stat_activity
          where application_name = ${literal(this.application)} and pid <> pg_backend_pid()
            and datname = current_database();\n`);
    });
  }

  #busy(answer: string): MoveRefused {
    const pids = answer.split("|")[1];
    return new MoveRefused(
      `another run of this move is at work in ${this.name}`,
      [pids ? `its sessions there: ${pids}` : "it holds the lock of the move"],
      "wait until it has ended; where its process is gone, select pg_terminate_backend(...) of those sessions",
    );
  }

  /** What of the connection stands on pg_restore's command line, which does nothing without. */
  get connection(): string {
    const { PGSERVICE, PGDATABASE = "" } = this.#env;
    return PGSERVICE ? `service=${PGSERVICE}` : PGDATABASE;
  }
}

/** A text as SQL writes it. */
export function literal(text: string): string {
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return text.includes("\\") ? ` E${quoted.replaceAll("\\", "\\\\")}` : quoted;
}

/** A name as SQL writes it. */
export function identifier(...parts: readonly string[]): string {
  return parts.map((part) => `"${part.replaceAll('"', '""')}"`).join(".");
}
