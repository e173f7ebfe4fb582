import type { Facts } from "../provider/schema/schema.ts";
import { pack } from "../providers/pack.ts";
import { askType } from "./ask/ask-type.ts";
import type { ProviderBinary } from "./binary.ts";
import type { Notes } from "./notes.ts";
import { drawFrom } from "./probe/draw.ts";
import { Unanswered } from "./provider/client.ts";
import type { Session } from "./provider/session.ts";

/** A type that was left: its provider panicked, or its checks wait for the cloud. */
export interface Left {
  readonly type: string;
  readonly why: "crash" | "slow";
}

/** What learning came to. */
export interface Learned {
  readonly facts: Readonly<Record<string, Facts>>;
  readonly left: readonly Left[];
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
  const left: Left[] = [];
  const waiting = [...types];
  let done = 0;
  const work = async () => {
    for (let type = waiting.shift(); type !== undefined; type = waiting.shift()) {
      const learned = notes.read(type) ?? (await learnType(session, type));
      if ("why" in learned) left.push(learned as Left);
      else {
        notes.write(type, learned);
        facts[type] = learned;
      }
      progress?.(++done, type);
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
  return { facts: Object.fromEntries(Object.entries(facts).sort()), left };
}

/** Asks twice where the provider ended: another type, asked at the same time, may have done it. */
async function learnType(session: Session, type: string): Promise<Facts | Left> {
  for (const isLast of [false, true]) {
    try {
      return await askType(session, type, session.schemas.resources[type]!, drawFrom("learn"));
    } catch (error) {
      if (!(error instanceof Unanswered) || error.why === "refused") throw error;
      if (error.why === "late") return { type, why: "slow" };
      if (isLast) return { type, why: "crash" };
    }
  }
  return { type, why: "crash" };
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
