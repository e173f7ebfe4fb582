import { CloudflareProvider } from "@cdktf/provider-cloudflare/lib/provider/index.js";
import { Records, type RecordsProps, type ZoneRecord } from "@groundplan/cloudflare/records";
import { Zone } from "@groundplan/cloudflare/zone";
import { resourcesOf, synthWith } from "../../../modules/core/testing/synth.ts";
import type { RecordBody } from "./cloudflare.ts";

/** What Terraform would send to Cloudflare for these records, through the records module. */
export function recordBodies(
  name: string,
  records: readonly ZoneRecord[],
  props: Partial<RecordsProps> = {},
): RecordBody[] {
  const template = synthWith(
    (stack) => new CloudflareProvider(stack, "cloudflare", {}),
    (stack) => {
      const zone = Zone.fromExisting(stack, "zone", { zoneId: "0".repeat(32), name, plan: "pro" });
      new Records(stack, "records", { stage: "prod", zone, records, ...props });
    },
  );
  return Object.values(resourcesOf(template, "cloudflare_dns_record")) as unknown as RecordBody[];
}
