import type { Template } from "@groundplan/core/testing/synth";
import type { TerraformStack } from "cdktf";
import { synth } from "../../testing/index.ts";
import { FakeNetwork } from "../../testing/network.ts";
import { Aurora, type AuroraProps } from "../index.ts";

/** Props of a cluster, as far as a test says them. */
export type Given = Partial<AuroraProps>;

/** A stack with a protected cluster of PostgreSQL 17, or whatever else is said. */
export function make(
  props: Given = {},
  act: (made: Aurora, stack: TerraformStack, network: FakeNetwork) => void = () => {},
  zones?: readonly string[],
): Template {
  return synth((stack) => {
    const network = new FakeNetwork(stack, zones);
    const given = {
      stage: "prod",
      name: "acme-prod-db",
      network,
      engine: { name: "postgresql", version: 17 },
      ...props,
    } as const;
    act(new Aurora(stack, "database", given), stack, network);
  });
}

/** Aurora MySQL. */
export const MYSQL = { engine: { name: "mysql", version: "8.0" } } as const;
