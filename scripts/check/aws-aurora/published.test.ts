import { expect, it } from "vitest";
import { Aurora, type AuroraProps } from "../../../modules/aws/aurora/index.ts";
import { synth } from "../../../modules/aws/testing/index.ts";
import { FakeNetwork } from "../../../modules/aws/testing/network.ts";
import { secretAttributes } from "../secrets/secret-attributes.ts";

it.each<[string, Partial<AuroraProps>]>([
  ["by RDS", {}],
  ["by an ephemeral variable", { master: { password: { version: 1 } } }],
])("puts no secret into the state, its password made %s, so its stack may publish", (_, props) => {
  const { resource } = synth((stack) => {
    const network = new FakeNetwork(stack);
    const engine = { name: "postgresql", version: 17 } as const;
    new Aurora(stack, "database", { stage: "prod", name: "acme", network, engine, ...props });
  });
  const secrets = Object.entries(resource).flatMap(([type, byName]) =>
    Object.values(byName).flatMap((config) => secretAttributes(type, config)),
  );
  expect(secrets).toEqual([]);
});
