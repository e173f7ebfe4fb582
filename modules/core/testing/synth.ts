import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type App, TerraformStack, Testing } from "cdktf";

/** A synthesized stack, as Terraform reads it. */
export interface Template {
  readonly resource: Record<string, Record<string, Attributes>>;
  readonly data: Record<string, Record<string, Attributes>>;
  readonly output: Record<string, Attributes>;
  readonly [section: string]: unknown;
}

// biome-ignore lint/suspicious/noExplicitAny: attributes of any provider resource
export type Attributes = Record<string, any>;

/**
 * An app whose stacks are looked at and never written: `Testing.app()` alone leaves a temporary
 * folder behind, each time.
 *
 * @param testing of another copy of cdktf. Default: the tests' own
 */
export function testApp(testing: typeof Testing = Testing): App {
  const outdir = mkdtempSync(join(tmpdir(), "cdktf-"));
  try {
    return testing.app({ outdir });
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/**
 * Synthesizes what `build` makes in a stack of its own, with every validation on.
 *
 * @param furnish adds the providers that the stack needs
 */
export function synthWith(
  furnish: (stack: TerraformStack) => void,
  build: (stack: TerraformStack) => void,
): Template {
  const stack = new TerraformStack(testApp(), "test");
  furnish(stack);
  build(stack);
  return templateOf(stack);
}

/** The parsed JSON of a stack; runs all validations first. */
export function templateOf(stack: TerraformStack): Template {
  const json = JSON.parse(Testing.synth(stack, true));
  return { resource: {}, data: {}, output: {}, ...json };
}

/** All resources of a type, by name. Empty when there is none. */
export function resourcesOf(template: Template, type: string): Record<string, Attributes> {
  return template.resource[type] ?? {};
}

/** The only resource of a type. Throws when there is none or more than one. */
export function only(template: Template, type: string): Attributes {
  const found = Object.values(resourcesOf(template, type));
  if (found.length !== 1) throw new Error(`expected one ${type}, found ${found.length}`);
  return found[0]!;
}

/** Every resource address of the stack, sorted: `aws_vpc.network`. */
export function addresses(template: Template): string[] {
  return Object.entries(template.resource)
    .flatMap(([type, byName]) => Object.keys(byName).map((name) => `${type}.${name}`))
    .sort();
}

/** The whole message that `act` is refused with, for tests of every word of it. Empty when it is not. */
export function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return (error as Error).message;
  }
  return "";
}
