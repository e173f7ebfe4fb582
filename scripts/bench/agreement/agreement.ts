import { join } from "node:path";
import { checksumOf, describeBinary, type ProviderBinary } from "../../rehearsal/learn/binary.ts";
import { drawFrom } from "../../rehearsal/learn/probe/draw.ts";
import { usedTypes } from "../../rehearsal/provider/testing/used-types.ts";
import { type Group, measure } from "./group.ts";
import { openPair, openReal } from "./provider-pair.ts";
import type { Disagreement, Totals } from "./tally.ts";
import { drawTypes } from "./types.ts";

/** How the agreement is measured. */
export interface AgreementOptions {
  /** The real provider's program. */
  readonly binary: string;
  /** Folder of the checkout. */
  readonly root: string;
  readonly seed: string;
  /** Changes to compare in each group, about. */
  readonly cases: number;
  /** Only one of the groups. */
  readonly only?: Group["name"];
  readonly talk: (text: string) => void;
}

/** What was measured. */
export interface Agreement {
  readonly provider: Pick<ProviderBinary, "name" | "version">;
  readonly seed: string;
  readonly seconds: number;
  readonly groups: readonly {
    readonly name: Group["name"];
    readonly totals: Totals;
    readonly disagreements: readonly Disagreement[];
  }[];
}

/** Types that are drawn for the random group. Some of them can be asked nothing offline. */
const RANDOM_TYPES = 190;

/** Plans the same changes with the real provider and with the rehearsal's. */
export async function measureAgreement(options: AgreementOptions): Promise<Agreement> {
  const { seed, root, cases, only, talk } = options;
  const started = Date.now();
  const binary = describeBinary(options.binary);
  if (!binary) throw new Error(`${options.binary} is not called like a provider's program`);
  const draw = drawFrom(`agreement/${seed}`);
  const checksum = await checksumOf(binary.file);
  const pairing = { binary, checksum, cache: join(root, ".cache/learn"), talk };
  const real = await openReal(pairing);
  const known = Object.keys(real.schemas.resources);
  const groups: Group[] = [];
  if (only !== "estate") {
    groups.push({ name: "random", types: drawTypes(known, RANDOM_TYPES, draw), cases });
  }
  if (only !== "random") {
    const types = usedTypes(root).filter((type) => known.includes(type));
    groups.push({ name: "estate", types, cases });
  }
  const types = [...new Set(groups.flatMap((group) => group.types))];
  const pair = await openPair(pairing, real, types);
  try {
    const measured: Agreement["groups"][number][] = [];
    for (const group of groups) {
      talk(`asking about ${group.types.length} types of the group ${group.name}`);
      const tally = await measure(pair, group, draw);
      const { disagreements } = tally;
      measured.push({ name: group.name, totals: tally.totals(), disagreements });
    }
    const seconds = Math.round((Date.now() - started) / 1000);
    const { name, version } = binary;
    return { provider: { name, version }, seed, seconds, groups: measured };
  } finally {
    await pair.close();
  }
}
