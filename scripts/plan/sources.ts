import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { withoutIndexes } from "../review/set/set.ts";
import type { Origin } from "../review/stack/change.ts";
import { BrokenPlanSet } from "./set.ts";

interface SourcesFile {
  readonly sources?: readonly {
    readonly stack: string;
    readonly address: string;
    readonly path: string;
    readonly made: string;
    readonly asked: string;
  }[];
}

/** Where each thing was made, by stack and address. */
export type Sources = ReadonlyMap<string, Origin>;

/** Reads what synth wrote of where things were made; nothing where it wrote none. */
export function readSources(folder: string, name = "sources.json"): Sources {
  const file = join(folder, name);
  if (!existsSync(file)) return new Map();
  const { sources = [] } = parseSources(file);
  return new Map(
    sources.map(({ stack, address, path, made, asked }) => [
      `${stack} ${address}`,
      { path: path.startsWith(`${stack}/`) ? path.slice(stack.length + 1) : path, made, asked },
    ]),
  );
}

function parseSources(file: string): SourcesFile {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    throw new BrokenPlanSet(`${file} is cut off or damaged; plan again with "infra plan"`);
  }
}

/** Looks a thing up in the head, then in the base: what is not in the code any more. */
export function originIn(head: Sources, base: Sources) {
  return (stack: string, address: string): Origin | undefined => {
    const key = `${stack} ${withoutIndexes(address)}`;
    const gone = base.get(key);
    return head.get(key) ?? (gone && { ...gone, gone: true });
  };
}
