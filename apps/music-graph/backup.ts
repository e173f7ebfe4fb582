import { MonitoringNotificationChannel } from "@cdktf/provider-google/lib/monitoring-notification-channel/index.js";
import { tellPeople } from "@groundplan/core/outputs";
import { accountOf, LayerStack, type Placement } from "@groundplan/core/site";
import { BackupBucket } from "@groundplan/google/backup-bucket";
import { ServiceAccount } from "@groundplan/google/service-account";
import type { App } from "cdktf";
import { backupBucketProps } from "./backup-props.ts";
import type { HostStack } from "./host.ts";
import { APP, NAMED } from "./names.ts";
import type { MusicGraphPlatform } from "./settings.ts";

/** What the backups belong to. */
export interface BackupStackProps {
  readonly platform: Placement<MusicGraphPlatform>;
  readonly host: HostStack;
}

/** Where dumps go: the host adds them and can do nothing else, another identity reads them. */
export class BackupStack extends LayerStack {
  constructor(scope: App, { platform, host }: BackupStackProps) {
    const { site, settings } = platform;
    super(scope, { site, app: APP, layer: "backup", clouds: ["google"] });

    const { alertEmail } = settings.backups;
    const onCall = new MonitoringNotificationChannel(this, "on-call", {
      displayName: `${APP} ${site.environment} backups`,
      type: "email",
      labels: { email_address: alertEmail },
    });

    const name = site.names.of(...NAMED.backups);
    const freshness = { channels: [onCall.name] };
    const bucket = new BackupBucket(
      this,
      "backups",
      backupBucketProps(site.stage, name, settings.backups, freshness),
    );

    const writer = { key: "host", member: host.host.readFrom(this).member };
    bucket.grantRoles({
      writer,
      restorer: new ServiceAccount(this, "restorer", {
        name: site.names.of(...NAMED.restorer),
        project: accountOf(site, "google").projectId,
        purpose: "Reads dumps to restore them and to prove that they can be restored",
      }),
    });
    tellPeople(this, "backup_target", "what the backup script must know", bucket.target(writer));
  }
}
