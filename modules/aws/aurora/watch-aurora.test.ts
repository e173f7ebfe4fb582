import { describe, expect, it } from "vitest";
import { alarmProblems } from "../observability/alarm.ts";
import { type Given, MYSQL, make } from "./testing/make.ts";
import { watchAurora } from "./watch-aurora.ts";

/** What is watched of a cluster with these props. */
function watched(props: Given) {
  const found: ReturnType<typeof watchAurora>[] = [];
  make(props, (cluster) => found.push(watchAurora(cluster.watched)));
  return found[0]!.alarms;
}

describe("a cluster", () => {
  it.each([
    ["of PostgreSQL in prod", {}, ["cpu", "lag", "transactions"]],
    ["that pauses", { stage: "dev" }, ["cpu", "capacity", "transactions"]],
    [
      "of MySQL that goes back",
      { ...MYSQL, backups: { backtrackHours: 24 } },
      ["cpu", "lag", "backtrack"],
    ],
    [
      "whose readers come and go",
      { compute: { instances: { a: {} }, scaling: { max: 3 } } },
      ["cpu", "lag", "transactions"],
    ],
  ] as const)("%s is watched for what it can have", (_, props, names) => {
    const alarms = watched(props);
    expect(Object.keys(alarms)).toEqual(names);
    const wrong = Object.entries(alarms).flatMap(([key, alarm]) => alarmProblems(key, alarm));
    expect(wrong.filter(Boolean)).toEqual([]);
  });

  it("is asked by its name, whichever instance writes", () => {
    const { cpu, lag } = watched({});
    expect(cpu!.metrics["value"]!.dimensions).toEqual({
      DBClusterIdentifier: "acme-prod-db",
      Role: "WRITER",
    });
    expect(lag!.metrics["value"]!.dimensions).toEqual({ DBClusterIdentifier: "acme-prod-db" });
  });
});
