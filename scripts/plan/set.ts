import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import type { ToolFinding } from "../review/set/input.ts";
import { type Checked, sha256, wrongFiles } from "./checked-files.ts";
import { type PlanSetManifest, STACK_FILES, VERSION } from "./manifest.ts";
import { isWhole } from "./manifest-form.ts";
import { disown, leftBehind, own, removeQuietly } from "./passing.ts";

/** Name of the manifest in a plan set. */
const MANIFEST = "plan-set.json";

/** What to do where a set cannot stand. */
const ANOTHER = "name another folder with --out, for an apply with --next";

/** A folder is no plan set, or not a whole one. */
export class BrokenPlanSet extends Error {
  constructor(message: string) {
    super(message);
    this.name = "BrokenPlanSet";
  }
}

/** A plan set that is being made: it takes its place when it is whole. */
export class NewPlanSet {
  readonly #target: string;
  readonly folder: string;

  /**
   * Throws a `BrokenPlanSet` where no set can stand: before the work, not after it.
   *
   * @param target where it will stand; a set that stands there is replaced
   */
  constructor(target: string) {
    this.#target = target;
    const [parent, prefix] = [dirname(target), `.${basename(target)}-`];
    this.folder = join(parent, `${prefix}${process.pid}`);
    this.#checkTarget();
    try {
      rmSync(this.folder, { recursive: true, force: true });
      mkdirSync(this.folder, { recursive: true, mode: 0o700 });
      own(this.folder);
      for (const folder of leftBehind(prefix, parent)) removeQuietly(folder);
    } catch (error) {
      const { code = "unknown" } = error as NodeJS.ErrnoException;
      throw new BrokenPlanSet(`no plan set can be made in ${target} (${code}); ${ANOTHER}`);
    }
  }

  /** What stands there must be a plan set, or nothing: anything else is left alone. */
  #checkTarget(): void {
    if (existsSync(this.#target) && !existsSync(join(this.#target, MANIFEST))) {
      throw new BrokenPlanSet(
        `${this.#target} is there and is no plan set; it is left alone: ${ANOTHER}`,
      );
    }
  }

  /** Folder of a stack's files. */
  stack(id: string): string {
    const folder = join(this.folder, "stacks", id);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return folder;
  }

  /** Takes the files of a stack out again. */
  drop(id: string): void {
    rmSync(join(this.folder, "stacks", id), { recursive: true, force: true });
  }

  /** Writes a file that only its owner may read. */
  write(path: string, text: string): void {
    writeFileSync(join(this.folder, path), text, { mode: 0o600 });
  }

  /** Adds what another tool has found of a stack. */
  addFindings(id: string, findings: readonly ToolFinding[]): void {
    mkdirSync(join(this.folder, "findings"), { recursive: true, mode: 0o700 });
    this.write(join("findings", `${id}.json`), `${JSON.stringify(findings, null, 2)}\n`);
  }

  /** Hashes of a stack's files, which are closed to others. */
  seal(id: string): Record<string, string> {
    const files = Object.values(STACK_FILES).map(
      (name) => [name, join(this.stack(id), name)] as const,
    );
    return Object.fromEntries(
      files
        .filter(([, path]) => existsSync(path))
        .map(([name, path]) => {
          chmodSync(path, 0o600);
          return [name, sha256(readFileSync(path))];
        }),
    );
  }

  /** Puts the whole set in its place. */
  finish(manifest: PlanSetManifest): void {
    this.write(MANIFEST, `${JSON.stringify(manifest, null, 2)}\n`);
    this.#checkTarget();
    const before = `${this.folder}-before`;
    if (existsSync(this.#target)) {
      // Whatever kills us here: what lies about is ours, and the next one removes it.
      own(this.#target);
      renameSync(this.#target, before);
    }
    renameSync(this.folder, this.#target);
    disown(this.#target);
    rmSync(before, { recursive: true, force: true });
  }

  /** Removes what was made, where it was not finished. */
  discard(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Reads the manifest of a plan set and checks that every file is what it says. */
export function readPlanSet(folder: string, checked?: Checked): PlanSetManifest {
  const path = join(folder, MANIFEST);
  if (!existsSync(path)) {
    throw new BrokenPlanSet(
      `${folder} is no plan set: it has no ${MANIFEST}; make one with "infra plan"`,
    );
  }
  const manifest = parseManifest(readFileSync(path, "utf8"), path);
  const problems = manifest.stacks.flatMap((each) => wrongFiles(folder, each, checked));
  if (problems.length > 0)
    throw new BrokenPlanSet([...problems, 'plan again with "infra plan"'].join("\n"));
  return manifest;
}

function parseManifest(text: string, path: string): PlanSetManifest {
  let parsed: Partial<PlanSetManifest> | undefined;
  try {
    parsed = JSON.parse(text);
  } catch {
    // Said below.
  }
  if (!parsed || !Array.isArray(parsed.stacks)) {
    throw new BrokenPlanSet(`${path} is cut off or damaged; plan again with "infra plan"`);
  }
  if (parsed.version !== VERSION) {
    throw new BrokenPlanSet(
      `${path} has version ${JSON.stringify(parsed.version)}, this program reads ${VERSION}; plan again with "infra plan"`,
    );
  }
  if (!isWhole(parsed)) {
    throw new BrokenPlanSet(`${path} lacks what every plan set says; plan again with "infra plan"`);
  }
  const odd = parsed.stacks.find(({ stack }) => !/^[a-z0-9][a-z0-9-]*$/.test(stack));
  if (odd)
    throw new BrokenPlanSet(
      `${path} names a stack that cannot be one; plan again with "infra plan"`,
    );
  return parsed as PlanSetManifest;
}
