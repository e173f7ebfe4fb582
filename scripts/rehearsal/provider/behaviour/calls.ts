import { decodeValue, encodeValue } from "../cty/codec.ts";
import { fromJson } from "../cty/json.ts";
import { type Fields, isFields, type Value } from "../cty/value.ts";
import { Faults } from "../faults/faults.ts";
import type { Calls, Request, WireValue } from "../protocol/messages.ts";
import { Refusal } from "../protocol/refusal.ts";
import { schemaBytes } from "../protocol/service.ts";
import { providerSchema, schemaParts } from "../schema/answer.ts";
import type { Library, ResourceType } from "../schema/library.ts";
import type { Block, Schema } from "../schema/schema.ts";
import { typeOfBlock } from "../schema/type-of.ts";
import type { TypesInUse } from "../schema/types-in-use.ts";
import { Leftovers } from "../store/leftovers.ts";
import type { Clouds } from "../store/store.ts";
import { carryOut } from "./apply/carry-out.ts";
import { type Connection, connect } from "./connection.ts";
import { madeBy } from "./data/made-by.ts";
import { readDataSource } from "./data/read.ts";
import { importById } from "./import.ts";
import { plan } from "./plan/plan.ts";
import { readPrivate, writePrivate } from "./private.ts";
import { read as readThing } from "./seen.ts";
import { validateConfig } from "./validate/validate.ts";

/** One cloud's provider: its data, what stands there and what each connection was configured with. */
export class Provider {
  readonly #library: Library;
  readonly #types: TypesInUse | "all";
  readonly #clouds: Clouds;
  readonly #leftovers: Leftovers;
  readonly #faults: Faults;
  /** Ids that data sources and imports told of: they exist though no thing here has them. */
  readonly #elsewhere = new Set<string>();
  readonly #connections = new Map<string, Connection>();
  #answer: object | undefined;

  /**
   * @param leftovers what stands in the clouds and in no state. Default: nothing
   * @param faults what is to go wrong. Default: nothing
   */
  constructor(
    library: Library,
    types: TypesInUse | "all",
    clouds: Clouds,
    leftovers: Leftovers = new Leftovers(),
    faults: Faults = new Faults(),
  ) {
    this.#library = library;
    this.#types = types;
    this.#clouds = clouds;
    this.#leftovers = leftovers;
    this.#faults = faults;
  }

  /** Forgets what a connection was configured with. */
  forget(peer: string): void {
    this.#connections.delete(peer);
  }

  /** The calls of the plugin protocol. */
  calls(): Calls {
    return {
      GetProviderSchema: () => {
        this.#answer ??= schemaBytes(schemaParts(this.#library, this.#types));
        return this.#answer;
      },
      ValidateProviderConfig: () => ({}),
      ValidateResourceConfig: ({ type_name, config }) => {
        const type = this.#type(type_name);
        return { diagnostics: validateConfig(type, read(config, type.schema.block) ?? {}) };
      },
      ValidateDataResourceConfig: () => ({}),
      ConfigureProvider: (request, peer) => this.#configure(request, peer),
      UpgradeResourceState: (request) => {
        const type = this.#type(request.type_name);
        return { upgraded_state: this.#upgraded(type, request.raw_state, request.version) };
      },
      ReadResource: (request, peer) => this.#read(request, peer),
      PlanResourceChange: (request, peer) => this.#plan(request, peer),
      ApplyResourceChange: (request, peer) => this.#apply(request, peer),
      ImportResourceState: (request, peer) => this.#import(request, peer),
      MoveResourceState: (request) => this.#move(request),
      ReadDataSource: (request, peer) => this.#readData(request, peer),
      StopProvider: () => ({}),
    };
  }

  #configure({ config }: Request, peer: string): object {
    const values = read(config, providerSchema(this.#library).block) ?? {};
    const connected = connect(this.#library.cloud, values);
    if ("severity" in connected) return { diagnostics: [connected] };
    this.#connections.set(peer, connected);
    return {};
  }

  #read({ type_name, current_state, private: kept }: Request, peer: string): object {
    const type = this.#type(type_name);
    const { block } = type.schema;
    const state = read(current_state, block);
    const { thing, adopted } = readPrivate(kept);
    if (adopted) this.#remember(state);
    if (!state || adopted) return { new_state: current_state, private: kept };
    const spoken = { type: type_name, state, thing };
    const found = readThing(spoken, this.#connection(peer), this.#clouds);
    if (!found || this.#faults.hides(found.handle, { type: type_name, values: found.object })) {
      return { new_state: write(null, block) };
    }
    return {
      new_state: write(found.object, block),
      private: writePrivate({ thing: found.handle }),
    };
  }

  #plan(request: Request, peer: string): object {
    const type = this.#type(request.type_name);
    const { block } = type.schema;
    const proposed = read(request.proposed_new_state, block);
    const { prior_private: planned_private } = request;
    if (!proposed) return { planned_state: request.proposed_new_state, planned_private };
    const { adopted = false } = readPrivate(request.prior_private);
    const { planned, replace } = plan({
      type,
      connection: this.#connection(peer),
      prior: read(request.prior_state, block),
      proposed,
      config: read(request.config, block) ?? {},
      adopted,
    });
    return {
      planned_state: write(planned, block),
      planned_private,
      requires_replace: replace.map((steps) => ({ steps })),
      // Keeps Terraform from refusing defaults that the SDK of these two providers plans.
      legacy_type_system: this.#library.cloud !== "cloudflare",
    };
  }

  async #apply(request: Request, peer: string): Promise<object> {
    const type = this.#type(request.type_name);
    const { block } = type.schema;
    const connection = this.#connection(peer);
    const deed = {
      type,
      connection,
      prior: read(request.prior_state, block),
      planned: read(request.planned_state, block),
      thing: readPrivate(request.planned_private).thing,
    };
    const isCreate = deed.prior === undefined;
    const struck = { type: type.name, values: deed.planned ?? deed.prior ?? {}, isCreate };
    await this.#faults.before(struck);
    const made = carryOut(deed, {
      clouds: this.#clouds,
      leftovers: this.#leftovers,
      elsewhere: this.#elsewhere,
    });
    if (isCreate && made) this.#faults.made(made.handle);
    const fault = this.#faults.after(struck);
    if (fault?.forgets || (fault && !made)) throw fault.error;
    if (!made) return { new_state: request.planned_state };
    return {
      ...(fault && { diagnostics: [fault.error.diagnostic] }),
      new_state: write(made.object, block),
      private: writePrivate({ thing: made.handle }),
      legacy_type_system: this.#library.cloud !== "cloudflare",
    };
  }

  #import({ type_name, id }: Request, peer: string): object {
    const type = this.#type(type_name);
    const connection = this.#connection(peer);
    const store = this.#clouds.of(connection.stack);
    const { state, adopted, thing } = importById(type, connection, store, id);
    if (adopted) this.#remember(state);
    const found = { type_name, state: write(state, type.schema.block) };
    const kept = writePrivate(adopted ? { adopted } : { ...(thing && { thing }) });
    return { imported_resources: [{ ...found, private: kept }] };
  }

  #move(request: Request): object {
    const { source_type_name: from, target_type_name: to } = request;
    if (from !== to) {
      const detail = "A move between types would need a conversion, which no provider of ours has.";
      throw new Refusal(`${from} cannot be moved to ${to}`, detail);
    }
    return { target_state: this.#upgraded(this.#type(to), request.source_state, 0) };
  }

  #readData({ type_name, config }: Request, peer: string): object {
    const schema = this.#library.dataSource(type_name);
    if (!schema) throw this.#unknown("data source", type_name);
    const asked = read(config, schema.block) ?? {};
    const from = { connection: this.#connection(peer), clouds: this.#clouds };
    const answer = readDataSource({ ...madeBy(type_name, this.#library), schema, ...from }, asked);
    this.#remember(answer);
    return { state: write(answer, schema.block) };
  }

  #upgraded(type: ResourceType, raw: Request["raw_state"], version: number): WireValue {
    if (version > type.schema.version) {
      throw new Refusal(
        `the state of this ${type.name} comes from a newer provider`,
        `It has schema version ${version}; provider ${this.#library.index.version} knows ` +
          `${type.schema.version} at most. Use the provider version that wrote it, or later.`,
      );
    }
    const json: unknown = JSON.parse(Buffer.from(raw?.json ?? []).toString() || "null");
    const state = fromJson(json, typeOfBlock(type.schema.block));
    return write(state, type.schema.block);
  }

  #remember(object: Fields | undefined): void {
    for (const value of Object.values(object ?? {}).flat()) {
      if (typeof value === "string") this.#elsewhere.add(value);
    }
  }

  #type(name: string): ResourceType {
    const type = this.#library.resource(name);
    if (!type) throw this.#unknown("resource type", name);
    return type;
  }

  #connection(peer: string): Connection {
    const connection = this.#connections.get(peer);
    if (!connection) {
      const detail = "Terraform did not configure it on this connection. Run the command again.";
      throw new Refusal("the rehearsal provider is not configured", detail);
    }
    return connection;
  }

  #unknown(kind: string, name: string): Refusal {
    const { address, version } = this.#library.index;
    return new Refusal(`${address} ${version} has no ${kind} ${name}`, "Check its spelling.");
  }
}

function read(value: WireValue | null, block: Block): Fields | undefined {
  if (!value || value.msgpack.length === 0) return undefined;
  const decoded = decodeValue(value.msgpack, typeOfBlock(block));
  return isFields(decoded) ? decoded : undefined;
}

function write(value: Value, block: Schema["block"]): WireValue {
  return { msgpack: Buffer.from(encodeValue(value, typeOfBlock(block))) };
}
