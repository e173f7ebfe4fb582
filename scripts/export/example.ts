import type { Assembled } from "./assembled.ts";
import { rowsOf } from "./rows.ts";

/** A use of the module that gives a value to each variable that has one, as `terraform fmt` would have it. */
export function exampleOf(assembled: Assembled, source: string, version?: string): string {
  const { module, variables } = assembled;
  const values = rowsOf(module)[0]!;
  const given = variables
    .filter(({ prop }) => values[prop] !== null)
    .map(({ name, prop }) => [name, literal(values[prop])] as const);
  return [
    `module "${module.name}" {`,
    ...aligned([
      ["source", literal(source)],
      ...(version === undefined ? [] : [["version", literal(version)] as const]),
    ]),
    "",
    ...aligned(given),
    "}",
    "",
  ].join("\n");
}

function aligned(entries: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...entries.map(([name]) => name.length));
  return entries.map(([name, value]) => `  ${name.padEnd(width)} = ${value}`);
}

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(
      ([key, each]) => `${JSON.stringify(key)} = ${literal(each)}`,
    );
    return `{ ${entries.join(", ")} }`;
  }
  return JSON.stringify(value).replaceAll("${", "$${").replaceAll("%{", "%%{");
}
