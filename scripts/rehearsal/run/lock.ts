import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { isAlive, markOf, type ProcessMark } from "./alive.ts";

/** Who works on something of an environment's. */
interface Holder extends ProcessMark {
  readonly since: string;
  readonly command: string;
}

/** Somebody else works on it. */
export class Locked extends Error {
  constructor(what: string, { pid, host, since, command }: Holder, file: string) {
    const where = host === hostname() ? "" : ` on ${host}`;
    const cure =
      host === hostname()
        ? "wait until it has ended, or stop it"
        : `if it is surely not running any more, remove ${file}`;
    super(`${what} is in use by "${command}" (process ${pid}${where}, since ${since}); ${cure}`);
    this.name = "Locked";
  }
}

/** What taking a lock needs to know. */
export interface LockOptions {
  /** Folder of the locks. */
  readonly folder: string;
  readonly environments: readonly string[];
  /** What of an environment is locked, for messages. Default: its rehearsal. */
  readonly what?: string;
  /** What is being done, for whoever finds the lock. */
  readonly command: string;
  readonly talk: (text: string) => void;
}

/**
 * Takes the locks of some environments, all or none. A lock of a process that has died is taken
 * over, and said so. Terraform's own locks on the states are left to Terraform.
 *
 * @returns gives them back
 */
export function lockEnvironments(options: LockOptions): () => void {
  const held: string[] = [];
  const release = () => {
    process.off("exit", release);
    for (const file of held.splice(0)) rmSync(file, { force: true });
  };
  process.on("exit", release);
  try {
    mkdirSync(options.folder, { recursive: true });
    for (const environment of [...options.environments].sort()) {
      held.push(lockOne(environment, options));
    }
    return release;
  } catch (error) {
    release();
    throw error;
  }
}

function lockOne(environment: string, options: LockOptions): string {
  const { folder, command, talk } = options;
  const what = `the ${options.what ?? "rehearsal"} of ${environment}`;
  const file = join(folder, `${environment}.json`);
  if (create(file, command)) return file;
  // Taking over has a lock of its own: two that find the same dead one must not both have it.
  const guard = `${file}.takeover`;
  const holder = read(file);
  if (holder && isAlive(holder)) throw new Locked(what, holder, file);
  if (!create(guard, command)) throw new Locked(what, read(guard) ?? unknown(), guard);
  try {
    const still = read(file);
    if (still && isAlive(still)) throw new Locked(what, still, file);
    if (still) talk(`taking over the lock of ${environment}: process ${still.pid} has died`);
    rmSync(file, { force: true });
    if (create(file, command)) return file;
    throw new Locked(what, read(file) ?? unknown(), file);
  } finally {
    rmSync(guard, { force: true });
  }
}

/** Creates a lock with its content in one step; false where there is one. */
function create(file: string, command: string): boolean {
  const own = `${file}.${process.pid}`;
  const holder: Holder = {
    ...markOf(process.pid),
    since: new Date().toISOString(),
    command,
  };
  writeFileSync(own, `${JSON.stringify(holder)}\n`);
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

function read(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

function unknown(): Holder {
  return { pid: 0, host: hostname(), born: "", since: "just now", command: "another run" };
}
