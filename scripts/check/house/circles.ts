import { placeOf, specifiersOf } from "./imports.ts";
import type { Source } from "./source.ts";

/**
 * Files that import each other in a circle, imports of types included: for each circle one way around
 * it. Nobody can understand one of them without the others.
 */
export function circles(sources: readonly Source[]): string[] {
  const paths = new Set(sources.map(({ path }) => path));
  const imported = new Map(sources.map((source) => [source.path, importsOf(source, paths)]));
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, way: readonly string[]): void => {
    const start = way.indexOf(path);
    if (start >= 0) found.push([...way.slice(start), path].join(" -> "));
    if (start >= 0 || done.has(path)) return;
    for (const next of imported.get(path) ?? []) visit(next, [...way, path]);
    done.add(path);
  };
  for (const path of [...paths].sort()) visit(path, []);
  return found;
}

function importsOf(source: Source, paths: ReadonlySet<string>): string[] {
  const names = new Set(specifiersOf(source).map(({ name }) => name));
  return [...names].flatMap((name) => {
    const place = placeOf(source.path, name);
    return ["", ".ts", "/index.ts"].map((end) => place + end).filter((at) => paths.has(at));
  });
}
