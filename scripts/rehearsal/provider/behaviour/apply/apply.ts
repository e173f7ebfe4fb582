import { canonical } from "../../cty/equal.ts";
import { type Fields, isUnknown, type Value } from "../../cty/value.ts";
import type { ResourceType } from "../../schema/library.ts";
import { typeOfBlock } from "../../schema/type-of.ts";
import type { Store } from "../../store/store.ts";
import type { Connection } from "../connection.ts";
import { isSdkType } from "../plan/library.ts";
import { scopeOf } from "../scope.ts";
import { withBlanks } from "./blanks.ts";
import { settle } from "./settle.ts";

/** What a plan makes: nothing that was planned known changes, everything unknown gets a value. */
export function applyChange(
  type: ResourceType,
  connection: Connection,
  store: Store,
  planned: Fields,
): Fields {
  const scope = scopeOf(connection, planned);
  const identity = canonical(planned, typeOfBlock(type.schema.block));
  const settled = (attempt: number): Fields =>
    settle(
      {
        type: type.name,
        block: type.schema.block,
        facts: type.facts,
        connection,
        store,
        scope,
        seed: `${scope}/${connection.stack}/${type.name}/${identity}#${attempt}`,
      },
      planned,
    );
  let object = settled(0);
  if (isUnknown(planned["id"] ?? null)) {
    for (let attempt = 1; isTaken(object["id"] ?? null); attempt++) {
      const other = settled(attempt);
      // An id that follows from the name is the same each time: the name is what is taken.
      if (other["id"] === object["id"]) break;
      object = other;
    }
  }
  return isSdkType(type) ? withBlanks(object, type.schema.block) : object;

  function isTaken(id: Value): boolean {
    return typeof id === "string" && store.isTaken(scope, type.name, id);
  }
}
