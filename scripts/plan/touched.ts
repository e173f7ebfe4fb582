import type { Json, StackTemplate } from "../stacks/template.ts";
import type { Shape } from "./affected.ts";

/** References of one block to others: `${aws_vpc.network.id}`, `data.x.y`, and inside of functions. */
const REFERENCE =
  /\b(data\.[A-Za-z_][\w-]*\.[A-Za-z_][\w-]*|[a-z][a-z0-9]*_[\w]*\.[A-Za-z_][\w-]*|local\.[\w-]+|var\.[\w-]+)/g;

/**
 * Addresses of the things of a stack whose changes the change under review leads to: their block is
 * new, gone or another, or something that they refer to is. Everything where the providers, the
 * modules or what lies beside the template differ.
 *
 * @param movedReads addresses of remote states whose outputs move
 */
export function touchedBy(
  base: Shape | undefined,
  head: Shape,
  movedReads: readonly string[] = [],
): string[] {
  const blocks = blocksOf(head.template);
  if (!base) return [...blocks.keys()];
  const before = blocksOf(base.template);
  const gone = [...before.keys()].filter((address) => !blocks.has(address));
  if (base.beside !== head.beside || settings(base.template) !== settings(head.template)) {
    return [...blocks.keys(), ...gone];
  }
  const changed = [...blocks].filter(([address, text]) => before.get(address) !== text);
  const touched = new Set([...changed.map(([address]) => address), ...gone, ...movedReads]);
  const readers = readersOf(blocks);
  for (const address of touched)
    for (const reader of readers.get(address) ?? []) touched.add(reader);
  return [...touched];
}

/** What concerns every block: providers, modules, the program. Where the state lies does not. */
function settings({ terraform, provider, ...rest }: StackTemplate): string {
  const { backend: _backend, cloud: _cloud, ...program } = terraform ?? {};
  return JSON.stringify([program, provider, rest.module]);
}

/** The text of each block by its address. */
function blocksOf(template: StackTemplate): Map<string, string> {
  const {
    resource = {},
    data = {},
    ...rest
  } = template as StackTemplate & {
    readonly locals?: Json;
    readonly variable?: Json;
  };
  const named = (prefix: string, section: Json): [string, string][] =>
    Object.entries(section).flatMap(([type, byName]) =>
      Object.entries(byName as Json).map(([name, body]): [string, string] => [
        `${prefix}${type}.${name}`,
        JSON.stringify(body),
      ]),
    );
  const plain = (prefix: string, section: Json = {}): [string, string][] =>
    Object.entries(section).map(([name, body]) => [`${prefix}.${name}`, JSON.stringify(body)]);
  return new Map([
    ...named("", resource as Json),
    ...named("data.", data as Json),
    ...plain("local", rest.locals),
    ...plain("var", rest.variable),
  ]);
}

function readersOf(blocks: ReadonlyMap<string, string>): Map<string, string[]> {
  const readers = new Map<string, string[]>();
  for (const [address, text] of blocks) {
    for (const [reference] of text.matchAll(REFERENCE)) {
      if (!blocks.has(reference) || reference === address) continue;
      readers.set(reference, [...(readers.get(reference) ?? []), address]);
    }
  }
  return readers;
}
