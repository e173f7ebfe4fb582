import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { partsOfId } from "../../stacks/manifest.ts";
import { type OpenStore, openStore } from "../provider/store/journal.ts";
import type { Clouds, Store, Thing } from "../provider/store/store.ts";
import { readExisting } from "./existing.ts";
import type { RehearsalFolder } from "./folder.ts";
import { instancesOf, thingOf } from "./instances.ts";

/** The rehearsal clouds of some environments, open. The caller holds the environments' locks. */
export class OpenClouds implements Clouds {
  readonly #open = new Map<string, OpenStore>();
  readonly #existing = new Map<string, ReadonlySet<string>>();

  constructor(rehearsal: RehearsalFolder, environments: Iterable<string>) {
    for (const environment of new Set(environments)) {
      this.#existing.set(environment, readExisting(rehearsal.existing(environment)));
      const file = rehearsal.cloud(environment);
      mkdirSync(dirname(file), { recursive: true });
      this.#open.set(environment, openStore(file));
    }
  }

  of(stack: string): Store {
    const { environment } = partsOfId(stack);
    const open = this.#open.get(environment);
    if (!open) throw new Error(`the rehearsal cloud of ${environment} is not open`);
    return open.store;
  }

  get all(): readonly Store[] {
    return [...this.#open.values()].map(({ store }) => store);
  }

  isDeclared(stack: string, id: string): boolean {
    return this.#existing.get(partsOfId(stack).environment)?.has(id) ?? false;
  }

  async close(): Promise<void> {
    for (const { close } of this.#open.values()) await close();
  }
}

/** What a stack made and its state does not speak of. */
export function orphansOf(store: Store, stack: string, state: unknown): Thing[] {
  const spoken = new Set<string | undefined>();
  const instances = instancesOf(state);
  for (const instance of instances) spoken.add(thingOf(instance, store)?.handle);
  return [...store.all()].filter((thing) => thing.stack === stack && !spoken.has(thing.handle));
}
