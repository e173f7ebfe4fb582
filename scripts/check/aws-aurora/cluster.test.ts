// @module-tag long
import { describe, expect, it } from "vitest";
import { Aurora, type AuroraProps } from "../../../modules/aws/aurora/index.ts";
import { synth } from "../../../modules/aws/testing/index.ts";
import { Vpc } from "../../../modules/aws/vpc/index.ts";
import { missing } from "../../parts/parts.ts";
import { oneStack } from "../../rehearsal/run/testing/one-stack.ts";

const STACK = "prod-procurement-data";
const POSTGRES = { name: "postgresql", version: 16 } as const;
const UPGRADED = { name: "postgresql", version: 17 } as const;

/** Protected clusters by id, in a network of their own. */
function estate(clusters: Readonly<Record<string, Partial<AuroraProps>>>) {
  return synth((stack) => {
    const network = new Vpc(stack, "network", {
      stage: "dev",
      name: "acme-prod",
      cidr: "10.20.0.0/16",
      zones: ["eu-west-1a", "eu-west-1b"],
      egress: "none",
    });
    for (const [id, props] of Object.entries(clusters)) {
      const given = {
        stage: "prod",
        name: `acme-prod-${id}`,
        network,
        engine: POSTGRES,
      } as const;
      new Aurora(stack, id, { ...given, ...props });
    }
  });
}

const ORDERS: Partial<AuroraProps> = {
  engine: { name: "mysql", version: "8.0" },
  compute: {
    instances: {
      a: { zone: "eu-west-1a" },
      b: { zone: "eu-west-1b" },
      reports: { instanceClass: "db.serverless", promotionTier: 15 },
    },
    scaling: { max: 5 },
  },
  endpoints: { reports: { instances: { only: ["reports"] } } },
  backups: { backtrackHours: 24 },
};

describe.skipIf(missing("terraform"))("by the real Terraform,", () => {
  const stack = oneStack(STACK);
  const rehearsed = (clusters: Parameters<typeof estate>[0]) => stack.rehearsed(estate(clusters));

  it("clusters of both engines stand, are upgraded in place, and are not born a second time", {
    timeout: 240_000,
  }, async () => {
    const first = await rehearsed({ catalogue: {}, orders: ORDERS });
    expect(first.problems).toEqual([]);

    const upgraded = await rehearsed({
      catalogue: {
        engine: UPGRADED,
        changes: { upgradingFrom: 16 },
        compute: { instances: { a: { zone: "eu-west-1a" }, c: { zone: "eu-west-1b" } } },
        storage: "io-optimized",
      },
      orders: ORDERS,
    });
    expect(upgraded.problems).toEqual([]);
    expect(upgraded.changes).toEqual([
      "create aws_rds_cluster_instance.catalogue_instance-c",
      "delete aws_rds_cluster_instance.catalogue_instance-b",
      "replace aws_db_parameter_group.catalogue_instance-parameters",
      "replace aws_rds_cluster_parameter_group.catalogue_cluster-parameters",
      "update aws_rds_cluster.catalogue",
      "update aws_rds_cluster_instance.catalogue_instance-a",
    ]);

    const reborn = await rehearsed({
      catalogue: { engine: UPGRADED, birth: { from: "clone", cluster: "old" } },
      orders: ORDERS,
    });
    expect(reborn.problems.join("\n")).toContain("Instance cannot be destroyed");
    expect(reborn.problems.join("\n")).toContain("aws_rds_cluster.catalogue");
  });
});
