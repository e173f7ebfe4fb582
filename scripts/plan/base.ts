import { execFile } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { join } from "node:path";
import { findProject, type Project } from "../stacks/project.ts";
import { SynthFailed, synthesize } from "../stacks/synthesize.ts";
import { GitFailed, git } from "./git.ts";
import { leftBehind, passingFolder } from "./passing.ts";

/** What the base's app synthesized. */
export interface Base {
  readonly commit: string;
  /** Folder of the worktree: its path may stand in what was synthesized. */
  readonly root: string;
  /** Folder with the manifest and the stacks. */
  readonly output: string;
  /** Removes all of it. */
  remove(): Promise<void>;
}

/** How a base is synthesized. */
export interface BaseOptions {
  readonly project: Project;
  readonly commit: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly talk: (text: string) => void;
  /** Called with a function that ends early what is under way; gives one that forgets it. */
  readonly watch: (child: { interrupt(): void }) => () => void;
}

/** Where a base is: its checkout, and beside it what it synthesized. */
const PREFIX = "groundplan-base-";
const CHECKOUT = "checkout";

/** Git keeps a list of checkouts: one that is only removed stays in it. */
async function removeCheckout(project: string, folder: string): Promise<void> {
  await git(project, "worktree", "remove", "--force", join(folder, CHECKOUT)).catch(() => {});
}

/** Checks the base out beside the project and synthesizes it there, with its own code. */
export async function synthesizeBase(options: BaseOptions): Promise<Base> {
  const { project, commit, env, talk, watch } = options;
  for (const folder of leftBehind(PREFIX)) await removeCheckout(project.root, folder);
  const folder = passingFolder(PREFIX);
  const root = join(folder, CHECKOUT);
  const remove = async () => {
    await removeCheckout(project.root, folder);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await git(project.root, "worktree", "add", "--detach", "--quiet", root, commit);
    const below = await git(project.root, "rev-parse", "--show-prefix");
    const base = findProject(join(root, below));
    await furnish(project.root, base.root, options);
    const output = join(folder, "output");
    mkdirSync(output);
    const say = (text: string) => talk(`base: ${text}`);
    await synthesize({ project: base, output, env, talk: say, watch });
    return { commit, root: base.root, output, remove };
  } catch (error) {
    await remove();
    if (!(error instanceof SynthFailed)) throw error;
    throw new GitFailed(
      `the base ${commit.slice(0, 10)} cannot be synthesized: ${error.message}\nwithout --affected everything that is named is planned, against no base`,
    );
  }
}

/** Gives the base its packages: those that are here where its lock file is the same. */
async function furnish(
  from: string,
  to: string,
  options: Pick<BaseOptions, "env" | "watch">,
): Promise<void> {
  const lock = "pnpm-lock.yaml";
  if (!existsSync(join(to, lock))) return;
  const same =
    existsSync(join(from, lock)) &&
    readFileSync(join(from, lock), "utf8") === readFileSync(join(to, lock), "utf8");
  if (!same) return install(to, options);
  for (const folder of packageFolders(to)) linkPackages(join(from, folder), join(to, folder));
}

/** Folders that have a package.json, but for those of packages. */
function packageFolders(root: string, below = ""): string[] {
  const entries = readdirSync(join(root, below), { withFileTypes: true });
  const own = entries.some(({ name }) => name === "package.json") ? [below] : [];
  const folders = entries.filter(
    (entry) => entry.isDirectory() && !/^(node_modules$|\.)/.test(entry.name),
  );
  const deeper = below.split("/").length < 3 ? folders : [];
  return [...own, ...deeper.flatMap(({ name }) => packageFolders(root, join(below, name)))];
}

/**
 * The links of pnpm lead upwards and across the repository, so they are made again as they are: to
 * the base's own packages, and through one link to the store of installed ones.
 */
function linkPackages(from: string, to: string): void {
  const source = join(from, "node_modules");
  if (!existsSync(source)) return;
  const target = join(to, "node_modules");
  mkdirSync(target, { recursive: true });
  for (const name of readdirSync(source)) {
    const [old, made] = [join(source, name), join(target, name)];
    if (lstatSync(old).isSymbolicLink()) symlinkSync(readlinkSync(old), made);
    else if (name.startsWith("@")) linkScope(old, made);
    else symlinkSync(old, made);
  }
}

function linkScope(from: string, to: string): void {
  mkdirSync(to);
  for (const name of readdirSync(from)) {
    const old = join(from, name);
    const link = lstatSync(old).isSymbolicLink() ? readlinkSync(old) : old;
    symlinkSync(link, join(to, name));
  }
}

function install(
  folder: string,
  { env, watch }: Pick<BaseOptions, "env" | "watch">,
): Promise<void> {
  const { packageManager = "pnpm" }: { packageManager?: string } = JSON.parse(
    readFileSync(join(folder, "package.json"), "utf8"),
  );
  const args = ["-y", packageManager, "install", "--frozen-lockfile", "--prefer-offline"];
  return new Promise((resolve, reject) => {
    const child = execFile("npx", args, { cwd: folder, env: { ...env } }, (error, _out, stderr) => {
      forget();
      if (!error) return resolve();
      reject(
        new GitFailed(
          `the base has other packages and they cannot be installed: ${stderr.trim().split("\n").at(-1) ?? error.message}`,
        ),
      );
    });
    const forget = watch({ interrupt: () => child.kill("SIGTERM") });
  });
}
