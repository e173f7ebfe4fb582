import { describe, expect, it } from "vitest";
import { memoryGiBOf, watchDatabase } from "../observability/index.ts";
import { synth } from "../testing/index.ts";
import { FakeNetwork } from "../testing/network.ts";
import { Postgres, type PostgresProps } from "./index.ts";
import { MACHINES } from "./machines.ts";

function made(props: Partial<PostgresProps> = {}): Postgres {
  const found: Postgres[] = [];
  synth((stack) => {
    const network = new FakeNetwork(stack);
    const given = { stage: "prod", name: "acme-prod-db", network, version: 17, ...props } as const;
    found.push(new Postgres(stack, "database", given));
  });
  return found[0]!;
}

describe("what alarms know of a server", () => {
  it("follows the stage where nothing is said", () => {
    expect([made({ stage: "dev" }).watched, made().watched]).toEqual([
      {
        identifier: "acme-prod-db",
        engine: "postgres",
        storageGiB: 20,
        memoryGiB: 1,
        maxConnections: 112,
      },
      {
        identifier: "acme-prod-db",
        engine: "postgres",
        storageGiB: 100,
        memoryGiB: 8,
        maxConnections: 901,
      },
    ]);
  });

  it.each([
    ["a number", "300", 300],
    ["a formula", "LEAST({DBInstanceClassMemory/9531392},5000)", 901],
  ])("has the connections that it takes by %s", (_, limit, maxConnections) => {
    const { watched } = made({ parameters: { max_connections: limit } });
    expect(watched.maxConnections).toBe(maxConnections);
  });

  it("is of each copy with its own machine, whose lag is watched", () => {
    const { replicas } = made({
      master: { password: { version: 1 } },
      replicas: { reports: { instanceClass: "db.r7g.large" } },
    });
    const { watched } = replicas["reports"]!;
    expect(watched).toMatchObject({ identifier: "acme-prod-db-reports", memoryGiB: 16 });
    expect(Object.keys(watchDatabase(watched).alarms)).toContain("lag");
  });

  it("has the memory of every machine that a server may have", () => {
    const machines = Object.entries(MACHINES.sizes).flatMap(([kind, sizes]) =>
      sizes.map((size) => `db.${kind}.${size}`),
    );
    expect(machines).toContain("db.x2iedn.32xlarge");
    expect(machines.filter((machine) => memoryGiBOf(machine) === undefined)).toEqual([]);
  });
});
