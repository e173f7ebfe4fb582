import type { PerStage } from "@groundplan/core/stage";
import type { Topology } from "./topology.ts";

/** Every value that the module takes when the caller says nothing, for each stage. */
export const DEFAULTS = {
  topology: {
    dev: { zones: 1, data: { type: "t3.small.search", count: 1 } },
    prod: {
      zones: 3,
      data: { type: "m6g.large.search", count: 3 },
      masters: { type: "m6g.large.search", count: 3 },
    },
  } as PerStage<Topology>,
  storageGiB: { dev: 10, prod: 100 },
  auditLog: { dev: false, prod: true },
  logRetentionDays: { dev: 7, prod: 90 },
  protect: { dev: false, prod: true },
} satisfies Record<string, PerStage<unknown>>;
