import { atLeast, type Finding, must, reasonGiven } from "@groundplan/core/problems";
import type { PerStage } from "@groundplan/core/stage";
import { Network } from "../network/index.ts";
import { appProblems, type ReleaseOwner } from "./app.ts";
import { diskProblems, type SnapshotOptions } from "./data-disk.ts";
import { imageProblems } from "./image.ts";
import {
  accountProblem,
  machineTypeProblem,
  roomProblem,
  zoneProblem,
} from "./machine-problems.ts";
import { hoursProblems } from "./office-hours.ts";
import type { VmHostProps } from "./props.ts";
import { watchProblems } from "./watch.ts";

/** What a stage gets where the caller says nothing. The README's table is checked against it. */
export const DEFAULTS = {
  machineType: { dev: "e2-small", prod: "e2-medium" },
  dataDiskGiB: { dev: 10, prod: 50 },
  snapshots: { dev: false, prod: true },
  spot: { dev: true, prod: false },
  releaseOwner: { dev: "pipeline", prod: "terraform" } as PerStage<ReleaseOwner>,
  imageMustBePinned: { dev: false, prod: true },
  mustBeWatched: { dev: false, prod: true },
  twoFactor: { dev: false, prod: true },
  mayStop: { dev: true, prod: false },
  protect: { dev: false, prod: true },
} satisfies Record<string, PerStage<unknown>>;

/** The props with every default in its place: no line after this one knows the stage. */
export type SettledHost = ReturnType<typeof resolveHost>;

/** Settles every value: the caller's, else the stage's default. */
export function resolveHost(props: VmHostProps) {
  const { stage, dataDisk, watch } = props;
  return {
    machineType: props.machineType ?? DEFAULTS.machineType[stage],
    bootDiskGiB: props.bootDiskGiB ?? 20,
    dataDisk: { ...dataDisk, sizeGiB: dataDisk?.sizeGiB ?? DEFAULTS.dataDiskGiB[stage] },
    snapshots: resolveSnapshots(props),
    spot: props.spot ?? DEFAULTS.spot[stage],
    mayBeSpot: DEFAULTS.spot[stage],
    releaseOwner: props.app.releaseOwner ?? DEFAULTS.releaseOwner[stage],
    pinned: DEFAULTS.imageMustBePinned[stage],
    mustBeWatched: DEFAULTS.mustBeWatched[stage],
    watch: watch && !("off" in watch) ? watch : undefined,
    twoFactor: props.twoFactor ?? DEFAULTS.twoFactor[stage],
    mayStop: props.mayStop ?? DEFAULTS.mayStop[stage],
    protect: props.protect ?? DEFAULTS.protect[stage],
  };
}

function resolveSnapshots({ stage, snapshots }: VmHostProps): SnapshotOptions | undefined {
  if (snapshots) return "off" in snapshots ? undefined : snapshots;
  return DEFAULTS.snapshots[stage] ? {} : undefined;
}

/** Everything that is wrong with the props, in the words of the props. */
export function hostProblems(props: VmHostProps, settled: SettledHost): Finding[] {
  const { name, image, app, hours, snapshots, watch, publicAddress } = props;
  return [
    roomProblem(name, "-snapshots-000000"),
    ...placeProblems(props),
    ...imageProblems(image, settled.pinned),
    ...appProblems(app, image, settled.pinned),
    machineTypeProblem(settled.machineType),
    atLeast("bootDiskGiB", settled.bootDiskGiB, 10),
    ...diskProblems(settled.dataDisk, snapshots),
    publicAddress && reasonGiven("publicAddress", publicAddress.reason),
    must(
      settled.mayBeSpot || !settled.spot,
      "spot",
      "be false in prod",
      true,
      "Google takes a spot machine away whenever it likes",
    ),
    ...(hours ? hoursProblems(hours) : []),
    ...watchProblems(watch, settled.mustBeWatched, hours !== undefined),
  ];
}

function placeProblems({ zone, network, account, publicAddress }: VmHostProps): Finding[] {
  return [
    must(
      publicAddress !== undefined || !(network instanceof Network) || network.nat !== undefined,
      "publicAddress",
      "be given where the network has no NAT",
      undefined,
      "without a way out it gets neither images of other registries nor a certificate",
    ),
    zoneProblem(zone, network.region),
    accountProblem(account.email, "host"),
  ];
}
