import type { Attributes, Template } from "@groundplan/core/testing/synth";
import { synth } from "../../testing/index.ts";
import { Vpc } from "../vpc.ts";
import type { VpcProps } from "../vpc-props.ts";

/** Props that are valid in both stages. */
export const PROPS: VpcProps = {
  stage: "prod",
  name: "acme-prod-music",
  cidr: "10.20.0.0/16",
  zones: ["eu-west-1a", "eu-west-1b"],
  nat: { instance: { imageId: "ami-0123456789abcdef0" } },
};

/** A stack with one network: valid props, changed by what a test is about. */
export function made(change: Partial<VpcProps> = {}): Template {
  return synth((stack) => new Vpc(stack, "network", { ...PROPS, ...change }));
}

/** Runs `use` on a network in a stack of its own. */
export function withNetwork<T>(change: Partial<VpcProps>, use: (vpc: Vpc) => T): T {
  let result: T | undefined;
  synth((stack) => {
    result = use(new Vpc(stack, "network", { ...PROPS, ...change }));
  });
  return result!;
}

/** Resources of a type by their `Name` tag. */
export function byName(template: Template, type: string): Record<string, Attributes> {
  const found = Object.values(template.resource[type] ?? {});
  return Object.fromEntries(found.map((attributes) => [attributes["tags"]?.Name, attributes]));
}

/** A policy document in a template, parsed. */
export function statements(policy: string): Attributes[] {
  return JSON.parse(policy).Statement;
}
