import { copyFileSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isAlive, markOf, type ProcessMark } from "../alive.ts";
import { writeWhole } from "../folder.ts";
import { releaseRoom } from "../room.ts";
import { meansDiskFull } from "../space.ts";
import { STATE_FILE } from "../state.ts";
import { parseState } from "./state-file.ts";

/** Name of the lock beside a state: that of Terraform's own locks on state files. */
const LOCK = ".terraform.tfstate.lock.info";

/** Is the state in a copy's folder locked? It stays so where Terraform was killed. */
export function isLocked(folder: string): boolean {
  return existsSync(join(folder, LOCK));
}

/** A lock as Terraform describes it; and who holds it. */
interface StateLock {
  readonly ID: string;
  readonly holder?: ProcessMark;
}

/** What a request is answered with. */
export interface Answer {
  /** Code of HTTP. */
  readonly code: number;
  readonly body?: string;
}

/** The state of one stack, as Terraform's `http` backend asks for it. */
export class StateKeeper {
  readonly #folder: string;
  /** The Terraform that was started last for this stack. */
  #worker: number | undefined;
  #hasBackup = false;

  /** @param folder the stack's copy */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Told of each Terraform that is started for the stack: its lock is good while it lives. */
  startedBy(pid: number): void {
    this.#worker = pid;
  }

  /** The state; 404 where there is none yet. */
  get(): Answer {
    const file = this.#at(STATE_FILE);
    return existsSync(file) ? { code: 200, body: readFileSync(file, "utf8") } : { code: 404 };
  }

  /**
   * Takes the place of the state, whole or not at all. The one before this run's first is kept.
   *
   * @param id of the lock under which it is written
   */
  put(body: string, id: string | null): Answer {
    const lock = this.#lock();
    if (lock && lock.ID !== id) return { code: 409, body: JSON.stringify(lock) };
    if (!parseState(body)) return { code: 400, body: "this is no state of Terraform's, format 4" };
    const file = this.#at(STATE_FILE);
    if (!this.#hasBackup && existsSync(file)) copyFileSync(file, `${file}.backup`);
    this.#hasBackup = true;
    try {
      writeWhole(file, body);
    } catch (error) {
      if (!meansDiskFull(error)) throw error;
      releaseRoom(this.#folder);
      writeWhole(file, body);
    }
    return { code: 200 };
  }

  /** Locks the state; 423 with the other's lock where another Terraform that lives holds it. */
  lock(body: string): Answer {
    const held = this.#lock();
    if (held) return { code: 423, body: JSON.stringify(held) };
    const info: StateLock = JSON.parse(body);
    const holder = markOf(this.#worker ?? process.pid);
    writeWhole(this.#at(LOCK), JSON.stringify({ ...info, holder }));
    return { code: 200 };
  }

  /** Gives the lock back; 409 where it is another's. */
  unlock(body: string): Answer {
    const held = this.#lock();
    const id = body === "" ? undefined : (JSON.parse(body) as StateLock).ID;
    if (held && id !== undefined && held.ID !== id)
      return { code: 409, body: JSON.stringify(held) };
    rmSync(this.#at(LOCK), { force: true });
    return { code: 200 };
  }

  /** The lock, unless whoever took it is dead. */
  #lock(): StateLock | undefined {
    const file = this.#at(LOCK);
    if (!existsSync(file)) return undefined;
    try {
      const lock: StateLock = JSON.parse(readFileSync(file, "utf8"));
      return lock.holder && isAlive(lock.holder) ? lock : undefined;
    } catch {
      // Terraform's own, of a state file: the system gives it back with the process.
      return undefined;
    }
  }

  #at(name: string): string {
    return join(this.#folder, name);
  }
}
