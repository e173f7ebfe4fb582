import type { Draw } from "../../rehearsal/learn/probe/values.ts";
import { Unanswered } from "../../rehearsal/learn/provider/client.ts";
import { casesOf } from "./cases.ts";
import { judge } from "./judge.ts";
import type { ProviderPair } from "./provider-pair.ts";
import { Tally } from "./tally.ts";

/** A group of types that is measured by itself. */
export interface Group {
  readonly name: "random" | "estate";
  readonly types: readonly string[];
  /** Changes to compare at least. */
  readonly cases: number;
}

/** Share of the drawn edits that the real provider lets through, about. */
const YIELD = 0.6;

/** Asks both providers about every type of a group, a few types at a time. */
export async function measure(pair: ProviderPair, group: Group, draw: Draw): Promise<Tally> {
  const tally = new Tally();
  const each = Math.max(3, Math.ceil(group.cases / group.types.length / YIELD));
  const waiting = [...group.types];
  const work = async () => {
    for (let type = waiting.shift(); type !== undefined; type = waiting.shift()) {
      try {
        const counts = { edits: each, spoils: Math.ceil(each / 2) };
        for await (const one of casesOf(pair, type, counts, draw)) {
          tally.add(one, await judge(pair, one));
        }
      } catch (error) {
        if (!(error instanceof Unanswered)) throw error;
      }
    }
  };
  await Promise.all([work(), work(), work()]);
  return tally;
}
