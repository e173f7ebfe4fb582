import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ChannelCredentials } from "@grpc/grpc-js";
import type { ProviderBinary } from "../../rehearsal/learn/binary.ts";
import { learn, packLearned } from "../../rehearsal/learn/learn.ts";
import { Notes } from "../../rehearsal/learn/notes.ts";
import { ProviderClient } from "../../rehearsal/learn/provider/client.ts";
import { Session } from "../../rehearsal/learn/provider/session.ts";
import { withSettings } from "../../rehearsal/learn/provider/settings.ts";
import { writeWhole } from "../../rehearsal/learn/write.ts";
import { Provider } from "../../rehearsal/provider/behaviour/calls.ts";
import { listen } from "../../rehearsal/provider/protocol/server.ts";
import { MARKER, providerSchema } from "../../rehearsal/provider/schema/answer.ts";
import { Library } from "../../rehearsal/provider/schema/library.ts";
import type { Facts } from "../../rehearsal/provider/schema/schema.ts";
import { MemoryStore } from "../../rehearsal/provider/store/memory.ts";
import { oneCloud } from "../../rehearsal/provider/store/store.ts";

/** The real provider, and ours with the data that was learned of exactly that one. */
export interface ProviderPair {
  readonly real: Session;
  readonly ours: ProviderClient;
  /** What was learned, by type. */
  readonly facts: Readonly<Record<string, Facts>>;
  close(): Promise<void>;
}

/** How a pair is made. */
export interface PairOptions {
  readonly binary: ProviderBinary;
  readonly checksum: string;
  /** Folder of what was learned: notes by checksum, and for as long as the pair is open its data. */
  readonly cache: string;
  readonly talk: (text: string) => void;
}

/** The region that both are configured for. */
const REGION = "eu-west-1";

/** Opens the real provider, so that its types are known. */
export function openReal({ binary }: PairOptions): Promise<Session> {
  return Session.open(binary.file, binary.name);
}

/** Learns what is not known yet of the types, and opens ours with it. */
export async function openPair(
  options: PairOptions,
  real: Session,
  types: readonly string[],
): Promise<ProviderPair> {
  const { binary, cache, checksum, talk } = options;
  const notes = new Notes(cache, checksum);
  const learned = await learn({
    session: real,
    notes,
    types,
    progress: (done) => done % 100 === 0 && talk(`learned ${done} of ${types.length} types`),
  });
  // A folder of its own: another run beside this one has data of other types.
  const folder = mkdtempSync(join(cache, "data-"));
  const { index, body } = packLearned(binary, real, learned);
  writeWhole(join(folder, "aws.ndjson.gz"), body);
  writeWhole(join(folder, "aws.index.json"), JSON.stringify(index));
  const library = new Library("aws", folder);
  const provider = new Provider(library, "all", oneCloud(new MemoryStore()));
  const listening = await listen(provider.calls(), (peer) => provider.forget(peer));
  const ours = new ProviderClient(
    `127.0.0.1:${listening.port}`,
    6,
    ChannelCredentials.createInsecure(),
    20_000,
  );
  const { block } = providerSchema(library);
  const problems = await ours.configure(
    block,
    withSettings(block, { region: REGION, [MARKER]: "agreement" }),
  );
  if (problems.length > 0) throw new Error(problems[0]!.summary);
  return {
    real,
    ours,
    facts: learned.facts,
    async close() {
      ours.close();
      real.close();
      await listening.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
