import { CertbotDns } from "@groundplan/aws/certbot-dns";
import { LayerStack, type Placement } from "@groundplan/core/site";
import type { App } from "cdktf";
import type { HostStack } from "./host.ts";
import { APP, certbotAudience, NAMED } from "./names.ts";
import type { MusicGraphPlatform } from "./settings.ts";

/** Who proves the names. */
export interface CertificatesStackProps {
  readonly platform: Placement<MusicGraphPlatform>;
  readonly host: HostStack;
}

/**
 * The host's right to prove its names in Route53, so that port 80 can stay closed. The Google
 * machine acts with its own identity: there is no AWS key.
 */
export class CertificatesStack extends LayerStack {
  constructor(scope: App, { platform, host }: CertificatesStackProps) {
    const { site, settings } = platform;
    super(scope, { site, app: APP, layer: "certificates", clouds: ["aws"] });
    const { zoneId, zoneName, names } = settings.certificates;

    new CertbotDns(this, "certbot", {
      stage: site.stage,
      name: site.names.of(...NAMED.certbot),
      zones: { host: { zoneId, domain: zoneName, names } },
      caller: {
        google: {
          serviceAccountUniqueId: host.host.readFrom(this).serviceAccountId,
          audience: certbotAudience(site),
        },
      },
    });
  }
}
