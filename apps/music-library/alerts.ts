import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter/index.js";
import {
  Budget,
  Notifications,
  Observability,
  type Watch,
  type WatchedService,
  watchCertificate,
  watchDatabase,
  watchLoadBalancer,
  watchQueue,
  watchSchedule,
  watchSearch,
  watchService,
} from "@groundplan/aws/observability";
import { Queue } from "@groundplan/aws/queue";
import { LayerStack, type Placement } from "@groundplan/core/site";
import type { App } from "cdktf";
import { channelsOf } from "./alert-props.ts";
import type { DataStack } from "./data.ts";
import { APP, apiHostname, NAMED } from "./names.ts";
import { awakeOf, boundsOf, CATCH_UP, releaseOf, workersOf } from "./process-props.ts";
import type { SearchStack } from "./search.ts";
import type { ServiceStack } from "./service.ts";
import type { MusicLibrarySettings } from "./settings.ts";
import type { ZoneStack } from "./zone.ts";

/** What is watched. */
export interface AlertsStackProps {
  readonly placement: Placement<MusicLibrarySettings>;
  readonly zone: ZoneStack;
  readonly data: DataStack;
  readonly search: SearchStack;
  readonly service: ServiceStack;
}

/**
 * What is watched, who hears of it, and what a month may cost. Nothing reads it: the address of who is
 * called stands in its state.
 */
export class AlertsStack extends LayerStack {
  constructor(scope: App, props: AlertsStackProps) {
    const { site, settings } = props.placement;
    const { stage, names } = site;
    super(scope, { site, app: APP, layer: "alerts", clouds: ["aws"] });

    const notifications = new Notifications(this, "notifications", {
      stage,
      name: names.of(...NAMED.alerts),
      channels: channelsOf(settings, (key, name) => this.addressIn(key, name)),
    });
    new Observability(this, "watch", {
      stage,
      name: names.of(...NAMED.tasks),
      notifications,
      watches: { ...this.watchData(props), ...this.watchService(props) },
    });
    new Budget(this, "budget", {
      stage,
      name: names.of(...NAMED.alerts),
      usdPerMonth: settings.alerts.usdPerMonth,
      notifications,
    });
  }

  private addressIn(key: string, name: string): string {
    return new DataAwsSsmParameter(this, `address-${key}`, { name }).value;
  }

  /** What is known of the data without reading: names and sizes. */
  private watchData({ data, search }: AlertsStackProps): Record<string, Watch> {
    const jobs = Queue.fromExisting(this, "jobs", { name: this.site.names.of(...NAMED.jobs) });
    return {
      database: watchDatabase(data.watched),
      search: watchSearch(search.watched),
      jobs: watchQueue(jobs.watched),
    };
  }

  private watchService({ placement, zone, service }: AlertsStackProps): Record<string, Watch> {
    const { stage, names } = this.site;
    const { settings } = placement;
    const told = service.service.readFrom(this);
    const group = (TargetGroup: string) => ({ LoadBalancer: told.loadBalancerSuffix, TargetGroup });
    const main = group(told.targetGroupSuffix);
    const named = (process: string): WatchedService => ({
      name: `${names.of(...NAMED.tasks)}-${process}`,
      clusterName: names.of(...NAMED.cluster),
      count: 1,
      countOwner: "autoscaling",
    });
    return {
      web: watchService(named("web"), {
        targets: releaseOf(stage, settings) ? [main, group(told.alternateGroupSuffix)] : [main],
        fewestTasks: awakeOf(stage, boundsOf(stage, settings)),
      }),
      worker: watchService(named("worker"), {
        fewestTasks: awakeOf(stage, workersOf(stage, settings)),
      }),
      [CATCH_UP]: watchSchedule(service.watchedCatchUp),
      "load-balancer": watchLoadBalancer({
        name: names.of(...NAMED.loadBalancer),
        arnSuffix: told.loadBalancerSuffix,
      }),
      certificate: watchCertificate({
        domainName: apiHostname(settings),
        arn: zone.zone.readFrom(this).certificateArn,
      }),
    };
  }
}
