import { MonitoringNotificationChannel } from "@cdktf/provider-google/lib/monitoring-notification-channel/index.js";
import { accountOf, LayerStack, type Placement } from "@groundplan/core/site";
import { serviceAccountEmail } from "@groundplan/google/service-account";
import { TaskHost } from "@groundplan/google/task-host";
import type { App } from "cdktf";
import type { BackupStack } from "./backup.ts";
import type { DrillSettings } from "./backup-settings.ts";
import { drillTask } from "./drill-job.ts";
import type { HostStack } from "./host.ts";
import { APP, NAMED } from "./names.ts";
import { HOSTS, type NetworkStack } from "./network.ts";
import type { MusicGraphPlatform, MusicGraphShared } from "./settings.ts";

/** Why the machine has an address while it runs. */
const LEAVES = { reason: "It fetches the database's image: the network has no other way out" };

const ADVICE =
  "Until this is mended no backup is proven: read which step failed, and what to do, in its last line; then let it run again, or restore by hand to see.";

/** What the drill stands on. */
export interface DrillStackProps {
  readonly platform: Placement<MusicGraphPlatform>;
  readonly drill: DrillSettings;
  readonly shared: Placement<MusicGraphShared>;
  readonly network: NetworkStack;
  readonly host: HostStack;
  readonly backup: BackupStack;
}

/**
 * A machine that restores the newest dump while nobody looks, as the account that may read dumps, which
 * the host must not: all that it needs of other stacks follows from names.
 */
export class DrillStack extends LayerStack {
  constructor(scope: App, { platform, drill, shared, network, host, backup }: DrillStackProps) {
    const { site, settings } = platform;
    super(scope, { site, app: APP, layer: "drill", clouds: ["google"] });
    this.addDependency(backup);
    // Google's account may start and stop machines of the project where the host sleeps.
    const granted = settings.host.hours !== undefined;
    if (granted) this.addDependency(host);

    const { projectId, projectNumber } = accountOf(site, "google");
    const email = serviceAccountEmail(site.names.of(...NAMED.restorer), projectId);
    const account = { key: "restorer", email, member: `serviceAccount:${email}` };
    const networks = network.networkIn(this);
    networks.openSsh("drill-ssh", { account });

    const onCall = new MonitoringNotificationChannel(this, "on-call", {
      displayName: `${APP} ${site.environment} drills`,
      type: "email",
      labels: { email_address: settings.backups.alertEmail },
    });
    const bucket = site.names.of(...NAMED.backups);
    new TaskHost(this, "machine", {
      stage: site.stage,
      name: site.names.of(...NAMED.drill),
      zone: settings.host.zone,
      network: networks,
      subnet: HOSTS,
      account,
      image: { project: accountOf(shared.site, "google").projectId, ...settings.host.image },
      bootDiskGiB: drill.diskGiB,
      publicAddress: LEAVES,
      task: drillTask(platform, drill),
      hours: { ...drill.hours, projectNumber, granted },
      watch: {
        channels: [onCall.name],
        // Nobody else reads what is in the bucket.
        sign: `{"storage.googleapis.com/api/request_count",monitored_resource="gcs_bucket",bucket_name="${bucket}",method="ReadObject",response_code="OK"}`,
        advice: ADVICE,
      },
    });
  }
}
