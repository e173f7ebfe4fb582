import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { writeWhole } from "../rehearsal/run/folder.ts";
import type { Stack } from "../stacks/manifest.ts";
import { selectStacks, UnknownNames } from "../stacks/select.ts";
import { inPassing, type Session, type SessionOptions } from "../state/session.ts";
import { lockFileOf, providerSetOf } from "../synth/provider-locks.mjs";
import { TerraformFailed, terraformStep } from "../terraform/step.ts";
import { compareLocks, gapsOf, readLockFile, type WantedProvider } from "./lock-file.ts";

/** Platforms that people and CI run on. */
export const PLATFORMS = ["linux_amd64", "linux_arm64", "darwin_arm64", "windows_amd64"] as const;

/** File that Terraform writes. */
const LOCK = ".terraform.lock.hcl";

/** How locks are made. */
export interface LockOptions extends SessionOptions {
  /** Environments, stacks or globs; all stacks where none is named. */
  readonly names: readonly string[];
  /** Platforms whose packages are hashed. */
  readonly platforms: readonly string[];
  /** A folder or an https address that mirrors the registry; left out, the registry itself is asked. */
  readonly mirror?: string;
}

/** What became of the lock of one set of providers. */
export interface LockOutcome {
  /** `aws-google` */
  readonly set: string;
  /** Where it lies, from the root. */
  readonly file: string;
  readonly changed: boolean;
  /** Stacks that have this set. */
  readonly stacks: readonly string[];
}

/** No lock was made; the ones that are there stay. */
export class NotLocked extends Error {
  constructor(set: string, why: string) {
    super(`the providers ${set} were not locked, and no lock file was changed: ${why}`);
    this.name = "NotLocked";
  }
}

/**
 * Makes the lock of each set of providers: Terraform asks the registry or the mirror for the packages
 * of all platforms and writes down what they hash to. All of them are made before one is written.
 * Against a lock that is there a package of the same version must have the same hash.
 */
export async function makeLocks(options: LockOptions): Promise<LockOutcome[]> {
  return inPassing(options, async (session) => {
    const names = options.names.length > 0 ? options.names : ["*"];
    const { stacks, unknown } = selectStacks(await session.synthesize(), names);
    if (unknown.length > 0) throw new UnknownNames(unknown);
    return writeLocks(stacks, session, options);
  });
}

async function writeLocks(
  stacks: readonly Stack[],
  session: Session,
  options: LockOptions,
): Promise<LockOutcome[]> {
  const { root } = options.project;
  const sets = new Map<string, Stack[]>();
  for (const stack of stacks) {
    const set = providerSetOf(stack.template);
    if (set) sets.set(set, [...(sets.get(set) ?? []), stack]);
  }
  const made: (LockOutcome & { readonly text: string })[] = [];
  for (const [set, members] of [...sets].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const path = lockFileOf(root, options.terraform.engine, set);
    const before = existsSync(path) ? readFileSync(path, "utf8") : undefined;
    const fresh = await makeLock(set, wantedBy(set, members), session, options);
    const text = before === undefined ? fresh : settle(set, path, before, fresh);
    const file = path.slice(root.length + 1);
    const ids = members.map(({ id }) => id);
    made.push({ set, file, changed: text !== before, stacks: ids, text });
  }
  for (const { file, changed, text } of made) {
    if (!changed) continue;
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeWhole(join(root, file), text);
  }
  return made.map(({ text: _, ...outcome }) => outcome);
}

/** Which of two locks stands: the one before, unless the new one adds to it. */
function settle(set: string, path: string, before: string, fresh: string): string {
  const difference = compareLocks(readLockFile(before), readLockFile(fresh));
  if (difference === "other") {
    throw new NotLocked(
      set,
      `a package is not the one that ${path} has locked under the same version. Somebody may have changed it: ` +
        "ask its publisher. If it is right, or you left out a platform, remove the file and run this again",
    );
  }
  return difference === "same" ? before : fresh;
}

type Wanted = Readonly<Record<string, WantedProvider>>;

/** What the stacks of a set ask for: one version of each provider. */
function wantedBy(set: string, stacks: readonly Stack[]): Wanted {
  const asked = stacks.map(({ template }) => template.terraform?.required_providers ?? {});
  const different = asked.find((each) => JSON.stringify(each) !== JSON.stringify(asked[0]));
  if (different) throw new NotLocked(set, "stacks ask for different versions of one provider");
  return asked[0] as Wanted;
}

async function makeLock(
  set: string,
  wanted: Wanted,
  session: Session,
  options: LockOptions,
): Promise<string> {
  const folder = join(session.root, set);
  mkdirSync(folder);
  const { platforms, mirror, talk } = options;
  try {
    const terraform = { required_providers: wanted };
    writeFileSync(join(folder, "providers.tf.json"), JSON.stringify({ terraform }));
    const providers = Object.values(wanted);
    const from = mirror ? [`-${isUrl(mirror) ? "net" : "fs"}-mirror=${mirror}`] : [];
    talk(`${set}: asking ${mirror ?? "the registry"} for ${platforms.join(", ")}`);
    const args = ["providers", "lock", ...from, ...platforms.map((each) => `-platform=${each}`)];
    await terraformStep(session.setting, folder, args);
    const text = readFileSync(join(folder, LOCK), "utf8");
    const gaps = gapsOf(readLockFile(text), providers, platforms.length);
    if (gaps.length > 0) throw new NotLocked(set, gaps.join("; "));
    return text;
  } catch (error) {
    if (error instanceof TerraformFailed && !error.interrupted) {
      throw new NotLocked(set, whyNot(error.message, mirror));
    }
    throw error;
  }
}

/** Terraform's words, and what to do. */
function whyNot(said: string, mirror: string | undefined): string {
  const plain = stripVTControlCharacters(said)
    .replaceAll(/[╷│╵]/g, "")
    .replaceAll(/\s+/g, " ")
    .trim();
  const words = plain.slice(plain.indexOf("Error:"));
  if (/could not connect|failed to (query|request)|connection refused|no such host/i.test(plain)) {
    const cure = mirror
      ? "check the mirror"
      : "run infra lock on a machine that reaches the registry, or name a mirror of it with --mirror";
    return `nothing answered; ${cure}. No hash is ever made up. ${words}`;
  }
  return words;
}

function isUrl(mirror: string): boolean {
  return mirror.startsWith("https://");
}
