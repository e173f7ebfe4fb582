import type { Path } from "../../../cty/path.ts";
import { typeOfBlock } from "../../../cty/type.ts";
import { type Fields, isFields, isList, type Value } from "../../../cty/value.ts";
import { type Field, fieldsOf } from "../../../schema/fields.ts";
import type { ResourceType } from "../../../schema/library.ts";
import type { Connection } from "../../connection.ts";
import { defaultOf } from "../defaults.ts";
import { Differ } from "./differ.ts";
import { withLost, withUnknowns } from "./mend.ts";
import { NORMALIZERS } from "./normal.ts";
import { innerFields } from "./parts.ts";
import { Traits } from "./traits.ts";
import { sdkText, withZeros } from "./zero.ts";

/**
 * Plans a create or an update the way the older library does.
 *
 * @param alsoForcing paths that force a replacement although no fact says so
 * @param customize what the type's own code changes in the plan, before anything is compared
 */
export function planWithSdk(
  type: ResourceType,
  connection: Connection,
  prior: Fields | undefined,
  proposed: Fields,
  alsoForcing: readonly string[],
  customize: (planned: Fields) => Fields,
): { readonly planned: Fields; readonly forcing: readonly Path[] } {
  const { block } = type.schema;
  const fields = fieldsOf(block);
  const wanted = withDefaults(type, connection, fields, proposed, "");
  const differ = new Differ(new Traits(type.facts, alsoForcing), prior !== undefined);
  const old = prior && withZeros(fields, prior);
  const { values, forcing } = differ.object(fields, old, wanted, {
    path: [],
    name: "",
    all: false,
  });
  const found = withLost(fields, values, proposed);
  if (!prior) return { planned: customize(withUnknowns(block, found)), forcing: [] };
  const planned = customize(found);
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
    const normalize = NORMALIZERS[type.facts.normal?.[name] ?? ""];
    if (typeof value === "string" && normalize) return normalize(value);
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
