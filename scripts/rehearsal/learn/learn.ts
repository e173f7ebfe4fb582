import type { Facts } from "../provider/schema/schema.ts";
import { mergeFacts } from "../providers/merge.ts";
import { pack } from "../providers/pack.ts";
import type { Unpacked } from "../providers/unpack.ts";
import { askType } from "./ask/ask-type.ts";
import type { ProviderBinary } from "./binary.ts";
import type { Notes } from "./notes.ts";
import { drawFrom } from "./probe/draw.ts";
import type { Session } from "./provider/session.ts";

/** What learning came to. */
export interface Learned {
  readonly facts: Readonly<Record<string, Facts>>;
}

/** How to learn. */
export interface LearnOptions {
  readonly session: Session;
  readonly notes: Notes;
  /** The types to ask about. */
  readonly types: readonly string[];
  /** Types that are asked about at a time. The provider's program takes the processors. */
  readonly parallel?: number;
  /** Told after each type. */
  readonly progress?: (done: number, type: string) => void;
}

/** Asks about each type that the notes do not know. */
export async function learn(options: LearnOptions): Promise<Learned> {
  const { session, notes, types, parallel = 4, progress } = options;
  const facts: Record<string, Facts> = {};
  const waiting = [...types];
  let done = 0;
  const work = async () => {
    for (let type = waiting.shift(); type !== undefined; type = waiting.shift()) {
      const { [type]: schema } = session.schemas.resources;
      const known = notes.read(type);
      const learned = known ?? (await askType(session, type, schema!, drawFrom("learn")));
      if (!known) notes.write(type, learned);
      facts[type] = learned;
      progress?.(++done, type);
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
  return { facts: Object.fromEntries(Object.entries(facts).sort()) };
}

/** The data files of a provider, as the rehearsal reads them. */
export function packLearned(
  { address, version }: ProviderBinary,
  session: Session,
  { facts }: Learned,
): ReturnType<typeof pack> {
  const { provider, resources, data } = session.schemas;
  const printed = {
    address,
    version,
    provider,
    resource_schemas: resources,
    data_source_schemas: data,
  };
  return pack(printed, facts);
}

/** The data files of another version of the provider, with the facts of what both have. */
export function packMerged(
  { version }: ProviderBinary,
  session: Session,
  { facts }: Learned,
  standing: Unpacked,
): ReturnType<typeof pack> {
  const { schema, facts: before } = standing;
  const merged = Object.keys(schema.resource_schemas).map((type) => {
    const { block } = schema.resource_schemas[type]!;
    const { [type]: learned = {} } = facts;
    // Of a type that was not asked about, all stays that was known.
    const asked = facts[type] ? session.schemas.resources[type]!.block : {};
    return [type, mergeFacts({ block, asked, learned, before: before[type] ?? {} })] as const;
  });
  return pack(schema, Object.fromEntries(merged), version);
}
