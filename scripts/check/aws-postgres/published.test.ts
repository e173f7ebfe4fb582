import { expect, it } from "vitest";
import { Postgres, type PostgresProps } from "../../../modules/aws/postgres/index.ts";
import { synth } from "../../../modules/aws/testing/index.ts";
import { FakeNetwork } from "../../../modules/aws/testing/network.ts";
import { secretAttributes } from "../secrets/secret-attributes.ts";

const WRITTEN = { master: { password: { version: 1 } }, replicas: { reports: {} } } as const;

it.each<[string, Partial<PostgresProps>]>([
  ["by RDS", {}],
  ["by an ephemeral variable", WRITTEN],
])("puts no secret into the state, its password made %s, so its stack may publish", (_, props) => {
  const { resource } = synth((stack) => {
    const network = new FakeNetwork(stack);
    const given = { stage: "prod", name: "acme-prod-db", network, version: 17, ...props } as const;
    new Postgres(stack, "database", given);
  });
  const secrets = Object.entries(resource).flatMap(([type, byName]) =>
    Object.values(byName).flatMap((config) => secretAttributes(type, config)),
  );
  expect(secrets).toEqual([]);
});
