import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Bench } from "../bench.ts";
import { measurePairs } from "../measure/pairs.ts";
import { type Command, run } from "../measure/run.ts";
import { copyWorkload } from "./copy.ts";

const FILES = 30;
const TESTS_PER_FILE = 10;

/** Ours take at most a tenth. */
const BAR = { atLeast: 10 };

/** Stacks of the fixed workload that have 60 to 105 resources. */
const STACKS = { network: 81, data: 86, google: 98, observability: 84 };

/** Synth tests with this repository's settings against vitest's own. */
export const testsBench: Bench = {
  summary: `${FILES * TESTS_PER_FILE} synth tests, default vitest settings against ours`,
  async run({ root, rounds, talk }) {
    talk(`  ${rounds} rounds; the other side takes a minute or more`);
    const folder = join(copyWorkload(root, "fixed").root, "scripts/bench/tests");
    const side = (name: string) => async (round: number) => {
      // What the first, uncounted round warms is the same for both sides: the disk's cache.
      if (round === 0) return 0;
      writeTests(folder, round);
      return (await run(vitest(root, folder, name))).wallMs;
    };
    const pairs = await measurePairs(rounds, side("ours"), side("default"));
    return [
      {
        what: "default vitest / ours",
        on: `${FILES * TESTS_PER_FILE} synth tests`,
        value: pairs.ratio,
        unit: "x",
        bar: BAR,
        detail: `${pairs.second.toFixed(0)} ms / ${pairs.first.toFixed(0)} ms, ${rounds} rounds`,
      },
    ];
  },
};

function vitest(root: string, folder: string, config: string): Command {
  const program = join(root, "node_modules/.bin/vitest");
  const file = join(folder, `${config}.config.mts`);
  return { args: [program, "run", "--config", file, "--reporter=dot"], cwd: folder };
}

/** Writes the tests: in each round the stacks have another name, and it must be in what they make. */
function writeTests(folder: string, round: number): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const config = (lines: readonly string[]) => `${lines.join("\n")}\n`;
  const include = `include: ["*.test.ts"], root: ${JSON.stringify(folder)}`;
  writeFileSync(
    join(folder, "default.config.mts"),
    config([`export default { test: { ${include}, testTimeout: 60_000 } };`]),
  );
  writeFileSync(
    join(folder, "ours.config.mts"),
    config([
      'import ours from "../../../../../../vitest.config.ts";',
      'const at = (file) => new URL(file, new URL("../../../../../../", import.meta.url)).pathname;',
      "const { setupFiles, globalSetup, ...rest } = ours.test;",
      "const setup = { setupFiles: setupFiles.map(at), globalSetup: at(globalSetup) };",
      `export default { test: { ...rest, ...setup, ${include} } };`,
    ]),
  );
  for (let i = 0; i < FILES; i++)
    writeFileSync(join(folder, `file-${i}.test.ts`), testFile(i, round));
}

/** Ten tests of one stack, each with a prop of its own. */
function testFile(index: number, round: number): string {
  const [name, resources] = Object.entries(STACKS)[index % Object.keys(STACKS).length]!;
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Stack`;
  return `${[
    'import { mkdtempSync, rmSync } from "node:fs";',
    'import { tmpdir } from "node:os";',
    'import { Testing } from "cdktf";',
    'import { expect, it } from "vitest";',
    `import { ${type} } from "../workload/${name}.ts";`,
    'import { ENVIRONMENTS } from "../workload/settings.ts";',
    "",
    `const ROUND = ${round};`,
    `it.each(Array.from({ length: ${TESTS_PER_FILE} }, (_, i) => ${index * TESTS_PER_FILE} + i))("names things of %i", (i) => {`,
    "  const settings = { ...ENVIRONMENTS[0]!, environment: `r${ROUND}e${i}` };",
    "  const outdir = mkdtempSync(`${tmpdir()}/cdktf-`);",
    `  const stack = new ${type}(Testing.app({ outdir }), settings);`,
    "  rmSync(outdir, { recursive: true });",
    "  const { resource } = JSON.parse(Testing.synth(stack, true));",
    "  const count = Object.values(resource).flatMap((each) => Object.keys(each as object)).length;",
    `  expect(count).toBe(${resources});`,
    "  expect(JSON.stringify(resource)).toContain(`acme-r${ROUND}e${i}-`);",
    "});",
  ].join("\n")}\n`;
}
