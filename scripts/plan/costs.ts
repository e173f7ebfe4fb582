import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface CostLine {
  readonly path: string;
  readonly usdPerMonth: number;
}

/** The fixed cost of each stack in USD a month, as synth wrote it; nothing where it wrote none. */
export function readCosts(folder: string): ((stack: string) => number) | undefined {
  const file = join(folder, "costs.json");
  if (!existsSync(file)) return undefined;
  const lines: readonly CostLine[] = JSON.parse(readFileSync(file, "utf8"));
  return (stack) =>
    lines
      .filter(({ path }) => path === stack || path.startsWith(`${stack}/`))
      .reduce((sum, { usdPerMonth }) => sum + usdPerMonth, 0);
}
