import type { ContractShape } from "@groundplan/core/contracts";

/** What a pipeline needs to know to publish a site. `assets` are paths such as `/assets/*`. */
export const SITE_SHAPE = {
  bucket: "text",
  distribution: "text",
  assets: "list",
} as const satisfies ContractShape;
