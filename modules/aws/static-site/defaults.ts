import type { PerStage } from "@groundplan/core/stage";

/** Every value that the module takes when the caller says nothing, for each stage. */
export const DEFAULTS = {
  pageSeconds: { dev: 0, prod: 60 },
  hstsSeconds: { dev: 300, prod: 63_072_000 },
  indexed: { dev: false, prod: true },
  priceClass: { dev: "PriceClass_100", prod: "PriceClass_All" },
  logged: { dev: false, prod: true },
  logDays: { dev: 14, prod: 90 },
  protect: { dev: false, prod: true },
} as const satisfies Record<string, PerStage<unknown>>;

/** Paths of files whose names change with what is in them, where the caller names none. */
export const ASSET_PATHS: readonly string[] = ["/assets/*"];

/** CloudFront's own region: its certificates, firewalls, metrics and log sources live there. */
export const EDGE_REGION = "us-east-1";
