import { type Json, resourcesOf, type StackTemplate } from "../../stacks/template.ts";
import { LETS_GO } from "./lets-go.ts";

/** Name of the file that takes a copy's protections off, for destroying it. Read after the other. */
export const PROTECTION_OVERRIDE_FILE = "zz_unprotected_override.tf.json";

/** Something that is protected, and by what. */
export interface Protection {
  readonly address: string;
  /** `prevent_destroy`, `deletion_protection`, ... */
  readonly by: readonly string[];
}

/** What of a stack Terraform itself refuses to destroy. */
export function preventedBy(template: StackTemplate): string[] {
  return resourcesOf(template)
    .filter(({ body }) => lifecycleOf(body)["prevent_destroy"] === true)
    .map(({ address }) => address);
}

/** Everything of a stack that is protected against being destroyed. */
export function protectionsOf(template: StackTemplate): Protection[] {
  return resourcesOf(template)
    .map(({ address, type, body }) => ({
      address,
      by: [
        ...(lifecycleOf(body)["prevent_destroy"] === true ? ["prevent_destroy"] : []),
        ...Object.keys(argumentsToChange(type, body)),
      ],
    }))
    .filter(({ by }) => by.length > 0);
}

/** The override that takes all protections off; nothing for a stack that has none. */
export function protectionsOff(template: StackTemplate): Json | undefined {
  const resource: Record<string, Record<string, Json>> = {};
  for (const { type, name, body } of resourcesOf(template)) {
    const prevented = lifecycleOf(body)["prevent_destroy"] === true;
    const changed = argumentsOff(body, argumentsToChange(type, body));
    const change = {
      ...changed,
      ...(prevented && { lifecycle: { prevent_destroy: false } }),
    };
    if (Object.keys(change).length > 0) resource[type] = { ...resource[type], [name]: change };
  }
  return Object.keys(resource).length > 0 ? { resource } : undefined;
}

function argumentsToChange(type: string, body: Json): Json {
  return Object.fromEntries(
    Object.entries(LETS_GO[type] ?? {}).filter(([path, value]) => {
      const [block, inner] = path.split(".");
      if (inner === undefined) return body[path] !== value;
      return blockOf(body, block!)?.[inner] === !value;
    }),
  );
}

/** A block in an override replaces the whole block: the rest of it is repeated. */
function argumentsOff(body: Json, changes: Json): Json {
  const off: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(changes)) {
    const [name, inner] = path.split(".");
    off[name!] = inner === undefined ? value : { ...blockOf(body, name!), [inner]: value };
  }
  return off;
}

function blockOf(body: Json, name: string): Json | undefined {
  const block = body[name];
  return (Array.isArray(block) ? block[0] : block) as Json | undefined;
}

function lifecycleOf(body: Json): Json {
  return blockOf(body, "lifecycle") ?? {};
}
