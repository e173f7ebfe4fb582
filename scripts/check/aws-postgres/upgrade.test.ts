// @module-tag long
import { describe, expect, it } from "vitest";
import { Postgres, type PostgresProps } from "../../../modules/aws/postgres/index.ts";
import { synth } from "../../../modules/aws/testing/index.ts";
import { Vpc } from "../../../modules/aws/vpc/index.ts";
import { missing } from "../../parts/parts.ts";
import { oneStack } from "../../rehearsal/run/testing/one-stack.ts";

const STACK = "prod-music-library-data";

/** A protected server, in a network of its own. */
function estate(props: Partial<PostgresProps>) {
  return synth((stack) => {
    const network = new Vpc(stack, "network", {
      stage: "dev",
      name: "acme-prod",
      cidr: "10.20.0.0/16",
      zones: ["eu-west-1a", "eu-west-1b"],
      egress: "none",
    });
    new Postgres(stack, "database", {
      stage: "prod",
      name: "acme-prod-db",
      network,
      version: 16,
      ...props,
    });
  });
}

describe.skipIf(missing("terraform"))("by the real Terraform,", () => {
  const stack = oneStack(STACK);
  const rehearsed = (props: Partial<PostgresProps>) => stack.rehearsed(estate(props));

  it("a server counts its version up in place, and is not born a second time", {
    timeout: 180_000,
  }, async () => {
    const first = await rehearsed({});
    expect(first.problems).toEqual([]);

    const upgraded = await rehearsed({ version: 17, changes: { upgradingFrom: 16 } });
    expect(upgraded.problems).toEqual([]);
    expect(upgraded.changes).toEqual([
      "replace aws_db_parameter_group.database_parameters",
      "update aws_db_instance.database",
    ]);

    const reborn = await rehearsed({ version: 17, birth: { from: "snapshot", snapshot: "old" } });
    expect(reborn.problems[0]).toBe(`${STACK}: failed`);
    expect(reborn.problems.join("\n")).toContain("Instance cannot be destroyed");
    expect(reborn.problems.join("\n")).toContain("aws_db_instance.database");
  });
});
