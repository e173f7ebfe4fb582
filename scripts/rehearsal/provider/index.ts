import { Provider } from "./behaviour/calls.ts";
import type { Faults } from "./faults/faults.ts";
import { reattachValue } from "./protocol/reattach.ts";
import { type ListeningProvider, listen } from "./protocol/server.ts";
import { MARKER } from "./schema/answer.ts";
import { CLOUDS, type Cloud, Library } from "./schema/library.ts";
import type { TypesInUse } from "./schema/types-in-use.ts";
import { Leftovers } from "./store/leftovers.ts";
import { MemoryStore } from "./store/memory.ts";
import { type Clouds, oneCloud } from "./store/store.ts";

export { type TypeSource, type TypesInUse, typesInUse } from "./schema/types-in-use.ts";

/** What a rehearsal needs of its provider. */
export interface ProviderOptions {
  /**
   * The types that Terraform is told of. It reads all of them at every command: the types in use
   * take a hundredth of a second, all types take seconds and hundreds of megabytes.
   */
  readonly types: TypesInUse | "all";
  /** What stands. Default: what the states speak of, for as long as the process lives. */
  readonly clouds?: Clouds;
  /** What stands and is in no state, to be given out again. Default: nothing. */
  readonly leftovers?: Leftovers;
  /** What is to go wrong. Default: nothing. */
  readonly faults?: Faults;
  /** First of the three ports to listen on, one after the other. Default: any that are free. */
  readonly port?: number;
}

/** A provider that listens, for all three clouds. */
export interface RunningProvider {
  /** Value for TF_REATTACH_PROVIDERS. */
  readonly reattach: string;
  /** The process that listens: this one. Terraform never ends it. */
  readonly pid: number;
  /** Stops listening and drops every connection. */
  close(): Promise<void>;
}

/** Starts the rehearsal's providers in this process, each on a loopback port of its own. */
export async function startProvider(options: ProviderOptions): Promise<RunningProvider> {
  const ports: Record<string, number> = {};
  const listening: ListeningProvider[] = [];
  const { clouds = oneCloud(new MemoryStore()), leftovers = new Leftovers() } = options;
  const close = async () => {
    await Promise.all(listening.map((provider) => provider.close()));
  };
  for (const [at, cloud] of CLOUDS.entries()) {
    const library = new Library(cloud);
    const provider = new Provider(library, options.types, clouds, leftovers, options.faults);
    const port = options.port && options.port + at;
    try {
      const started = await listen(provider.calls(), (peer) => provider.forget(peer), port);
      listening.push(started);
      ports[library.index.address.replace(/^[^/]+\//, "")] = started.port;
    } catch (error) {
      await close();
      throw error;
    }
  }
  return { reattach: reattachValue(ports, process.pid), pid: process.pid, close };
}

/** What to add to a provider block so that the rehearsal accepts it; names the stack it is of. */
export function rehearsalMarker(stack: string): Readonly<Record<string, string>> {
  return { [MARKER]: stack };
}

/**
 * What the provider blocks of a rehearsal's copy carry, when the stack's name does not matter.
 * The argument exists in the rehearsal alone, so that a real provider refuses the copy.
 */
export const REHEARSAL_MARKER: Readonly<Record<Cloud, Readonly<Record<string, unknown>>>> = {
  aws: rehearsalMarker("rehearsal"),
  google: rehearsalMarker("rehearsal"),
  cloudflare: rehearsalMarker("rehearsal"),
};
