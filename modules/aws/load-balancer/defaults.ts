import type { PerStage } from "@groundplan/core/stage";

/** Every value that this folder's modules take when the caller says nothing, for each stage. */
export const DEFAULTS = {
  protect: { dev: false, prod: true },
  logsRequired: { dev: false, prod: true },
  webAclRequired: { dev: false, prod: true },
  idleTimeoutSeconds: { dev: 60, prod: 60 },
  desyncMitigation: { dev: "defensive", prod: "defensive" },
  tlsPolicy: {
    dev: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
    prod: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
  },
  deregistrationDelaySeconds: { dev: 5, prod: 60 },
  healthCheckIntervalSeconds: { dev: 15, prod: 10 },
  healthCheckTimeoutSeconds: { dev: 5, prod: 5 },
  healthyThreshold: { dev: 2, prod: 2 },
  unhealthyThreshold: { dev: 3, prod: 3 },
  logRetentionDays: { dev: 14, prod: 90 },
} as const satisfies Record<string, PerStage<unknown>>;
