import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { nextRevision } from "../../stepwise/progress.ts";
import { MoveRefused } from "../../stepwise/refused.ts";
import { jsonText, readWhole, writeWhole } from "../../stepwise/whole-file.ts";
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
    const progress = readWhole<Progress>(path);
    if (progress.name === name) return progress;
    throw new MoveRefused(
      `${this.file} is another move than the one that began here`,
      [`${path} is of ${progress.name}, the file of ${name}`],
      "give each move a folder of its own",
    );
  }

  /** @throws MoveRefused when somebody else has written since `progress` was read */
  saveProgress(progress: Progress): void {
    const file = this.path("progress.json");
    const told = { move: this.plan.name, file, cure: "run the same command again" };
    writeWhole(file, jsonText(nextRevision(this.progress, progress, told)));
  }

  /** Writes a file of the move's own. */
  write(name: string, text: string): void {
    writeWhole(this.path(name), text);
  }

  path(name: string): string {
    return join(dirname(this.file), name);
  }
}
