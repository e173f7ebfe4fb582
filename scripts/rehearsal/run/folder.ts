import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { partsOfId } from "../../stacks/manifest.ts";

/** What stands beside each copy and says what it is. */
export interface CopyNote {
  readonly stack: string;
  readonly environment: string;
  /** Stacks that this one reads or waits for. */
  readonly dependencies: readonly string[];
  /** True once it was named by the user; false while it only came along for what reads it. */
  readonly asked: boolean;
  /** Names that were copied from synth's output. */
  readonly entries: readonly string[];
}

/** The copy of one stack. */
export interface Copy extends CopyNote {
  readonly id: string;
  readonly folder: string;
}

/** Name of the note beside a copy. */
const NOTE = "rehearsal.json";

/** Everything that is rehearsed in one checkout: `.rehearsal/<environment>/<stack>/`. */
export class RehearsalFolder {
  readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  /** Where the copy of a stack lies, whether it is there or not. */
  stack(id: string): string {
    return join(this.root, partsOfId(id).environment, id);
  }

  /** What exists in the rehearsal cloud of an environment, whatever the states beside it say. */
  cloud(environment: string): string {
    return join(this.root, environment, "cloud.journal");
  }

  /** What exists outside of what is rehearsed, as the author says: a file of the checkout. */
  existing(environment: string): string {
    return join(this.root, "../environments", environment, "existing.json");
  }

  /** Folder of the locks, one for each environment. */
  get locks(): string {
    return join(this.root, ".locks");
  }

  /** Terraform's own configuration for rehearsals, in place of the user's. */
  get cliConfig(): string {
    return join(this.root, ".terraformrc");
  }

  /** Every copy that is there, by id. */
  copies(): Copy[] {
    return folders(this.root)
      .flatMap((environment) => folders(join(this.root, environment)))
      .map((id) => readNote(this.stack(id)))
      .filter((copy) => copy !== undefined);
  }

  /** Removes a copy with its state. Only for a state that is empty. */
  remove(copy: Copy): void {
    rmSync(copy.folder, { recursive: true, force: true });
  }

  /** Folder in which `cdktf` works when it deploys onto the rehearsal. It keeps no state. */
  get cdktf(): string {
    return join(this.root, "cdktf.out");
  }

  /** Removes the folders and files that serve no copy any more. */
  tidy(): void {
    for (const environment of folders(this.root)) removeEmpty(join(this.root, environment));
    removeEmpty(this.locks);
    if (this.copies().length > 0 || existsSync(this.locks)) return;
    rmSync(this.cdktf, { recursive: true, force: true });
    rmSync(this.cliConfig, { force: true });
    removeEmpty(this.root);
  }
}

/** Writes a file so that it is there whole or not at all. */
export function writeWhole(path: string, text: string): void {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

/** Writes the note of a copy. */
export function writeNote(folder: string, note: CopyNote): void {
  mkdirSync(folder, { recursive: true });
  writeWhole(join(folder, NOTE), `${JSON.stringify(note, null, 2)}\n`);
}

/** Reads the note of a copy; nothing where there is none that can be read. */
export function readNote(folder: string): Copy | undefined {
  try {
    const note: CopyNote = JSON.parse(readFileSync(join(folder, NOTE), "utf8"));
    return { ...note, id: note.stack, folder };
  } catch {
    return undefined;
  }
}

function folders(path: string): string[] {
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map((entry) => entry.name)
    .sort();
}

function removeEmpty(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
}
