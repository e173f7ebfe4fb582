import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import type { ProviderIndex } from "../../providers/pack.ts";
import { corrected } from "./corrections.ts";
import type { Facts, Schema } from "./schema.ts";

/** The clouds that the rehearsal knows. */
export const CLOUDS = ["aws", "google", "cloudflare"] as const;

/** One of the clouds. */
export type Cloud = (typeof CLOUDS)[number];

/** A resource type: what it accepts and how it behaves. */
export interface ResourceType {
  readonly name: string;
  readonly schema: Schema;
  readonly facts: Facts;
}

/** Where the packed data lies. */
export const DATA_FOLDER: string = fileURLToPath(new URL("../../providers/data", import.meta.url));

/** The data of one provider. Each type is read when it is asked for, once. */
export class Library {
  readonly cloud: Cloud;
  readonly index: ProviderIndex;
  readonly #folder: string;
  readonly #resources = new Map<string, ResourceType>();
  readonly #data = new Map<string, Schema>();
  #provider: Schema | undefined;

  /** @param folder of the data files; another than ours holds what was learned elsewhere */
  constructor(cloud: Cloud, folder: string = DATA_FOLDER) {
    this.cloud = cloud;
    this.#folder = folder;
    this.index = JSON.parse(readFileSync(join(folder, `${cloud}.index.json`), "utf8"));
  }

  /** The schema of the provider block, as the real provider has it. */
  get provider(): Schema {
    this.#provider ??= this.#read(this.index.provider).schema;
    return this.#provider;
  }

  /** Is there a resource type of that name? */
  has(name: string): boolean {
    return name in this.index.resources;
  }

  /** A resource type, or undefined when this provider has none of that name. */
  resource(name: string): ResourceType | undefined {
    const at = this.index.resources[name];
    if (!at) return undefined;
    let found = this.#resources.get(name);
    if (!found) {
      const { schema, facts = {} } = this.#read(at);
      found = { name, schema, facts: corrected(name, facts, this.index.version) };
      this.#resources.set(name, found);
    }
    return found;
  }

  /** The schema of a type that must be there. It is not kept: for what looks at all of them once. */
  schemaOf(name: string, section: "resources" | "data" = "resources"): Schema {
    const kept = section === "data" ? this.#data.get(name) : this.#resources.get(name)?.schema;
    return kept ?? this.#read(this.index[section][name]!).schema;
  }

  /** A data source type's schema, or undefined when this provider has none of that name. */
  dataSource(name: string): Schema | undefined {
    const at = this.index.data[name];
    if (!at) return undefined;
    const found = this.#data.get(name) ?? this.#read(at).schema;
    this.#data.set(name, found);
    return found;
  }

  #read([offset, length]: readonly [number, number]): { schema: Schema; facts?: Facts } {
    const bytes = Buffer.alloc(length);
    const file = openSync(join(this.#folder, `${this.cloud}.ndjson.gz`), "r");
    try {
      readSync(file, bytes, 0, length, offset);
    } finally {
      closeSync(file);
    }
    return JSON.parse(gunzipSync(bytes).toString());
  }
}
