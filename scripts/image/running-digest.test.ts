import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { digestBefore, runDigest } from "./running-digest.ts";

const [A, B, C] = ["a", "b", "c"].map((digit) => `sha256:${digit.repeat(64)}`) as [
  string,
  string,
  string,
];

describe("the digest that runs", () => {
  let root: string;
  const file = () => join(root, "environments/prod/environment.ts");
  const text = (digest: string) => `export const prod = {\n  runningDigest: "${digest}",\n};\n`;
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=k", "-c", "user.email=k@e.org", ...args], { cwd: root });
  const commit = (digest: string, more = "") => {
    writeFileSync(file(), text(digest) + more);
    git("add", ".");
    git("commit", "--quiet", "--message", digest);
  };
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "groundplan-digest-"));
    mkdirSync(join(root, "environments/prod"), { recursive: true });
    git("init", "--quiet");
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it("is changed in its one line, and what stood there is told", () => {
    writeFileSync(file(), text(A));
    expect(runDigest(root, "prod", B)).toBe(A);
    expect(readFileSync(file(), "utf8")).toBe(text(B));
  });

  it("is never a tag, never itself, and never guessed", () => {
    writeFileSync(file(), text(A));
    expect(() => runDigest(root, "prod", "v1.2.0")).toThrow(
      "the digest must be sha256: and 64 lower-case hexadecimal digits, got v1.2.0; take it from what the push printed, never from a tag",
    );
    expect(() => runDigest(root, "prod", A)).toThrow(
      `environments/prod/environment.ts names ${A} already: nothing to change`,
    );
    writeFileSync(file(), text(A) + text(B));
    expect(() => runDigest(root, "prod", C)).toThrow(
      "environments/prod/environment.ts must have one line of its own that says runningDigest",
    );
    expect(readFileSync(file(), "utf8")).toBe(text(A) + text(B));
  });

  it("has one before it in the history, whatever else was changed since", () => {
    commit(A);
    expect(() => digestBefore(root, "prod")).toThrow(
      `no digest before ${A} is in the history of environments/prod/environment.ts; check out the whole history (fetch-depth: 0), or name one with --run`,
    );
    commit(B);
    commit(B, "// another value\n");
    expect(digestBefore(root, "prod")).toBe(A);
  });
});
