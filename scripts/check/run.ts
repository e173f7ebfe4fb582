import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { countTests, type TestCounts } from "./counts.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const BIN = join(ROOT, "node_modules/.bin");

interface Step {
  readonly name: string;
  readonly command: readonly string[];
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
  const report = join(reports, "tests.json");
  try {
    // Types and lint share the machine with the tests: they are done long before those.
    const results = await Promise.all([
      run(LINT).then((passed) => passed && run(TYPES)),
      run(WAIVERS),
      run({
        name: "tests",
        command: [
          join(BIN, "vitest"),
          "run",
          "--reporter=default",
          "--reporter=json",
          `--outputFile=${report}`,
        ],
      }),
    ]);
    return finish(results.every(Boolean), countTests(readFileSync(report, "utf8")));
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
}

/** The closing lines: what ran, and the counts alone on a line for whoever reads them. */
function finish(passed: boolean, counts: TestCounts): number {
  const ranNone = counts.passed === 0;
  if (ranNone) console.error("check: no test passed; a run without tests is a failure");
  console.log(
    `${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ""}`,
  );
  return passed && counts.failed === 0 && !ranNone ? 0 : 1;
}

function run({ name, command }: Step): Promise<boolean> {
  const [program, ...args] = command;
  return new Promise((resolve) => {
    const started = performance.now();
    const child = spawn(program!, args, { cwd: ROOT, stdio: ["ignore", "inherit", "inherit"] });
    const done = (passed: boolean, why: string) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.error(`check: ${name} ${passed ? "passed" : `failed (${why})`} in ${seconds} s`);
      resolve(passed);
    };
    child.on("error", (error) => done(false, error.message));
    child.on("exit", (code, signal) => done(code === 0, signal ?? `exit code ${code}`));
  });
}
