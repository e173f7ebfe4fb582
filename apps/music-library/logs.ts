import { AccessLogBucket, type LogBucket } from "@groundplan/aws/load-balancer";
import { accountOf, LayerStack, type Placement } from "@groundplan/core/site";
import type { App } from "cdktf";
import { APP, NAMED } from "./names.ts";
import type { MusicLibrarySettings } from "./settings.ts";

/** What the logs belong to. */
export interface LogsStackProps {
  readonly placement: Placement<MusicLibrarySettings>;
}

/** Where access logs go. Apart from the service, which is redeployed often. */
export class LogsStack extends LayerStack {
  constructor(scope: App, { placement: { site } }: LogsStackProps) {
    super(scope, { site, app: APP, layer: "logs", clouds: ["aws"] });

    new AccessLogBucket(this, "access-logs", {
      stage: site.stage,
      name: site.names.of(...NAMED.accessLogs),
      accountId: accountOf(site, "aws").accountId,
    });
  }

  /** The bucket in another stack, which is deployed after this one. Its name is no secret to read. */
  bucketIn(consumer: LayerStack): LogBucket {
    consumer.addDependency(this);
    return { bucketName: this.site.names.of(...NAMED.accessLogs), ready: [] };
  }
}
