import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { readStacks } from "../stacks/manifest.ts";
import { synthesize } from "../stacks/synthesize.ts";
import { resourcesOf } from "../stacks/template.ts";
import { table } from "../terminal/table.ts";
import { command } from "./command.ts";

/** Synthesizes everything into cdktf.out and says what it is and what it costs while it stands. */
export const synthCommand = command({
  summary: "synthesize every stack of every environment into cdktf.out",
  options: {},
  async run({ json }, { project: find, env, talk, print }) {
    const project = find();
    await synthesize({ project, output: project.output, env, talk });
    const costs = readCosts(join(project.output, "costs.json"));
    const stacks = readStacks(project.output).map(({ id, folder, template }) => ({
      stack: id,
      folder: relative(project.root, folder),
      resources: resourcesOf(template).length,
      fixedUsdPerMonth: fixedCost(costs, id),
    }));
    print(json ? JSON.stringify(stacks, null, 2) : render(stacks));
    return 0;
  },
});

/** One thing that costs money every month whether it is used or not. */
interface CostLine {
  /** Path of the construct that causes it; begins with the stack. */
  readonly path: string;
  readonly item: string;
  readonly usdPerMonth: number;
}

interface Synthesized {
  readonly stack: string;
  readonly folder: string;
  readonly resources: number;
  readonly fixedUsdPerMonth: number;
}

/** The costs that the modules declared; none where synth wrote no such file. */
function readCosts(file: string): readonly CostLine[] {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];
}

function fixedCost(costs: readonly CostLine[], stack: string): number {
  const own = costs.filter(({ path }) => path === stack || path.startsWith(`${stack}/`));
  return own.reduce((sum, { usdPerMonth }) => sum + usdPerMonth, 0);
}

function render(stacks: readonly Synthesized[]): string {
  const sum = (of: (stack: Synthesized) => number) =>
    stacks.reduce((total, each) => total + of(each), 0);
  return table([
    ["stack", "resources", "fixed cost per month", "folder"],
    ...stacks.map(({ stack, resources, fixedUsdPerMonth, folder }) => [
      stack,
      String(resources),
      dollars(fixedUsdPerMonth),
      folder,
    ]),
    [
      `${stacks.length} stacks`,
      String(sum(({ resources }) => resources)),
      dollars(sum(({ fixedUsdPerMonth }) => fixedUsdPerMonth)),
    ],
  ]);
}

function dollars(usd: number): string {
  return `$${usd.toFixed(2)}`;
}
