import { spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { findPart } from "../../parts/parts.ts";
import { postgresPrograms } from "./postgres.ts";
import type { TestStore } from "./store.ts";

const SCRIPTS = join(dirname(fileURLToPath(import.meta.url)), "..");

/** A command of the backup folder. */
export type Command = "backup" | "verify" | "restore" | "drill" | "list" | "prune";

/** Where the database answers, on loopback. */
export interface Server {
  readonly port: number;
}

/** What became of a run. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What it said of its failure: the last one. */
  readonly message: string;
}

/** One database, its job file, its host's folders, and fakes that stand before real programs. */
export class Job {
  readonly folder = mkdtempSync(join(tmpdir(), "backup-"));
  readonly options: Record<string, string>;
  readonly store: TestStore;
  private readonly environment: Record<string, string> = {};
  /** What this job was on other hosts, or before. */
  private readonly others: Job[] = [];

  constructor(store: TestStore, server: Server, options: Record<string, string>) {
    this.store = store;
    this.options = {
      store: store.url,
      "store-endpoint": store.endpoint,
      environment: "dev",
      stage: "dev",
      "db-host": "127.0.0.1",
      "db-port": String(server.port),
      "db-user": "postgres",
      state: join(this.folder, "state"),
      work: join(this.folder, "work"),
      ...options,
    };
    mkdirSync(join(this.folder, "bin"));
    chmodSync(this.folder, 0o755);
  }

  /** The folder in which the job remembers. */
  get state(): string {
    return join(
      this.options["state"]!,
      `${this.options["environment"]}-${this.options["database"]}`,
    );
  }

  /** Another host of the same database: nothing remembered, nothing locked. */
  onAnotherHost(options: Record<string, string> = {}): Job {
    const { state: _state, work: _work, ...kept } = this.options;
    const server = { port: Number(kept["db-port"]) };
    return this.keep(new Job(this.store, server, { ...kept, ...options }));
  }

  /** The same host once more: what it remembers, and no fake. */
  again(): Job {
    const server = { port: Number(this.options["db-port"]) };
    return this.keep(new Job(this.store, server, this.options));
  }

  /** Every later run has the variable. */
  set(name: string, value: string): void {
    this.environment[name] = value;
  }

  /** A program that is found before the real one; `$REAL` is the real one's path. */
  fake(program: string, body: string): void {
    const path = join(this.folder, "bin", program);
    const real = realProgram(program);
    writeFileSync(path, `#!/usr/bin/env bash\nREAL=${real}\n${body}\n`);
    chmodSync(path, 0o755);
  }

  /** A file in the job's folder; its path. */
  file(name: string, text: string, mode = 0o644): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    chmodSync(path, mode);
    return path;
  }

  /** A JSON file that the job remembers by. */
  remembered(name: string): Record<string, unknown> {
    return JSON.parse(readFileSync(join(this.state, name), "utf8"));
  }

  /** A command as it is run, with its job file written. */
  command(command: Command, args: readonly string[] = []) {
    const lines = Object.entries(this.options).map(([name, value]) => `${name} = ${value}`);
    const config = this.file("job.conf", `${lines.join("\n")}\n`);
    const words = [join(SCRIPTS, `${command}.sh`), "--config", config, ...args];
    return { args: words as [string, ...string[]], env: this.env() };
  }

  /** Starts a command in a process group of its own. */
  start(command: Command, args: readonly string[] = []) {
    const {
      args: [program, ...words],
      env,
    } = this.command(command, args);
    const child = spawn(program, words, { detached: true, env, stdio: ["ignore", "pipe", "pipe"] });
    const ended = new Promise<Run>((settle) => {
      let stdout = "";
      let stderr = "";
      child.stdout.on("data", (chunk) => (stdout += chunk));
      child.stderr.on("data", (chunk) => (stderr += chunk));
      child.on("close", (code) =>
        settle({ code, stdout, stderr, message: code === 0 ? "" : lastMessage(stderr) }),
      );
    });
    return { pid: child.pid!, ended };
  }

  /** Runs a command to its end. */
  run(command: Command, ...args: string[]): Promise<Run> {
    return this.start(command, args).ended;
  }

  /** What is left in the work folder: nothing, after any end but a kill. */
  leftovers(): boolean {
    const work = this.options["work"]!;
    return existsSync(work) && readdirSync(work).length > 0;
  }

  /** Removes its folders, and those of its other hosts. */
  remove(): void {
    for (const other of this.others) other.remove();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private keep(other: Job): Job {
    this.others.push(other);
    return other;
  }

  private env(): Record<string, string> {
    // Debian's own psql is a Perl script that looks for the real one.
    const parts = (["age", "aws", "rclone"] as const).map((part) => findPart(part));
    const path = [
      join(this.folder, "bin"),
      postgresPrograms(),
      ...parts.map((part) => dirname(part ?? "/")),
    ];
    return {
      PATH: `${path.join(":")}:${process.env["PATH"]}`,
      HOME: this.folder,
      TMPDIR: tmpdir(),
      ...this.store.environment,
      ...this.environment,
    };
  }
}

/** Where the program is that a fake stands before. */
function realProgram(program: string): string {
  const folders = [postgresPrograms(), "/usr/bin", "/bin"];
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path)) ?? "";
}

function lastMessage(stderr: string): string {
  const failed = [...stderr.matchAll(/^\{.*"outcome":"failed".*\}$/gm)].at(-1)?.[0];
  return failed ? JSON.parse(failed).message : stderr.trim();
}
