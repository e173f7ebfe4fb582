import { Certificate } from "@groundplan/aws/certificate";
import { Records } from "@groundplan/cloudflare/records";
import { Zone } from "@groundplan/cloudflare/zone";
import { Contract, type PublishedContract } from "@groundplan/core/contracts";
import { tellPeople } from "@groundplan/core/outputs";
import { accountOf, LayerStack, type Placement } from "@groundplan/core/site";
import type { App } from "cdktf";
import { zoneProps } from "./module-props.ts";
import { APP, apiHostname } from "./names.ts";
import type { MusicLibrarySettings } from "./settings.ts";

/** The zone as other stacks meet it. */
export const ZONE = new Contract("zone", {
  zoneId: "text",
  /** Certificate of the API's name, in the home region; proved, but while the zone is onboarding. */
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

    const { name, onboarding, records: others } = settings.zone;
    const { accountId } = accountOf(site, "cloudflare");
    const zone = new Zone(this, "zone", zoneProps(site.stage, accountId, settings));
    tellPeople(this, "name_servers", `what the registrar of ${name} must name`, zone.nameServers);
    if (zone.dsRecord) {
      tellPeople(this, "ds_record", `what the registrar of ${name} must publish`, zone.dsRecord);
    }

    const hostname = apiHostname(settings);
    const certificate = new Certificate(this, "api-certificate", { names: [hostname] });
    const proof = certificate.validationRecord(hostname);

    const records = new Records(this, "records", {
      stage: site.stage,
      zone,
      records: [
        ...others,
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
      // Nobody sees the proof in a zone that no registrar names yet: waiting for it would fail.
      certificateArn: onboarding
        ? certificate.certificate.arn
        : certificate.validatedArn([records.records["api-certificate"]!]),
    });
  }
}
