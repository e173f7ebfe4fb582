import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The digest that runs cannot be changed, or there is none before it. */
export class NoDigest extends Error {
  constructor(message: string) {
    super(message);
    this.name = "NoDigest";
  }
}

const LINE = /^(\s*runningDigest:\s*")(sha256:[0-9a-f]{64})(",?)$/gm;

/** The digest that the values of an environment name. */
export function digestIn(text: string): string | undefined {
  const found = [...text.matchAll(LINE)];
  return found.length === 1 ? found[0]![2] : undefined;
}

/** The values of an environment with another digest; all else stays as it is. */
export function withDigest(text: string, digest: string): string {
  return text.replace(LINE, (_all, before, _digest, after) => `${before}${digest}${after}`);
}

/** File with the values of an environment. */
export function valuesFile(environment: string): string {
  return `environments/${environment}/environment.ts`;
}

/**
 * Writes another digest into the values of an environment.
 *
 * @returns the digest that stood there
 * @throws NoDigest where the digest is none, is the one that stands there, or has no place
 */
export function runDigest(root: string, environment: string, digest: string): string {
  const file = valuesFile(environment);
  if (!/^sha256:[0-9a-f]{64}$/.test(digest)) {
    throw new NoDigest(
      `the digest must be sha256: and 64 lower-case hexadecimal digits, got ${digest}; take it from what the push printed, never from a tag`,
    );
  }
  const path = join(root, file);
  const text = readFileSync(path, "utf8");
  const before = digestIn(text);
  if (before === undefined) {
    throw new NoDigest(`${file} must have one line of its own that says runningDigest`);
  }
  if (before === digest) throw new NoDigest(`${file} names ${digest} already: nothing to change`);
  writeFileSync(path, withDigest(text, digest));
  return before;
}

/**
 * The digest that ran before the one that runs, by the history of the environment's values.
 *
 * @throws NoDigest where the history, as far as it is here, knows no other
 */
export function digestBefore(root: string, environment: string): string {
  const file = valuesFile(environment);
  const git = (...args: string[]) =>
    execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  const now = digestIn(readFileSync(join(root, file), "utf8"));
  for (const commit of git("log", "--format=%H", "--", file).split("\n").filter(Boolean)) {
    const digest = digestIn(git("show", `${commit}:${file}`));
    if (digest !== undefined && digest !== now) return digest;
  }
  throw new NoDigest(
    `no digest before ${now} is in the history of ${file}; check out the whole history (fetch-depth: 0), or name one with --run`,
  );
}
