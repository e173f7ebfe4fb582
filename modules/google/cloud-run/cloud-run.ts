import {
  CloudRunV2Service,
  type CloudRunV2ServiceConfig,
  type CloudRunV2ServiceTemplate,
} from "@cdktf/provider-google/lib/cloud-run-v2-service/index.js";
import { CloudRunV2ServiceIamMember } from "@cdktf/provider-google/lib/cloud-run-v2-service-iam-member/index.js";
import { check } from "@groundplan/core/problems";
import { asLabelValue } from "@groundplan/core/tags";
import { Construct } from "constructs";
import type { GoogleGrantee } from "../iam/index.ts";
import { besideContainers } from "./beside.ts";
import { environmentOf, SECRET_MOUNT, secretVolume } from "./container.ts";
import type { CloudRunProps } from "./props.ts";
import { cloudRunProblems, resolveCloudRun, type SettledCloudRun } from "./settle.ts";

const INGRESS = {
  anywhere: "INGRESS_TRAFFIC_ALL",
  internal: "INGRESS_TRAFFIC_INTERNAL_ONLY",
  "load-balancer": "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER",
} as const;

/**
 * What a pipeline's deployment changes: the image and its traces. Each shows as a change for ever where
 * it is not left alone (terraform-provider-google#13410, #17218, #20399, #25128).
 */
const PIPELINE_CHANGES = [
  "template[0].containers[0].image",
  "template[0].revision",
  "template[0].labels",
  "template[0].annotations",
  "annotations",
  "client",
  "client_version",
];

/** The service of an app that answers visitors, run by Google without a machine of one's own. */
export class CloudRun extends Construct {
  readonly service: CloudRunV2Service;

  constructor(scope: Construct, id: string, props: CloudRunProps) {
    super(scope, id);
    check(this, cloudRunProblems(props));
    this.service = this.createService(props, resolveCloudRun(props));
  }

  /** Address that Google gave it: `https://...run.app`. Known at apply. */
  get uri(): string {
    return this.service.uri;
  }

  /** Lets `caller` call it: `roles/run.invoker` on this service. */
  grantInvoke({ key, member }: GoogleGrantee): void {
    this.grant(`invoke-${key}`, "roles/run.invoker", member);
  }

  /**
   * Lets `deployer` put other releases there: `roles/run.developer` on this service. It needs
   * `roles/iam.serviceAccountUser` on the service's account as well.
   */
  grantDeploy({ key, member }: GoogleGrantee): void {
    this.grant(`deploy-${key}`, "roles/run.developer", member);
  }

  private grant(id: string, role: string, member: string): void {
    const { project, location, name } = this.service;
    new CloudRunV2ServiceIamMember(this, id, { project, location, name, role, member });
  }

  private createService(props: CloudRunProps, settled: SettledCloudRun): CloudRunV2Service {
    const { name, project, region, publicAccess, overrides } = props;
    return new CloudRunV2Service(this, "Default", {
      labels: publicAccess && { public: asLabelValue(publicAccess.reason) },
      ...overrides?.service,
      name,
      project,
      location: region,
      ingress: INGRESS[settled.ingress],
      // Not a grant to everybody: that is refused where the organisation's policy forbids it.
      invokerIamDisabled: publicAccess !== undefined,
      deletionProtection: settled.protect,
      template: template(props, settled),
      lifecycle: lifecycle(overrides?.service, settled),
    });
  }
}

function lifecycle(
  override: Partial<CloudRunV2ServiceConfig> | undefined,
  { releaseOwner }: SettledCloudRun,
) {
  return {
    ...override?.lifecycle,
    ignoreChanges: releaseOwner === "pipeline" ? PIPELINE_CHANGES : [],
  };
}

function template(props: CloudRunProps, settled: SettledCloudRun): CloudRunV2ServiceTemplate {
  const volume = secretVolume(props);
  const { instances } = settled;
  return {
    serviceAccount: props.account.email,
    scaling: { minInstanceCount: instances.min, maxInstanceCount: instances.max },
    vpcAccess: props.network && {
      egress: "PRIVATE_RANGES_ONLY",
      networkInterfaces: [
        {
          network: props.network.network.networkId,
          subnetwork: props.network.network.subnetId(props.network.subnet),
        },
      ],
    },
    volumes: volume && [volume],
    // The service is first: a pipeline that owns the release knows it by its place.
    containers: [container(props, settled, volume !== undefined), ...besideContainers(props)],
  };
}

function container(
  props: CloudRunProps,
  { size, startupBoost, healthPath }: SettledCloudRun,
  hasSecret: boolean,
) {
  const httpGet = { path: healthPath, port: props.port };
  return {
    ...(props.beside ? { name: props.service, dependsOn: Object.keys(props.beside) } : {}),
    image: props.app.release,
    ports: { containerPort: props.port },
    env: environmentOf(props),
    volumeMounts: hasSecret ? [SECRET_MOUNT] : undefined,
    resources: {
      limits: { cpu: String(size.cpus), memory: `${size.memoryMiB}Mi` },
      cpuIdle: true,
      startupCpuBoost: startupBoost,
    },
    startupProbe: { httpGet, periodSeconds: 5, timeoutSeconds: 4, failureThreshold: 24 },
    livenessProbe: { httpGet, periodSeconds: 30, timeoutSeconds: 5, failureThreshold: 3 },
  };
}
