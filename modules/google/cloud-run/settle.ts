import { nameProblem } from "@groundplan/core/naming";
import {
  between,
  type Finding,
  known,
  matching,
  must,
  oneOf,
  reasonGiven,
} from "@groundplan/core/problems";
import type { PerStage } from "@groundplan/core/stage";
import { digestProblem, type ReleaseOwner } from "../vm-host/index.ts";
import { besideProblems } from "./beside.ts";
import { containerProblems } from "./container.ts";
import type { CloudRunProps } from "./props.ts";

/** What a stage gets where the caller says nothing. The README's table is checked against it. */
export const DEFAULTS = {
  instances: { dev: { min: 0, max: 2 }, prod: { min: 1, max: 10 } },
  ingress: { dev: "anywhere", prod: "load-balancer" } as PerStage<
    NonNullable<CloudRunProps["ingress"]>
  >,
  startupBoost: { dev: false, prod: true },
  releaseOwner: { dev: "pipeline", prod: "terraform" } as PerStage<ReleaseOwner>,
  secretsMustBePinned: { dev: false, prod: true },
  protect: { dev: false, prod: true },
} satisfies Record<string, PerStage<unknown>>;

/** The props with every default in its place: no line after this one knows the stage. */
export type SettledCloudRun = ReturnType<typeof resolveCloudRun>;

/** Settles every value: the caller's, else the stage's default. */
export function resolveCloudRun(props: CloudRunProps) {
  const { stage, app } = props;
  return {
    instances: props.instances ?? DEFAULTS.instances[stage],
    ingress: props.ingress ?? DEFAULTS.ingress[stage],
    startupBoost: DEFAULTS.startupBoost[stage],
    releaseOwner: app.releaseOwner ?? DEFAULTS.releaseOwner[stage],
    pinned: DEFAULTS.secretsMustBePinned[stage],
    size: props.size ?? { cpus: 1, memoryMiB: 512 },
    healthPath: props.healthPath ?? "/health",
    protect: props.protect ?? DEFAULTS.protect[stage],
  };
}

/** Everything that is wrong with the props, in the words of the props. */
export function cloudRunProblems(props: CloudRunProps): Finding[] {
  const { name, project, region, account, app, port, publicAccess, network } = props;
  const settled = resolveCloudRun(props);
  return [
    nameProblem("name", "google-resource", name),
    must(name.length <= 49, "name", "have at most 49 characters", name),
    matching("project", project, /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, "be a project id, not a number"),
    matching("region", region, /^[a-z]+-[a-z]+\d+$/, "be a region such as europe-west1"),
    known(account.email) &&
      must(
        !account.email.endsWith("-compute@developer.gserviceaccount.com"),
        "account",
        "not be the project's default account",
        account.email,
        "it may edit the whole project: make a ServiceAccount for this service",
      ),
    known(app.release) && digestProblem("app.release", app.release),
    ...containerProblems(props, settled.pinned),
    ...besideProblems(props),
    between("port", port, 1, 65_535),
    matching("healthPath", settled.healthPath, /^\/\S*$/, "be a path that begins with /"),
    ...sizeProblems(settled),
    publicAccess && reasonGiven("publicAccess", publicAccess.reason),
    network &&
      must(
        network.network.region === region,
        "network",
        `be one of ${region}, where the service is`,
        network.network.region,
      ),
  ];
}

function sizeProblems({ instances, size }: SettledCloudRun): Finding[] {
  const { min, max } = instances;
  const { cpus, memoryMiB } = size;
  return [
    between("instances.min", min, 0, 1000),
    must(
      max >= Math.max(1, min) && max <= 1000,
      "instances.max",
      "be at least instances.min and 1, at most 1000",
      max,
    ),
    oneOf("size.cpus", cpus, [1, 2, 4, 6, 8]),
    between("size.memoryMiB", memoryMiB, cpus > 2 ? cpus * 512 : 512, 32_768),
  ];
}
