import type { Path } from "../../../cty/path.ts";
import { typeOfBlock } from "../../../cty/type.ts";
import { type Fields, isFields, isList, type Value } from "../../../cty/value.ts";
import { type Field, fieldsOf } from "../../../schema/fields.ts";
import type { ResourceType } from "../../../schema/library.ts";
import type { Connection } from "../../connection.ts";
import { defaultOf } from "../defaults.ts";
import { Differ } from "./differ.ts";
import { withLost, withUnknowns } from "./mend.ts";
import { innerFields } from "./parts.ts";
import { Traits } from "./traits.ts";
import { sdkText, withZeros } from "./zero.ts";

/**
 * Is a type built on HashiCorp's older provider library? It gives every type an `id` that an author
 * may write, which nobody does who can help it.
 */
export function isSdkType({ schema }: ResourceType): boolean {
  const id = schema.block.attributes?.["id"];
  return id?.optional === true && id.computed === true;
}

/** Plans a create or an update the way the older library does. */
export function planWithSdk(
  type: ResourceType,
  connection: Connection,
  prior: Fields | undefined,
  proposed: Fields,
  alsoForcing: readonly string[],
): { readonly planned: Fields; readonly forcing: readonly Path[] } {
  const { block } = type.schema;
  const fields = fieldsOf(block);
  const wanted = withDefaults(type, connection, fields, proposed, "");
  const differ = new Differ(new Traits(type.facts, alsoForcing), prior !== undefined);
  const old = prior && withZeros(fields, prior);
  const { values, forcing } = differ.object(fields, old, wanted, { path: [], name: "", all: false });
  const planned = withLost(fields, values, proposed);
  if (!prior) return { planned: withUnknowns(block, planned), forcing: [] };
  const root = typeOfBlock(block);
  if (sdkText(prior, root) === sdkText(planned, root)) return { planned: prior, forcing: [] };
  return { planned, forcing };
}

/** The author's values with the defaults of what was left out. */
function withDefaults(
  type: ResourceType,
  connection: Connection,
  fields: readonly Field[],
  written: Fields,
  prefix: string,
): Fields {
  const filled = (field: Field, value: Value): Value => {
    const name = prefix + field.name;
    if (value === null) return defaultOf(field, name, type.facts, connection) ?? null;
    const inner = innerFields(field);
    if (!inner || !isList(value)) return value;
    return value.map((item) =>
      isFields(item) ? withDefaults(type, connection, inner, item, `${name}.`) : item,
    );
  };
  return Object.fromEntries(
    fields.map((field) => [field.name, filled(field, written[field.name] ?? null)]),
  );
}
