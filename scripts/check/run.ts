import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findPart, REQUIRE_REAL } from "../parts/parts.ts";
import { countTests, type TestCounts } from "./counts.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const BIN = join(ROOT, "node_modules/.bin");

interface Step {
  readonly name: string;
  readonly command: readonly string[];
  /** Beside the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

const LINT: Step = { name: "format and lint", command: [join(BIN, "biome"), "ci", "."] };
const TYPES: Step = { name: "types", command: [join(BIN, "tsc"), "--noEmit"] };
const WAIVERS: Step = {
  name: "waivers",
  command: [join(BIN, "tsx"), "scripts/check/waivers/cli.ts"],
};
const PARTS: Step = { name: "real parts", command: [join(ROOT, "scripts/parts/install-parts.sh")] };

/**
 * Runs every check of the repository and prints what passed. All of them run even when one fails,
 * so that one run tells everything.
 *
 * @returns the exit code: 0 when all passed, 1 otherwise
 */
export async function runSteps(options: { readonly installParts: boolean }): Promise<number> {
  if (options.installParts && !(await run(PARTS))) return 1;
  const reports = mkdtempSync(join(tmpdir(), "groundplan-check-"));
  const [report, second] = ["tests.json", "opentofu.json"].map((name) => join(reports, name));
  try {
    // Types and lint share the machine with the tests: they are done long before those.
    const results = await Promise.all([
      run(LINT).then((passed) => passed && run(TYPES)),
      run(WAIVERS),
      run(tests("tests", report!)),
    ]);
    const counts = [countTests(readFileSync(report!, "utf8"))];
    const tofu = findPart("tofu");
    if (tofu) {
      results.push(await run(rehearsedBy(tofu, second!)));
      counts.push(countTests(readFileSync(second!, "utf8")));
    }
    return finish(results.every(Boolean), addUp(counts));
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
}

/**
 * A run of vitest that leaves its counts in a file. What takes long is CI's: without the real parts
 * the whole is to end in two minutes.
 */
function tests(name: string, report: string, ...paths: readonly string[]): Step {
  const options = ["--reporter=default", "--reporter=json", `--outputFile=${report}`];
  if (!REQUIRE_REAL) options.push("--tags-filter=!long");
  return { name, command: [join(BIN, "vitest"), "run", ...options, ...paths] };
}

/** The rehearsal's own tests once more, with OpenTofu where Terraform was. */
function rehearsedBy(tofu: string, report: string): Step {
  const paths = ["scripts/rehearsal/provider", "scripts/rehearsal/run"];
  const step = tests("tests of the rehearsal with OpenTofu", report, ...paths);
  return { ...step, env: { TERRAFORM_BINARY_NAME: tofu } };
}

function addUp(counts: readonly TestCounts[]): TestCounts {
  const sum = (of: keyof TestCounts) => counts.reduce((all, each) => all + each[of], 0);
  return { passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped") };
}

/** The closing lines: what ran, and the counts alone on a line for whoever reads them. */
function finish(passed: boolean, counts: TestCounts): number {
  const ranNone = counts.passed === 0;
  if (ranNone) console.error("check: no test passed; a run without tests is a failure");
  if (counts.skipped > 0 && !REQUIRE_REAL) {
    console.error(
      "check: skipped is what this machine has no parts for, and what takes long; REQUIRE_REAL=1 installs the parts and runs all of it",
    );
  }
  console.log(
    `${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ""}`,
  );
  return passed && counts.failed === 0 && !ranNone ? 0 : 1;
}

function run({ name, command, env }: Step): Promise<boolean> {
  const [program, ...args] = command;
  return new Promise((resolve) => {
    const started = performance.now();
    const child = spawn(program!, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ["ignore", "inherit", "inherit"],
    });
    const done = (passed: boolean, why: string) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.error(`check: ${name} ${passed ? "passed" : `failed (${why})`} in ${seconds} s`);
      resolve(passed);
    };
    child.on("error", (error) => done(false, error.message));
    child.on("exit", (code, signal) => done(code === 0, signal ?? `exit code ${code}`));
  });
}
