import { ServiceScaling } from "@groundplan/aws/autoscaling";
import { BlueGreen } from "@groundplan/aws/blue-green";
import { EcsCluster } from "@groundplan/aws/ecs-cluster";
import { FargateApp, FargateService } from "@groundplan/aws/fargate-service";
import { LoadBalancer } from "@groundplan/aws/load-balancer";
import { CLOUDFLARE_RANGES } from "@groundplan/cloudflare/origin-lock";
import { Contract, type PublishedContract } from "@groundplan/core/contracts";
import { LayerStack, type Placement } from "@groundplan/core/site";
import type { App } from "cdktf";
import type { LogsStack } from "./logs.ts";
import { appSettings, boundsOf, releaseOf, routeProps } from "./module-props.ts";
import { APP, NAMED } from "./names.ts";
import type { NetworkStack } from "./network.ts";
import type { MusicLibrarySettings } from "./settings.ts";
import type { ZoneStack } from "./zone.ts";

/** The service as the edge meets it. */
export const SERVICE = new Contract("service", {
  /** Name that the API's record points to. */
  loadBalancerName: "text",
});

/** What the service stands on. */
export interface ServiceStackProps {
  readonly placement: Placement<MusicLibrarySettings>;
  readonly zone: ZoneStack;
  readonly network: NetworkStack;
  readonly logs: LogsStack;
}

/** The API behind a load balancer that only Cloudflare reaches. */
export class ServiceStack extends LayerStack {
  readonly service: PublishedContract<typeof SERVICE.shape>;

  constructor(scope: App, { placement, zone, network: networkStack, logs }: ServiceStackProps) {
    const { site, settings } = placement;
    const { stage } = site;
    super(scope, { site, app: APP, layer: "service", clouds: ["aws"] });
    const network = networkStack.networkIn(this);
    const bounds = boundsOf(stage, settings);

    const loadBalancer = new LoadBalancer(this, "load-balancer", {
      stage,
      name: site.names.of(...NAMED.loadBalancer),
      network,
      exposure: {
        scheme: "internet-facing",
        from: { ranges: { cloudflare: [...CLOUDFLARE_RANGES.ipv4, ...CLOUDFLARE_RANGES.ipv6] } },
      },
      tls: { certificateArn: zone.zone.readFrom(this).certificateArn },
      logs: { bucket: logs.bucketIn(this) },
      // Cloudflare redirects to HTTPS and never asks on port 80.
      redirectHttp: false,
    });

    const app = new FargateApp(this, "app", {
      ...appSettings(stage, site.names.of(...NAMED.tasks), settings),
      cluster: new EcsCluster(this, "cluster", { stage, name: site.names.of(...NAMED.cluster) }),
      network,
    });

    const route = routeProps(site.names.of(...NAMED.targetGroup), settings);
    const choice = releaseOf(stage, settings);
    const name = `${site.names.of(...NAMED.tasks)}-web`;
    const release =
      choice &&
      new BlueGreen(this, "release", {
        stage,
        name,
        loadBalancer,
        routeKey: "api",
        route,
        ...choice,
      });

    const web = new FargateService(this, "web", {
      app,
      process: "web",
      count: bounds.min,
      countOwner: "autoscaling",
      ...(release?.service ?? { target: loadBalancer.route("api", route) }),
    });
    release?.deploys(web);

    new ServiceScaling(this, "web-scaling", { service: web, ...bounds });

    this.service = SERVICE.publish(this, { loadBalancerName: loadBalancer.dnsName });
  }
}
