import { Certificate } from "@groundplan/aws/certificate";
import { Records } from "@groundplan/cloudflare/records";
import { Zone } from "@groundplan/cloudflare/zone";
import { Contract, type PublishedContract } from "@groundplan/core/contracts";
import { accountOf, LayerStack, type Placement } from "@groundplan/core/site";
import type { App } from "cdktf";
import { APP, apiHostname } from "./names.ts";
import type { MusicLibrarySettings } from "./settings.ts";

/** The zone as other stacks meet it. */
export const ZONE = new Contract("zone", {
  zoneId: "text",
  /** Certificate of the API's name, in the home region, already proved. */
  certificateArn: "text",
});

/** What the zone belongs to. */
export interface ZoneStackProps {
  readonly placement: Placement<MusicLibrarySettings>;
}

/**
 * The environment's own zone, the records that no other stack makes, and the certificate that the
 * zone proves. It reads nothing from other layers.
 */
export class ZoneStack extends LayerStack {
  readonly zone: PublishedContract<typeof ZONE.shape>;

  constructor(scope: App, { placement }: ZoneStackProps) {
    const { site, settings } = placement;
    super(scope, { site, app: APP, layer: "zone", clouds: ["aws", "cloudflare"] });

    const zone = new Zone(this, "zone", {
      stage: site.stage,
      accountId: accountOf(site, "cloudflare").accountId,
      name: settings.zone.name,
      plan: settings.zone.plan,
    });

    const hostname = apiHostname(settings);
    const certificate = new Certificate(this, "api-certificate", { names: [hostname] });
    const proof = certificate.validationRecord(hostname);

    const records = new Records(this, "records", {
      stage: site.stage,
      zone,
      records: [
        ...settings.zone.records,
        {
          key: "api-certificate",
          type: "CNAME",
          name: proof.name,
          target: proof.value,
          proxied: false,
          comment: "Proves the name to AWS; renewals need it too",
        },
      ],
    });

    this.zone = ZONE.publish(this, {
      zoneId: zone.zoneId,
      certificateArn: certificate.validatedArn([records.records["api-certificate"]!]),
    });
  }
}
