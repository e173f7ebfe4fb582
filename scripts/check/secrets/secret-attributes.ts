import { CLOUDS, Library } from "../../rehearsal/provider/schema/library.ts";
import type { Block } from "../../rehearsal/provider/schema/schema.ts";

const LIBRARIES = CLOUDS.map((cloud) => new Library(cloud));

/** A resource as a stack's JSON has it. */
type Config = Readonly<Record<string, unknown>>;

/**
 * Attributes of a resource that put a secret into the state: sensitive, kept, and either written or
 * filled in by the cloud. Write-only arguments never reach the state and are not among them.
 */
export function secretAttributes(type: string, config: Config): string[] {
  // Terraform's own: whatever it is given to keep may be one.
  if (type === "terraform_data") return config["input"] === undefined ? [] : [`${type}.input`];
  const schema = LIBRARIES.map((library) => library.resource(type)).find(Boolean)?.schema;
  if (!schema) throw new Error(`no schema for ${type}: it is of none of the three clouds`);
  return secretsIn(schema.block, config, type);
}

function secretsIn(block: Block, config: Config, path: string): string[] {
  const own = Object.entries(block.attributes ?? {})
    .filter(([, attribute]) => attribute.sensitive && !attribute.write_only)
    .filter(
      ([name, attribute]) =>
        config[name] !== undefined || (attribute.computed && !attribute.optional),
    )
    .map(([name]) => `${path}.${name}`);
  const nested = Object.entries(block.block_types ?? {}).flatMap(([name, { block: inner }]) =>
    [config[name] ?? []]
      .flat()
      .flatMap((item) => secretsIn(inner, item as Config, `${path}.${name}`)),
  );
  return [...own, ...nested];
}
