import {
  atLeast,
  between,
  type Finding,
  matching,
  must,
  reasonGiven,
} from "@groundplan/core/problems";
import type { PerStage } from "@groundplan/core/stage";
import {
  accountProblem,
  fileProblems,
  hoursProblems,
  imageProblems,
  machineTypeProblem,
  roomProblem,
  zoneProblem,
} from "../vm-host/index.ts";
import type { TaskHostProps } from "./props.ts";

/** What a stage gets where the caller says nothing. The README's table is checked against it. */
export const DEFAULTS = {
  spot: { dev: true, prod: false },
  imageMustBePinned: { dev: false, prod: true },
  twoFactor: { dev: false, prod: true },
} satisfies Record<string, PerStage<unknown>>;

/** The props with every default in its place: no line after this one knows the stage. */
export type SettledTaskHost = ReturnType<typeof resolveTaskHost>;

/** Settles every value: the caller's, else the stage's default. */
export function resolveTaskHost({ stage, watch, ...props }: TaskHostProps) {
  return {
    machineType: props.machineType ?? "e2-small",
    bootDiskGiB: props.bootDiskGiB ?? 20,
    maxAgeDays: watch.maxAgeDays ?? 8,
    minutes: props.task.minutes ?? 120,
    spot: props.spot ?? DEFAULTS.spot[stage],
    pinned: DEFAULTS.imageMustBePinned[stage],
    twoFactor: props.twoFactor ?? DEFAULTS.twoFactor[stage],
  };
}

/** Everything that is wrong with the props, in the words of the props. */
export function taskHostProblems(props: TaskHostProps, settled: SettledTaskHost): Finding[] {
  const { name, zone, network, account, image, hours, watch, publicAddress } = props;
  return [
    roomProblem(name, "-hours-000000"),
    zoneProblem(zone, network.region),
    accountProblem(account.email, "task"),
    ...imageProblems({ system: "debian", ...image }, settled.pinned),
    ...taskProblems(props),
    between("task.minutes", settled.minutes, 1, 1380),
    machineTypeProblem(settled.machineType),
    atLeast("bootDiskGiB", settled.bootDiskGiB, 10),
    publicAddress && reasonGiven("publicAddress", publicAddress.reason),
    ...hoursProblems(hours),
    must(watch.channels.length > 0, "watch.channels", "name at least one channel"),
    matching(
      "watch.sign",
      watch.sign,
      /^\{"[a-z0-9./_-]+"(,[a-z_]+="[^"]*")*\}$/,
      'be a selector such as {"storage.googleapis.com/api/request_count",bucket_name="dumps"}',
    ),
    between("watch.maxAgeDays", settled.maxAgeDays, 1, 60),
    must(watch.advice.trim() !== "", "watch.advice", "say what to do", watch.advice),
  ];
}

function taskProblems({ task: { unit, files } }: TaskHostProps): Finding[] {
  return [
    matching(
      "task.unit",
      unit,
      /^[a-z][a-z0-9@_-]*$/,
      "be a service's name without its ending, such as backup-drill@graph",
    ),
    ...fileProblems("task.files", files ?? {}),
  ];
}
