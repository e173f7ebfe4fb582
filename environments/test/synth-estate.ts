import { LayerStack } from "@groundplan/core/site";
import { type Template, templateOf } from "@groundplan/core/testing/synth";
import { App, Testing } from "cdktf";
import type { Environment } from "../environment.ts";
import { createEstate, ENVIRONMENTS } from "../estate.ts";

/** Every stack of the estate with its template, by id. */
export function synthEstate(
  environments: readonly Environment[] = ENVIRONMENTS,
): Map<string, { readonly stack: LayerStack; readonly template: Template }> {
  const app = Testing.stubVersion(new App({ stackTraces: false }));
  createEstate(app, environments);
  const stacks = app.node.children.filter((child) => child instanceof LayerStack);
  return new Map(stacks.map((stack) => [stack.node.id, { stack, template: templateOf(stack) }]));
}
