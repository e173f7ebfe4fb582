import { existsSync } from "node:fs";
import { partsOfId } from "../../stacks/manifest.ts";
import type { Project } from "../../stacks/project.ts";
import { nearest } from "../../stacks/select.ts";
import { CLOUDS, Library } from "../provider/schema/library.ts";
import { typeOfBlock } from "../provider/schema/type-of.ts";
import { idOf, type Store, type Thing } from "../provider/store/store.ts";
import { withAllTags } from "./all-tags.ts";
import { assign } from "./assign.ts";
import { OpenClouds } from "./clouds.ts";
import { RehearsalFolder } from "./folder.ts";
import { instancesOf, thingOf } from "./instances.ts";
import { takeAside, takeErrored } from "./keep-state.ts";
import { lockEnvironments } from "./lock.ts";
import { readState } from "./state.ts";
import { ApplyRecord } from "./states/recover.ts";

/** What the desk is opened with. */
export interface DeskOptions {
  readonly project: Project;
  readonly stack: string;
  /** What the user typed, for whoever finds the lock. */
  readonly command: string;
  readonly talk: (text: string) => void;
}

/** One thing of a stack's in the cloud. */
export interface Listed {
  /** Left out where no state speaks of it. */
  readonly address?: string;
  readonly type: string;
  readonly id: string;
  readonly handle: string;
}

/** The cloud cannot do what it was asked to. Nothing was changed. */
export class CloudProblem extends Error {
  constructor(message: string) {
    super(message);
    this.name = "CloudProblem";
  }
}

/** Where a user looks into the rehearsal cloud of a stack, and changes it. Holds the lock. */
export class CloudDesk {
  readonly #stack: string;
  readonly #unlock: () => void;
  readonly #clouds: OpenClouds;
  readonly #store: Store;
  /** Addresses by handle. */
  readonly #addresses = new Map<string, string>();

  constructor({ project, stack, command, talk }: DeskOptions) {
    const rehearsal = new RehearsalFolder(project.rehearsal);
    const copies = rehearsal.copies();
    const copy = copies.find(({ id }) => id === stack);
    if (!copy) {
      const [like] = nearest(
        stack,
        copies.map(({ id }) => id),
      );
      const hint = like ? `; is ${like} meant?` : "";
      throw new CloudProblem(`no stack ${stack} is rehearsed${hint}`);
    }
    this.#stack = stack;
    const { environment } = partsOfId(stack);
    if (!existsSync(rehearsal.cloud(environment))) {
      throw new CloudProblem(
        `${environment} has no rehearsal cloud yet; "infra rehearse ${stack}" makes it`,
      );
    }
    this.#unlock = lockEnvironments({
      folder: rehearsal.locks,
      environments: [environment],
      command,
      talk,
    });
    try {
      this.#clouds = new OpenClouds(rehearsal, [environment]);
      this.#store = this.#clouds.of(stack);
      takeAside(copy.folder);
      takeErrored(copy.folder);
      const recovered = new ApplyRecord({
        folder: copy.folder,
        stack,
        store: this.#store,
      }).recover();
      if (recovered) talk(`${stack}: ${recovered}`);
      for (const instance of instancesOf(readState(copy.folder).whole)) {
        const thing = thingOf(instance, this.#store);
        if (thing) this.#addresses.set(thing.handle, instance.address);
      }
    } catch (error) {
      this.#unlock();
      throw error;
    }
  }

  /** What the stack has, by address; what no state speaks of comes last. */
  list(): Listed[] {
    const listed = this.#things().map((thing) => {
      const { type, handle, object } = thing;
      const address = this.#addresses.get(handle);
      return { ...(address && { address }), type, id: idOf(object) ?? "", handle };
    });
    return listed.sort((a, b) => ((a.address ?? "~") < (b.address ?? "~") ? -1 : 1));
  }

  /** Changes attributes of a thing, all or none. Returns what was changed, in words. */
  set(address: string, settings: readonly string[]): string[] {
    const thing = this.#find(address);
    const type = CLOUDS.map((cloud) => new Library(cloud))
      .find(({ index }) => index.resources[thing.type])
      ?.resource(thing.type);
    if (!type) throw new CloudProblem(`no provider here knows ${thing.type}`);
    const { object, said } = assign(thing.object, typeOfBlock(type.schema.block), settings);
    this.#store.update(thing.handle, { object: withAllTags(thing.object, object) });
    return said.map((each) => `${address}: ${each}`);
  }

  /** Makes a thing vanish. */
  lose(address: string): string[] {
    const thing = this.#find(address);
    this.#store.remove(thing.handle);
    return [`${address}: ${thing.type} ${idOf(thing.object) ?? thing.handle} is gone`];
  }

  /** Writes everything down and gives the lock back. */
  async close(): Promise<void> {
    try {
      await this.#clouds.close();
    } finally {
      this.#unlock();
    }
  }

  #things(): Thing[] {
    return [...this.#store.all()].filter(({ stack }) => stack === this.#stack);
  }

  #find(address: string): Thing {
    const found = this.#things().find(
      ({ handle }) => handle === address || this.#addresses.get(handle) === address,
    );
    if (found) return found;
    const [like] = nearest(address, [...this.#addresses.values()]);
    const hint = like ? `; is ${like} meant?` : "";
    throw new CloudProblem(`${this.#stack} has no ${address} in the rehearsal cloud${hint}`);
  }
}
