import { canonical } from "../../../cty/equal.ts";
import type { Path } from "../../../cty/path.ts";
import { type Fields, isFields, type Value } from "../../../cty/value.ts";
import { type Field, fieldsOf, mapElements } from "../../../schema/fields.ts";
import type { ResourceType } from "../../../schema/library.ts";
import type { Block } from "../../../schema/schema.ts";
import { typeOfBlock } from "../../../schema/type-of.ts";
import type { Connection } from "../../connection.ts";
import { changesOf } from "../changes.ts";
import { defaultOf } from "../defaults.ts";
import { forcingPaths } from "./forcing.ts";
import { withMarks } from "./mark.ts";

/** What is planned of something that stands or does not. */
export interface FrameworkInput {
  readonly type: ResourceType;
  readonly connection: Connection;
  readonly prior: Fields | undefined;
  readonly proposed: Fields;
  readonly config: Fields;
  /** Names of the places whose change forces a replacement. */
  readonly forcing: ReadonlySet<string>;
}

/**
 * Plans the way HashiCorp's newer library does (terraform-plugin-framework,
 * internal/fwserver/server_planresourcechange.go): defaults first; if then anything differs, every
 * computed value is unknown that is neither written nor kept.
 *
 * @param customize what the type's own code changes in the plan
 */
export function planWithFramework(
  input: FrameworkInput,
  customize: (planned: Fields) => Fields,
): {
  readonly planned: Fields;
  readonly forcing: readonly Path[];
} {
  const { type, prior, proposed, config } = input;
  const { facts, schema } = type;
  const { block } = schema;
  const base = withDefaults(input, block, proposed, config, "");
  const root = typeOfBlock(block);
  if (prior && canonical(prior, root) === canonical(withRegion(input, prior, base), root)) {
    return { planned: customize(prior), forcing: [] };
  }
  const changed = prior ? changesOf(block, prior, base).map(({ name }) => name) : [];
  const planned = customize(withMarks(block, prior, base, config, { facts, changed }));
  const paths = prior ? forcingPaths(facts, block, prior, planned, config, input.forcing) : [];
  return { planned, forcing: paths };
}

/**
 * With the region that stands, where nobody writes one: it is put by the AWS provider's own code into
 * a plan of changes, so that alone it is no change.
 */
function withRegion({ connection, config }: FrameworkInput, prior: Fields, base: Fields): Fields {
  const { region = null } = prior;
  const isOpen = connection.cloud === "aws" && (config["region"] ?? null) === null;
  return isOpen && region !== null ? { ...base, region } : base;
}

function withDefaults(
  input: FrameworkInput,
  block: Block,
  proposed: Fields,
  config: Fields,
  prefix: string,
): Fields {
  const filled = (field: Field): Value => {
    const name = prefix + field.name;
    const value = proposed[field.name] ?? null;
    const written = config[field.name] ?? null;
    if (written === null && field.attribute) {
      const given = defaultOf(field, name, input.type.facts, input.connection);
      if (given !== undefined) return given;
    }
    if (!field.nested || value === null) return value;
    // Inside, what is proposed and has no value was not written either.
    return mapElements(value, field.nested.mode, (element, key) =>
      withDefaults(input, field.nested!.block, element, at(written, key) ?? element, `${name}.`),
    );
  };
  return Object.fromEntries(fieldsOf(block).map((field) => [field.name, filled(field)]));
}

function at(written: Value, key: number | string): Fields | undefined {
  const found = Array.isArray(written)
    ? (written[Number(key)] as Value)
    : isFields(written)
      ? key === ""
        ? written
        : written[key]
      : null;
  return isFields(found) ? found : undefined;
}
