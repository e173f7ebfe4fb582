import { backupBench } from "../backup/bench.ts";
import { dnsBench } from "../dns/bench.ts";
import { agreementBench } from "./agreement/agreement-bench.ts";
import { seedsBench } from "./agreement/seeds-bench.ts";
import type { Bench } from "./bench.ts";
import { motoBench } from "./moto/moto-bench.ts";
import { rehearsalBench } from "./rehearsal/rehearsal-bench.ts";
import { renderBench } from "./render/render-bench.ts";
import { growthBench } from "./synth/growth-bench.ts";
import { stockBench } from "./synth/stock-bench.ts";
import { synthBench } from "./synth/synth-bench.ts";
import { testsBench } from "./synth/tests-bench.ts";

/** Every bench by the name that `pnpm bench <name>` takes, in the order in which they run. */
export const BENCHES: Readonly<Record<string, Bench>> = {
  synth: synthBench,
  growth: growthBench,
  stock: stockBench,
  tests: testsBench,
  backup: backupBench,
  dns: dnsBench,
  agreement: agreementBench,
  moto: motoBench,
  seeds: seedsBench,
  rehearsal: rehearsalBench,
  render: renderBench,
};
