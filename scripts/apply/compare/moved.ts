import type { Read } from "../../plan/reads.ts";
import { canonical } from "../../review/diff/same.ts";
import type { PlanJson } from "../../review/plan/plan-json.ts";
import type { StaleRead } from "../../review/set/input.ts";

/** One field of a contract whose value has moved. */
export interface MovedValue {
  /** `network_vpc_id of dev-shop-network` */
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** Shortest text that is looked for inside of others: `a` is in everything. */
const SHORTEST_INSIDE = 4;

/**
 * The fields that the review marked as moving, with what they were and what they are now.
 *
 * @param reviewedPlanOf the reviewed plan of a producer: it knows the values before
 * @param now a plan of the consumer that was made after its producers were applied
 */
export function movedValues(
  stale: readonly StaleRead[],
  reads: readonly Read[],
  reviewedPlanOf: (stack: string) => PlanJson | undefined,
  now: PlanJson,
): MovedValue[] {
  return stale.flatMap(({ producer, outputs }) => {
    const changes = reviewedPlanOf(producer)?.output_changes ?? {};
    const addresses = reads
      .filter((each) => each.producer === producer)
      .map((each) => each.address);
    const standing = outputsAt(addresses, now);
    return outputs.flatMap((name) => {
      const from = changes[name]?.before;
      const to = standing[name];
      if (from === undefined || from === null || to === undefined) return [];
      return [{ field: `${name} of ${producer}`, from, to }];
    });
  });
}

/** The outputs that remote states were read with. */
function outputsAt(
  addresses: readonly string[],
  { prior_state }: PlanJson,
): Readonly<Record<string, unknown>> {
  const resources = prior_state?.values?.root_module?.resources ?? [];
  const found = resources.filter(({ address }) => addresses.includes(address ?? ""));
  const outputs = found.map(({ values }) => (values as { outputs?: object } | undefined)?.outputs);
  return Object.assign({}, ...outputs) as Readonly<Record<string, unknown>>;
}

/** Puts new values in the place of old ones, wherever they stand in a value. */
export class Replacement {
  readonly #whole = new Map<string, unknown>();
  readonly #texts = new Map<string, string>();
  readonly #pattern: RegExp | undefined;

  constructor(moved: readonly MovedValue[]) {
    for (const { from, to } of moved) this.#add(from, to);
    const inside = [...this.#texts.keys()]
      .filter((text) => text.length >= SHORTEST_INSIDE)
      .sort((a, b) => b.length - a.length)
      .map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    this.#pattern = inside.length > 0 ? new RegExp(inside.join("|"), "g") : undefined;
  }

  /** A copy of a value with everything replaced. */
  apply(value: unknown): unknown {
    const whole = canonical(value);
    if (this.#whole.has(whole)) return this.#whole.get(whole);
    if (typeof value === "string") {
      return this.#pattern
        ? value.replaceAll(this.#pattern, (text) => this.#texts.get(text) ?? text)
        : value;
    }
    if (Array.isArray(value)) return value.map((each) => this.apply(each));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, this.apply(each)]));
  }

  #add(from: unknown, to: unknown): void {
    if (from === "" || canonical(from) === canonical(to)) return;
    this.#whole.set(canonical(from), to);
    if (typeof from === "string" && typeof to === "string") this.#texts.set(from, to);
    if (!Array.isArray(from) || !Array.isArray(to) || from.length !== to.length) return;
    for (const [at, each] of from.entries()) this.#add(each, to[at]);
  }
}
