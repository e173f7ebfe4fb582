import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { nextRevision } from "../../stepwise/progress.ts";
import { MoveRefused } from "../../stepwise/refused.ts";
import { jsonText, readWhole, writeWhole } from "../../stepwise/whole-file.ts";
import { type Decisions, readDecisions } from "./decisions.ts";
import type { Exported } from "./exported.ts";
import { noProgress, type Progress } from "./progress.ts";

/** The folder of one zone's move. Files are written whole or not at all. */
export class MoveFolder {
  readonly root: string;
  readonly zone: string;

  constructor(root: string, zone: string) {
    this.root = root;
    this.zone = zone;
  }

  /** What people decide: `move.json`. */
  get decisions(): Decisions {
    const path = this.#written("move.json", "begin with infra dns export");
    return readDecisions(readFileSync(path, "utf8"), this.zone);
  }

  /** True when the move has begun. */
  get hasDecisions(): boolean {
    return existsSync(this.path("move.json"));
  }

  /** How far the move has come: `progress.json`. */
  get progress(): Progress {
    if (!existsSync(this.path("progress.json"))) return noProgress(this.zone);
    return readWhole(this.path("progress.json"));
  }

  /** What was read from Route 53: `export.json`. */
  get exported(): Exported {
    return readWhole(this.#written("export.json", "run infra dns export"));
  }

  /** The same, or nothing where it was never read. */
  get exportedBefore(): Exported | undefined {
    return existsSync(this.path("export.json")) ? this.exported : undefined;
  }

  saveDecisions(decisions: Decisions): void {
    this.write("move.json", jsonText(decisions));
  }

  saveExport(exported: Exported): void {
    this.write("export.json", jsonText(exported));
  }

  /** @throws MoveRefused when somebody else has written since `progress` was read */
  saveProgress(progress: Progress): void {
    const next = nextRevision(this.progress, progress, {
      move: this.zone,
      file: this.path("progress.json"),
      cure: "look at it with infra dns status, then run the same command again",
    });
    this.write("progress.json", jsonText(next));
  }

  /** Writes a file of the folder, or one beside it: to another name first, then in its place. */
  write(name: string, text: string): string {
    const path = this.path(name);
    mkdirSync(dirname(path), { recursive: true });
    writeWhole(path, text);
    return path;
  }

  /** The text of a file, or nothing where it is not. */
  text(name: string): string | undefined {
    const path = this.path(name);
    return existsSync(path) ? readFileSync(path, "utf8") : undefined;
  }

  path(name: string): string {
    return resolve(this.root, name);
  }

  /** A path as people who stand in `folder` would type it. */
  shown(name: string, folder: string): string {
    return relative(folder, this.path(name)) || join(this.root, name);
  }

  /** Path of a file that must be there. */
  #written(name: string, cure: string): string {
    const path = this.path(name);
    if (existsSync(path)) return path;
    throw new MoveRefused(`there is no move of ${this.zone}`, [`${path} is not there`], cure);
  }
}
