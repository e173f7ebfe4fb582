import { ServiceScaling } from "@groundplan/aws/autoscaling";
import { BlueGreen, TestListener } from "@groundplan/aws/blue-green";
import { Bucket } from "@groundplan/aws/bucket";
import { EcsCluster } from "@groundplan/aws/ecs-cluster";
import { FargateApp, FargateService, ReleasedImage } from "@groundplan/aws/fargate-service";
import type { LoadBalancer } from "@groundplan/aws/load-balancer";
import type { WatchedSchedule } from "@groundplan/aws/observability";
import { SmokeTest } from "@groundplan/aws/smoke-test";
import type { Network } from "@groundplan/aws/vpc";
import { Contract, type PublishedContract } from "@groundplan/core/contracts";
import { LayerStack, type Placement } from "@groundplan/core/site";
import type { App } from "cdktf";
import { applicationProps, openData } from "./application.ts";
import type { DataStack } from "./data.ts";
import { createEntrance } from "./entrance.ts";
import { handOver } from "./hand-over.ts";
import type { LogsStack } from "./logs.ts";
import { APP, apiHostname, NAMED, parameterNames } from "./names.ts";
import type { NetworkStack } from "./network.ts";
import { boundsOf, releaseOf, routeProps, smokeTestPathsOf } from "./process-props.ts";
import { createProcesses } from "./processes.ts";
import type { ReleaseStack } from "./release.ts";
import type { SearchStack } from "./search.ts";
import type { MusicLibrarySettings } from "./settings.ts";
import type { ZoneStack } from "./zone.ts";

/** The service as the edge meets it, and those who watch it. */
export const SERVICE = new Contract("service", {
  /** Name that the API's record points to. */
  loadBalancerName: "text",
  /** What metrics name the load balancer and its target groups by; the second one is empty without a shift. */
  loadBalancerSuffix: "text",
  targetGroupSuffix: "text",
  alternateGroupSuffix: "text",
});

/** What the service stands on. */
export interface ServiceStackProps {
  readonly placement: Placement<MusicLibrarySettings>;
  readonly zone: ZoneStack;
  readonly network: NetworkStack;
  readonly logs: LogsStack;
  readonly data: DataStack;
  readonly search: SearchStack;
  readonly release: ReleaseStack;
}

/** The API behind a load balancer that only Cloudflare reaches, and what runs beside it. */
export class ServiceStack extends LayerStack {
  readonly service: PublishedContract<typeof SERVICE.shape>;
  /** What alarms know of `catch-up` without reading. */
  readonly watchedCatchUp: WatchedSchedule;

  constructor(scope: App, props: ServiceStackProps) {
    const { site, settings } = props.placement;
    const { stage, names } = site;
    super(scope, { site, app: APP, layer: "service", clouds: ["aws"] });

    const network = props.network.networkIn(this);
    const { certificateArn } = props.zone.zone.readFrom(this);
    const { logs } = props;
    const loadBalancer = createEntrance(this, { network, certificateArn, logs, settings });
    const images = props.release.imagesIn(this);
    const image = new ReleasedImage(this, "image", {
      parameterName: parameterNames(site).image,
      repository: images.url,
      firstDigest: settings.api.image.firstDigest,
    });
    const data = props.data.dataIn(this);
    const search = props.search.searchIn(this);
    const app = new FargateApp(this, "app", {
      ...applicationProps(site, settings, { image, data, search }),
      cluster: new EcsCluster(this, "cluster", { stage, name: names.of(...NAMED.cluster) }),
      network,
    });
    openData(app, data, search);

    const shift = this.createShift(props, network, loadBalancer);
    const web = this.createWeb(app, loadBalancer, shift, settings);
    const setUp = { role: app.role.arn, ...props.search.snapshotsOf() };
    const processes = createProcesses(this, app, stage, { data, setUp, settings });
    this.watchedCatchUp = processes.catchUp.watched;
    handOver(this, props.release.releaserIn(this), { image, images, web, shift, processes });

    const [group, alternate] = shift?.route.allDimensions ?? [web.target!.dimensions];
    this.service = SERVICE.publish(this, {
      loadBalancerName: loadBalancer.dnsName,
      loadBalancerSuffix: loadBalancer.arnSuffix,
      targetGroupSuffix: group!.TargetGroup,
      alternateGroupSuffix: alternate?.TargetGroup ?? "",
    });
  }

  /** Moves the requests to a second target group, where they do not move task by task. */
  private createShift(
    { placement: { settings }, zone, network: callers }: ServiceStackProps,
    network: Network,
    loadBalancer: LoadBalancer,
  ): BlueGreen | undefined {
    const { stage, names } = this.site;
    const choice = releaseOf(stage, settings);
    if (!choice) return undefined;
    const { smokeTestPaths: _, ...shift } = choice;
    const trial = new TestListener(this, "trial", {
      loadBalancer,
      certificateArn: zone.zone.readFrom(this).certificateArn,
      from: callers.callersIn(this),
    });
    return new BlueGreen(this, "release", {
      stage,
      name: `${names.of(...NAMED.tasks)}-web`,
      loadBalancer,
      routeKey: "api",
      route: routeProps(names.of(...NAMED.targetGroup), settings),
      test: trial,
      hooks: { "smoke-test": this.createSmokeTest(network, loadBalancer, settings).hook },
      ...shift,
    });
  }

  /** Asks new tasks before any request goes to them. Its code has a bucket of its own, which may go with it. */
  private createSmokeTest(
    network: Network,
    loadBalancer: LoadBalancer,
    settings: MusicLibrarySettings,
  ): SmokeTest {
    const { stage, names } = this.site;
    return new SmokeTest(this, "smoke-test", {
      stage,
      name: names.of(...NAMED.smokeTest),
      network,
      code: new Bucket(this, "smoke-test-code", {
        stage,
        name: names.of(...NAMED.smokeTestCode),
        protect: false,
      }),
      address: loadBalancer.dnsName,
      host: apiHostname(settings),
      paths: smokeTestPathsOf(settings),
    });
  }

  private createWeb(
    app: FargateApp,
    loadBalancer: LoadBalancer,
    shift: BlueGreen | undefined,
    settings: MusicLibrarySettings,
  ): FargateService {
    const { stage, names } = this.site;
    const bounds = boundsOf(stage, settings);
    const web = new FargateService(this, "web", {
      app,
      process: "web",
      count: bounds.min,
      countOwner: "autoscaling",
      ...(shift?.service ?? {
        target: loadBalancer.route("api", routeProps(names.of(...NAMED.targetGroup), settings)),
        deployOwner: "pipeline" as const,
      }),
    });
    shift?.deploys(web);
    new ServiceScaling(this, "web-scaling", { service: web, ...bounds });
    return web;
  }
}
