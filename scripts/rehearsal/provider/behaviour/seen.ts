import type { Fields } from "../cty/value.ts";
import { type Clouds, idOf, type Thing } from "../store/store.ts";
import type { Connection } from "./connection.ts";
import { scopeOf } from "./scope.ts";

/** Something that Terraform's state speaks of. */
export interface Spoken {
  readonly type: string;
  readonly state: Fields;
  /** The handle that was kept beside it. */
  readonly thing: string | undefined;
}

/** The thing in the cloud that a state speaks of; nothing when it has vanished. */
export function standing(
  { type, state, thing }: Spoken,
  connection: Connection,
  clouds: Clouds,
): Thing | undefined {
  const store = clouds.of(connection.stack);
  const byHandle = thing === undefined ? undefined : store.get(thing);
  if (byHandle) return byHandle.type === type ? byHandle : undefined;
  // A state of another cloud's, or from before there was one: only the id is left to go by.
  const id = idOf(state);
  return id === undefined ? undefined : store.find(scopeOf(connection, state), type, id);
}

/**
 * The same for reading. While a stack's state is older than its cloud, the state is believed and
 * what it speaks of is put there. A thing that another stack took over is that stack's from now on.
 */
export function read(spoken: Spoken, connection: Connection, clouds: Clouds): Thing | undefined {
  const { stack } = connection;
  const store = clouds.of(stack);
  const found = standing(spoken, connection, clouds);
  if (found) return found.stack === stack ? found : store.update(found.handle, { stack });
  if (store.knows(stack)) return undefined;
  const { type, state } = spoken;
  return store.create({ scope: scopeOf(connection, state), type, stack, object: state });
}
