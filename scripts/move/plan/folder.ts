import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { MoveRefused } from "../errors.ts";
import { type MovePlan, readPlan } from "./plan.ts";
import { noProgress, type Progress } from "./progress.ts";

/** The folder that holds the file of a move, how far it is, and a dump. */
export class MoveFolder {
  readonly plan: MovePlan;
  /** The file that people write. */
  readonly file: string;

  /** @throws MoveRefused when the file is not there, PropsError when something is wrong with it */
  constructor(file: string) {
    if (!existsSync(file)) {
      throw new MoveRefused(
        "there is no such move",
        [`${file} is not there`],
        "write what moves into that file: scripts/move/README.md has one to begin with",
      );
    }
    this.file = file;
    this.plan = readPlan(readFileSync(file, "utf8"), basename(file));
  }

  /** How far the move has come: `progress.json`. */
  get progress(): Progress {
    const path = this.path("progress.json");
    const { name } = this.plan;
    if (!existsSync(path)) return noProgress(name);
    const progress = parsed(path);
    if (progress.name === name) return progress;
    throw new MoveRefused(
      `${this.file} is another move than the one that began here`,
      [`${path} is of ${progress.name}, the file of ${name}`],
      "give each move a folder of its own",
    );
  }

  /** @throws MoveRefused when somebody else has written since `progress` was read */
  saveProgress(progress: Progress): void {
    const path = this.path("progress.json");
    if (this.progress.revision !== progress.revision) {
      throw new MoveRefused(
        `the progress of ${this.plan.name} was not written`,
        [`somebody else has gone on with ${path} in the meantime`],
        "run the same command again",
      );
    }
    const next = { ...progress, revision: progress.revision + 1 };
    writeWhole(path, `${JSON.stringify(next, null, 2)}\n`);
  }

  path(name: string): string {
    return join(dirname(this.file), name);
  }
}

/** To another name first, then in its place: a file is whole or as it was. */
function writeWhole(path: string, text: string): void {
  const file = openSync(`${path}.new`, "w");
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(`${path}.new`, path);
}

function parsed(path: string): Progress {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new MoveRefused(
      `${path} cannot be read`,
      [(error as Error).message],
      "take it back from version control; it is never written by hand",
    );
  }
}
