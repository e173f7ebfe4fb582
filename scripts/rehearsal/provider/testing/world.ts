import { applyChange } from "../behaviour/apply/apply.ts";
import { type Connection, connect } from "../behaviour/connection.ts";
import { type Plan, plan } from "../behaviour/plan/plan.ts";
import { scopeOf } from "../behaviour/scope.ts";
import type { Fields } from "../cty/value.ts";
import { type Cloud, Library, type ResourceType } from "../schema/library.ts";
import { MemoryStore } from "../store/memory.ts";
import { proposedNew } from "./proposed.ts";

const LIBRARIES: Readonly<Record<Cloud, Library>> = {
  aws: new Library("aws"),
  google: new Library("google"),
  cloudflare: new Library("cloudflare"),
};

const PROVIDERS: Readonly<Record<Cloud, Fields>> = {
  aws: { region: "eu-west-1", allowed_account_ids: ["111122223333"], rehearsal: "dev-app" },
  google: { project: "acme-dev", region: "europe-west1", rehearsal: "dev-app" },
  cloudflare: { rehearsal: "dev-app" },
};

/** The cloud that a type belongs to. */
export function cloudOf(type: string): Cloud {
  return type.split("_")[0] as Cloud;
}

/** The data of a cloud; read once for all tests. */
export function library(cloud: Cloud): Library {
  return LIBRARIES[cloud];
}

/** A type that must exist. */
export function typeOf(name: string): ResourceType {
  const type = library(cloudOf(name)).resource(name);
  if (!type) throw new Error(`no type ${name}`);
  return type;
}

/** A provider block of a test, with what `more` says otherwise. */
export function connection(cloud: Cloud, more: Fields = {}): Connection {
  const connected = connect(cloud, { ...PROVIDERS[cloud], ...more });
  if ("severity" in connected) throw new Error(connected.summary);
  return connected;
}

/** One resource, planned and applied without Terraform. */
export class World {
  readonly connection: Connection;
  readonly store = new MemoryStore();

  constructor(cloud: Cloud, more: Fields = {}) {
    this.connection = connection(cloud, more);
  }

  /** Plans what an author wrote. */
  plan(name: string, config: Fields, prior?: Fields): Plan {
    const type = typeOf(name);
    const proposed = proposedNew(type.schema.block, prior, config);
    return plan({ type, connection: this.connection, prior, proposed, config, adopted: false });
  }

  /** Plans and applies; a replacement is made as Terraform makes it. */
  apply(name: string, config: Fields, prior?: Fields): Fields {
    const planned = this.plan(name, config, prior);
    const settled = planned.replace.length > 0 ? this.plan(name, config) : planned;
    const object = applyChange(typeOf(name), this.connection, this.store, settled.planned);
    const { stack } = this.connection;
    this.store.create({ scope: scopeOf(this.connection, object), type: name, stack, object });
    return object;
  }
}
