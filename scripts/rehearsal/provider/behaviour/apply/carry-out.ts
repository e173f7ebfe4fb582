import type { Fields } from "../../cty/value.ts";
import type { ResourceType } from "../../schema/library.ts";
import { typeOfBlock } from "../../schema/type-of.ts";
import type { Leftovers } from "../../store/leftovers.ts";
import type { Clouds, Thing } from "../../store/store.ts";
import type { Connection } from "../connection.ts";
import { refuse } from "../refuse/refuse.ts";
import { scopeOf } from "../scope.ts";
import { standing } from "../seen.ts";
import { applyChange } from "./apply.ts";

/** One change that Terraform asks for. */
export interface Deed {
  readonly type: ResourceType;
  readonly connection: Connection;
  /** Nothing: it is made. */
  readonly prior: Fields | undefined;
  /** Nothing: it is destroyed. */
  readonly planned: Fields | undefined;
  /** Handle that was kept beside the state. */
  readonly thing: string | undefined;
}

/** What a change is carried out in. */
export interface World {
  readonly clouds: Clouds;
  readonly leftovers: Leftovers;
  /** Ids that exist though no thing here has them. */
  readonly elsewhere: ReadonlySet<string>;
}

/** Carries out a change in the cloud: the thing as it stands now, or nothing when it is gone. */
export function carryOut(deed: Deed, world: World): Thing | undefined {
  const { type, connection, prior, planned, thing } = deed;
  const { clouds, leftovers, elsewhere } = world;
  const { stack } = connection;
  const store = clouds.of(stack);
  const before = prior && standing({ type: type.name, state: prior, thing }, connection, clouds);
  const scope = scopeOf(connection, planned ?? prior ?? {});
  const subject = { type: type.name, connection, scope, planned, before, clouds, elsewhere };
  if (!planned) {
    refuse(subject);
    if (before) store.remove(before.handle);
    return undefined;
  }
  if (!prior) {
    const wanted = { stack, scope, type: type.name };
    const left = leftovers.claim(wanted, planned, typeOfBlock(type.schema.block));
    if (left) return left;
  }
  refuse(subject);
  const object = applyChange(type, connection, store, planned);
  if (before) return store.update(before.handle, { object });
  return store.create({ scope: scopeOf(connection, object), type: type.name, stack, object });
}
