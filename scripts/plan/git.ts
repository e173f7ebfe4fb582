import { execFile } from "node:child_process";

/** Git could not do what was asked. */
export class GitFailed extends Error {
  constructor(message: string) {
    super(message);
    this.name = "GitFailed";
  }
}

/** Runs git in a folder and gives what it prints. Throws a `GitFailed` with what it says. */
export function git(folder: string, ...args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { cwd: folder, maxBuffer: 64 * 1024 * 1024, encoding: "utf8" } as const;
    execFile("git", [...args], options, (error, stdout, stderr) => {
      if (!error) return resolve(stdout.trimEnd());
      const words = stderr.trim().split("\n")[0] || error.message;
      reject(new GitFailed(`git ${args[0]}: ${words}`));
    });
  });
}

/** The commit that is checked out, and whether the files differ from it. */
export interface Checkout {
  /** Left out where there is no git repository. */
  readonly commit?: string;
  readonly dirty: boolean;
  /** `https://github.com/acme/infrastructure`, where the origin is such a place. */
  readonly repository?: string;
}

/** What git knows of a folder. */
export async function readCheckout(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Checkout> {
  const commit = await git(folder, "rev-parse", "HEAD").catch(() => undefined);
  if (commit === undefined) return { dirty: false };
  const dirty = (await git(folder, "status", "--porcelain", "--untracked-files=no")) !== "";
  const origin = await git(folder, "remote", "get-url", "origin").catch(() => "");
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name } = env;
  const repository = server && name ? `${server}/${name}` : webAddress(origin);
  return { commit, dirty, ...(repository && { repository }) };
}

/** The page of a repository on GitHub or GitLab; nothing for any other place. */
export function webAddress(origin: string): string | undefined {
  const match =
    /^(?:https:\/\/(?:[^@/]*@)?|ssh:\/\/git@|git@)([\w.-]+)[:/]([\w./-]+?)(?:\.git)?\/?$/.exec(
      origin,
    );
  if (!match || !/(^|\.)(github|gitlab)\./.test(match[1]!)) return undefined;
  return `https://${match[1]}/${match[2]}`;
}

/** The commit at which the present one left a base. */
export async function baseCommit(folder: string, base: string): Promise<string> {
  const known = await git(folder, "rev-parse", "--verify", "--quiet", `${base}^{commit}`).catch(
    () => undefined,
  );
  if (known === undefined) {
    const fetched = base.replace(/^origin\//, "");
    throw new GitFailed(
      `the base ${base} is not in this clone; fetch it first: git fetch origin ${fetched} (on GitHub: fetch-depth: 0 in actions/checkout)`,
    );
  }
  return git(folder, "merge-base", known, "HEAD").catch(() => {
    throw new GitFailed(
      `${base} and HEAD have no common commit in this clone; fetch the whole history: git fetch --unshallow`,
    );
  });
}
