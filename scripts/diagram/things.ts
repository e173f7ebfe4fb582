import { partsOfId, type Stack } from "../stacks/manifest.ts";
import { constructPath, resourcesOf, type TemplateBlock } from "../stacks/template.ts";

/** A resource of a stack. */
export interface Thing extends TemplateBlock {
  readonly stack: Stack;
  /** Path of its construct, which no other thing has: `dev-shop-network/vpc/tier-private/a`. */
  readonly id: string;
  /** Path below the stack, as its author thinks of it: `vpc/tier-private/a`. */
  readonly path: string;
}

/** Every resource of the stacks, sorted by construct. */
export function thingsOf(stacks: readonly Stack[]): Thing[] {
  const things = stacks.flatMap((stack) =>
    resourcesOf(stack.template).map((block) => thingOf(stack, block)),
  );
  return things.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function thingOf(stack: Stack, block: TemplateBlock): Thing {
  const path = constructPath(stack.template, block.address);
  const id = path ?? `${stack.id}/${block.address}`;
  return { ...block, stack, id, path: id.slice(stack.id.length + 1).replace(/\/Default$/, "") };
}

/** The app of a stack: what stands between environment and layer in its id. */
export function appOf(id: string): string {
  const { environment, layer } = partsOfId(id);
  return id.slice(environment.length + 1, -(layer.length + 1));
}

/** Addresses of resources that a value names, each once: `aws_vpc.main` in `${aws_vpc.main.id}`. */
export function namedIn(value: unknown): string[] {
  const found = JSON.stringify(value ?? null).matchAll(/(?<![\w.])([a-z]\w*\.[\w-]+)\.[a-z]/g);
  return [...new Set([...found].map(([, address]) => address!))];
}

/** `1 stack`, `2 stacks` */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
