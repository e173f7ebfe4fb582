import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Facts, Schema } from "../provider/schema/schema.ts";
import type { PrintedSchema, ProviderIndex } from "./pack.ts";

/** A provider's whole data: what was packed. */
export interface Unpacked {
  readonly schema: PrintedSchema & {
    readonly resource_schemas: Readonly<Record<string, Schema>>;
  };
  readonly facts: Readonly<Record<string, Facts>>;
  /** Version of the provider that the facts were learned of, where that is another one. */
  readonly learnedOf: string | undefined;
}

interface Line {
  readonly kind: "provider" | "resource" | "data";
  readonly type?: string;
  readonly schema: Schema;
  readonly facts?: Facts;
}

/** Reads the data files of one cloud whole. */
export function unpack(folder: string, cloud: string): Unpacked {
  const index = JSON.parse(
    readFileSync(join(folder, `${cloud}.index.json`), "utf8"),
  ) as ProviderIndex;
  const body = gunzipSync(readFileSync(join(folder, `${cloud}.ndjson.gz`))).toString();
  const lines = body
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
  const schemasOf = (kind: Line["kind"]) =>
    Object.fromEntries(
      lines.filter((line) => line.kind === kind).map(({ type, schema }) => [type!, schema]),
    );
  const { address, version, learnedOf } = index;
  return {
    schema: {
      ...{ address, version },
      provider: lines.find(({ kind }) => kind === "provider")!.schema,
      resource_schemas: schemasOf("resource"),
      data_source_schemas: schemasOf("data"),
    },
    facts: Object.fromEntries(
      lines.flatMap(({ type, facts }) => (type && facts ? [[type, facts]] : [])),
    ),
    learnedOf,
  };
}
