import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { pack } from "./pack.ts";

const USAGE = "usage: tsx cli.ts <schema.json[.gz]> <facts.json[.gz]> <folder> <name>";

function readJson(file: string): never {
  const raw = readFileSync(file);
  return JSON.parse((file.endsWith(".gz") ? gunzipSync(raw) : raw).toString()) as never;
}

/** Packs a printed schema and its facts into `<folder>/<name>.ndjson.gz` and `.index.json`. */
function main([schemaFile, factsFile, folder, name]: readonly string[]): number {
  if (!schemaFile || !factsFile || !folder || !name) {
    console.error(USAGE);
    return 2;
  }
  const { index, body } = pack(readJson(schemaFile), readJson(factsFile));
  writeFileSync(join(folder, `${name}.ndjson.gz`), body);
  writeFileSync(join(folder, `${name}.index.json`), `${JSON.stringify(index)}\n`);
  return 0;
}

process.exitCode = main(process.argv.slice(2));
