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
import type {
  Notice,
  PlanResult,
  ProviderMove,
  StaleRead,
  ToolFinding,
} from "../review/set/set.ts";
import type { OfficialSummary } from "../review/stack/counts.ts";
import { type Checked, sha256, wrongFiles } from "./checked-files.ts";
import { isWhole } from "./manifest-form.ts";
import { disown, leftBehind, own, removeQuietly } from "./passing.ts";
import type { PlanMode } from "./plan-stack.ts";

/** Version of the manifest's form, and of what its digests are made of (`scripts/review/digest.ts`). */
const VERSION = 1;

/** Name of the manifest in a plan set. */
const MANIFEST = "plan-set.json";

/**
 * What stands in a plan set about one stack. It holds no value of any resource, but problems and
 * warnings are in Terraform's words, which may quote one.
 */
export interface StackEntry {
  readonly stack: string;
  readonly environment: string;
  readonly dependencies: readonly string[];
  readonly result: PlanResult;
  /** What went wrong, and warnings, in Terraform's words: for those who may read the set only. */
  readonly problems: readonly Notice[];
  readonly warnings: readonly Notice[];
  readonly blockedBy?: string;
  readonly stale: readonly StaleRead[];
  /** What Terraform itself counted. */
  readonly official?: OfficialSummary;
  /** Addresses that the change under review leads to. */
  readonly touched?: readonly string[];
  readonly providers: readonly ProviderMove[];
  readonly cost?: { readonly before?: number; readonly after: number };
  /** Page of the run, where one has planned it. */
  readonly page?: string;
  /** Digest of what the plan would do; see `digestOf`. */
  readonly digest?: string;
  /** Hash of what was synthesized for it, whatever the checkout's folder; see `hashOfShape`. */
  readonly synthesized?: string;
  /** SHA-256 of each file of the stack in this set, by its name. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * What a plan set says of itself.
 *
 * A plan set is a folder: this manifest (`plan-set.json`); `estate.json`, every stack and what it
 * depends on; `sources.json` and `base-sources.json`, where things were made; for each planned stack
 * `stacks/<id>/` with the saved plan, the same as JSON, and the template that was planned; and
 * `findings/`, what other tools add. Saved plans and their JSON hold secrets in clear. An apply adds
 * `apply-<n>.log` to a stack's folder: what Terraform said.
 */
export interface PlanSetManifest {
  readonly version: typeof VERSION;
  readonly engine: { readonly engine: "terraform" | "tofu"; readonly version: string };
  readonly commit?: string;
  readonly dirty: boolean;
  /** Commit that affected stacks were found against. */
  readonly base?: string;
  readonly repository?: string;
  readonly rehearsal: boolean;
  /** What the plans are for. Left out for what the code wants. */
  readonly mode?: Exclude<PlanMode, "normal">;
  /** When it was planned, in ISO 8601. */
  readonly planned: string;
  /** The command that made it. */
  readonly command: string;
  readonly stacks: readonly StackEntry[];
}

/** Files of one stack in a plan set. The plan, its JSON and its text hold secrets. */
export const STACK_FILES = {
  plan: "plan.tfplan",
  json: "plan.json",
  template: "cdk.tf.json",
  text: "plan.txt",
} as const;

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
