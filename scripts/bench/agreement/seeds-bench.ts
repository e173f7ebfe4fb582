import {
  checkProperty,
  PLAN_PROPERTIES,
  type PlanProperty,
} from "../../rehearsal/provider/testing/plan-properties.ts";
import type { Bench, Figure } from "../bench.ts";

/** Seeds that are tried for each property, where nothing else is said. */
const SEEDS = 30;

/** What must hold for every plan of the rehearsal, with seeds that nobody has tried before. */
export const seedsBench: Bench = {
  summary: "properties of the rehearsal's plans over fresh seeds (--seed S, --cases N seeds)",
  async run({ draw, talk }) {
    const first = Number(draw.seed ?? Date.now() % 1_000_000_007);
    const count = Number(draw.cases ?? SEEDS);
    if (!Number.isInteger(first) || !Number.isInteger(count) || count < 1) {
      throw new TypeError("--seed and --cases must be whole numbers");
    }
    const seeds = Array.from({ length: count }, (_, at) => first + at);
    talk(`seeds ${first} to ${first + count - 1}`);
    return PLAN_PROPERTIES.map((property) => held(property, seeds, talk));
  },
};

function held(
  property: PlanProperty,
  seeds: readonly number[],
  talk: (text: string) => void,
): Figure {
  const failing = seeds.filter((seed) => {
    try {
      checkProperty(property, seed);
      return false;
    } catch (error) {
      talk(`${property.title}: ${error instanceof Error ? error.message : String(error)}`);
      return true;
    }
  });
  return {
    what: property.title,
    on: `${seeds.length} seeds`,
    value: ((seeds.length - failing.length) / seeds.length) * 100,
    unit: "%",
    bar: { atLeast: 100 },
    detail: failing.length > 0 ? `fails with ${failing.join()}` : `from seed ${seeds[0]}`,
  };
}
