// Measures how fast the project is, as ratios that mean the same on every machine.
//
//   pnpm bench [name...] [--rounds N] [--seed S] [--cases N] [--types T] [--provider F] [--json]
//
// --seed, --cases, --types and --provider are for benches that draw their cases; each says what it
// takes.
// Exit codes: 0 every bar holds, 1 one is missed or a run was wrong, 2 used wrongly.
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type BenchContext, type Figure, holds } from "./bench.ts";
import { BENCHES } from "./benches.ts";
import { figureTable } from "./table.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

const OPTIONS = {
  rounds: { type: "string", default: "7" },
  seed: { type: "string" },
  cases: { type: "string" },
  types: { type: "string" },
  provider: { type: "string" },
  json: { type: "boolean", default: false },
} as const;

try {
  const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true });
  const names = positionals.length > 0 ? positionals : Object.keys(BENCHES);
  const unknown = names.filter((name) => !(name in BENCHES));
  const rounds = Number(values.rounds);
  if (unknown.length > 0 || !Number.isInteger(rounds) || rounds < 1) {
    const known = Object.entries(BENCHES).map(([name, { summary }]) => `  ${name}: ${summary}`);
    console.error(`bench: known are\n${known.join("\n")}\n--rounds takes a whole number above 0`);
    process.exit(2);
  }
  const { seed, cases, types, provider } = values;
  process.exitCode = await measure(names, rounds, values.json, { seed, cases, types, provider });
} catch (error) {
  console.error(`bench: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = error instanceof TypeError ? 2 : 1;
}

async function measure(
  names: readonly string[],
  rounds: number,
  json: boolean,
  draw: BenchContext["draw"],
): Promise<number> {
  const talk = (text: string) => console.error(text);
  const figures: Figure[] = [];
  const failures: string[] = [];
  for (const name of names) {
    talk(`${name}: ${BENCHES[name]!.summary}`);
    try {
      const measured = await BENCHES[name]!.run({ root: ROOT, rounds, draw, talk });
      figures.push(...measured);
      if (!json) console.log(figureTable(measured));
    } catch (error) {
      const failure = `${name}: ${error instanceof Error ? error.message : String(error)}`;
      failures.push(failure);
      talk(`bench: ${failure}`);
    }
  }
  if (json) console.log(JSON.stringify({ node: process.version, figures, failures }, null, 2));
  return failures.length === 0 && figures.every(holds) ? 0 : 1;
}
