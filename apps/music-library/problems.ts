import { taskSizeProblem } from "@groundplan/aws/fargate-service";
import { recordSetProblems } from "@groundplan/cloudflare/records";
import { settingProblems } from "@groundplan/cloudflare/zone";
import { atLeast, type Finding, matching, must, unique, within } from "@groundplan/core/problems";
import type { PerStage, Stage } from "@groundplan/core/stage";
import { apiHostname } from "./names.ts";
import type { MusicLibrarySettings } from "./settings.ts";

/** What the settings are checked against. */
export interface LibraryContext {
  readonly stage: Stage;
  /** Home region of the environment's AWS account. */
  readonly region?: string;
}

/** Fewest tasks: in prod one may fail or be replaced while another serves. Nothing wakes a web service from none. */
const FEWEST_TASKS: PerStage<number> = { dev: 1, prod: 2 };

/** Finds every mistake in the settings, each with the path that was typed. */
export function musicLibraryProblems(
  settings: MusicLibrarySettings,
  { stage, region }: LibraryContext,
): Finding[] {
  const { zone, network, api } = settings;
  return [
    matching("zone.name", zone.name, /^([a-z0-9-]+\.)+[a-z]{2,}$/, "be a lower-case domain name"),
    ...within("zone", settingProblems(zone.settings ?? {}, zone.hsts ?? {})),
    ...within("zone.records", recordSetProblems(zone.records, zone)),
    ...zone.records.map(({ name }) =>
      must(
        name !== apiHostname(settings),
        "zone.records",
        "leave the API's name to the edge",
        name,
      ),
    ),
    ...within("network", networkProblems(network, region)),
    ...within("api", apiProblems(api, stage)),
  ];
}

function networkProblems(
  { zones }: MusicLibrarySettings["network"],
  region: string | undefined,
): Finding[] {
  if (region === undefined) return [must(false, "cidr", "stand in an AWS account: aws is not set")];
  return [
    unique("zones", zones),
    must(zones.length >= 2, "zones", "be at least two: a load balancer needs them", zones.length),
    ...zones.map((zone) =>
      must(new RegExp(`^${region}[a-z]$`).test(zone), "zones", `be zones of ${region}`, zone),
    ),
  ];
}

function apiProblems(
  { label, image, size, tasks, healthPath }: MusicLibrarySettings["api"],
  stage: Stage,
): Finding[] {
  return [
    matching("label", label, /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, "be one DNS label"),
    matching(
      "image.digest",
      image.digest,
      /^sha256:[0-9a-f]{64}$/,
      "be sha256: and 64 lower-case hexadecimal digits",
    ),
    taskSizeProblem("size", size),
    atLeast("tasks.min", tasks.min, FEWEST_TASKS[stage]),
    must(tasks.max >= tasks.min, "tasks.max", `be at least tasks.min (${tasks.min})`, tasks.max),
    matching("healthPath", healthPath, /^\//, "begin with /"),
  ];
}
