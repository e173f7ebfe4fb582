import { gzipSync } from "node:zlib";

/**
 * What the three providers accept and how they behave, one type at a time.
 *
 * A provider's schema is megabytes long, and a rehearsal needs a few dozen types of it. So each
 * type is one line of JSON in a gzip member of its own: `zcat aws.ndjson.gz` prints them all, and
 * the index says at which byte each begins, so that a single one is read without the others.
 */
export interface ProviderIndex {
  /** Registry address, for example `registry.terraform.io/hashicorp/aws`. */
  readonly address: string;
  /** Version of the provider that the data describes. */
  readonly version: string;
  /** Version that the facts were learned of. Absent where it is the same. */
  readonly learnedOf?: string;
  /** Offset and length in bytes of the provider's own configuration schema. */
  readonly provider: readonly [offset: number, length: number];
  /** The same for each resource type. */
  readonly resources: Readonly<Record<string, readonly [offset: number, length: number]>>;
  /** The same for each data source type. */
  readonly data: Readonly<Record<string, readonly [offset: number, length: number]>>;
}

/** What `terraform providers schema -json` prints for one provider, with its address and version. */
export interface PrintedSchema {
  readonly address: string;
  readonly version: string;
  readonly provider: unknown;
  readonly resource_schemas: Readonly<Record<string, unknown>>;
  readonly data_source_schemas: Readonly<Record<string, unknown>>;
}

/**
 * Packs a printed schema and the learned facts; the result is two files' content.
 *
 * @param learnedOf version that the facts were learned of, where it is another one
 */
export function pack(
  schema: PrintedSchema,
  facts: Readonly<Record<string, unknown>>,
  learnedOf?: string,
): { readonly index: ProviderIndex; readonly body: Buffer } {
  const members: Buffer[] = [];
  let offset = 0;
  const add = (line: unknown): [number, number] => {
    const member = gzipSync(`${JSON.stringify(line)}\n`, { level: 9 });
    members.push(member);
    offset += member.length;
    return [offset - member.length, member.length];
  };
  const addAll = (kind: string, schemas: Readonly<Record<string, unknown>>, known: typeof facts) =>
    Object.fromEntries(
      Object.keys(schemas)
        .sort()
        .map((type) => [type, add({ kind, type, schema: schemas[type], facts: known[type] })]),
    );
  const index: ProviderIndex = {
    address: schema.address,
    version: schema.version,
    ...(learnedOf !== undefined && learnedOf !== schema.version && { learnedOf }),
    provider: add({ kind: "provider", schema: schema.provider }),
    resources: addAll("resource", schema.resource_schemas, facts),
    data: addAll("data", schema.data_source_schemas, {}),
  };
  return { index, body: Buffer.concat(members) };
}
