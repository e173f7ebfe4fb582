import { type ExportedModule, exported } from "@groundplan/core/exported";
import type { Plan } from "./plan.ts";
import { Zone } from "./zone.ts";

/** A domain name, as the zone checks it but for its length: Terraform's patterns cannot look ahead. */
const APEX = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/;

const SAMPLES = [..."abcdefghij"].map((letter) => `shop-${letter}.example.com`);

/** The zone of prod, on each plan that is bought in the dashboard. */
export const EXPORTED: readonly ExportedModule[] = (["free", "pro"] as const).map((plan: Plan) =>
  exported({
    name: `zone-${plan}`,
    cloud: "cloudflare",
    summary: `A signed zone with safe settings, on the ${plan} plan.`,
    construct: Zone,
    props: { folder: "modules/cloudflare/zone", name: "ZoneProps" },
    fixed: { stage: "prod", plan },
    variables: {
      accountId: {
        samples: ["a", "b", "c"].map((letter) => letter.repeat(32)),
        pattern: /^[0-9a-f]{32}$/,
      },
      name: { samples: SAMPLES, pattern: APEX },
    },
    outputs: ({ zone }) => ({
      id: { value: zone.id, description: "Cloudflare's id of the zone." },
    }),
  }),
);
