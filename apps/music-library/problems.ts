import { boundsProblems } from "@groundplan/aws/autoscaling";
import { blueGreenProblems } from "@groundplan/aws/blue-green";
import {
  appProblems,
  type ImageByDigest,
  needProblems,
  scheduleProblem,
} from "@groundplan/aws/fargate-service";
import { checkRoute } from "@groundplan/aws/load-balancer";
import { smokeTestProblems } from "@groundplan/aws/smoke-test";
import { reachOf, vpcProblems } from "@groundplan/aws/vpc";
import { botProblems } from "@groundplan/cloudflare/bot-protection";
import { apiProtectionProblems } from "@groundplan/cloudflare/edge-rules";
import { recordSetProblems } from "@groundplan/cloudflare/records";
import { PLANS, zoneProblems } from "@groundplan/cloudflare/zone";
import { atLeast, type Finding, matching, must, renamed, within } from "@groundplan/core/problems";
import type { Accounts } from "@groundplan/core/site";
import type { PerStage, Stage } from "@groundplan/core/stage";
import { dataProblems, searchProblems } from "./data-problems.ts";
import { networkProps, protectionProps, zoneProps } from "./module-props.ts";
import { apiHostname } from "./names.ts";
import {
  appSettings,
  boundsOf,
  catchUpOf,
  releaseOf,
  routeProps,
  smokeTestPathsOf,
  usesOf,
  workersOf,
} from "./process-props.ts";
import { alertProblems, pipelineProblems } from "./release-problems.ts";
import type { MusicLibrarySettings } from "./settings.ts";

/** What the settings are checked against. */
export interface LibraryContext {
  readonly stage: Stage;
  readonly accounts: Accounts;
}

/** Fewest tasks: in prod one may fail or be replaced while another serves. Nothing wakes a web service from none. */
const FEWEST_TASKS: PerStage<number> = { dev: 1, prod: 2 };

/** Characters of a name that a load balancer routes by. A limit of AWS. */
const LONGEST_HOST = 128;

/** Names and account ids are checked by themselves: these stand for them. */
const CHECKED_APART = { name: "checked-apart", accountId: "0".repeat(32) };

/** Where images lie follows from the account: for what tasks reach, any repository on ECR will do. */
const REPOSITORY = "000000000000.dkr.ecr.eu-west-1.amazonaws.com/checked-apart";

/** Django's key, likewise. */
const SECRET = { secretArn: "arn:aws:secretsmanager:eu-west-1:000000000000:secret:checked-apart" };

/** Finds every mistake in the settings, each with the path that was typed. */
export function musicLibraryProblems(
  settings: MusicLibrarySettings,
  { stage, accounts }: LibraryContext,
): Finding[] {
  const { aws, cloudflare } = accounts;
  return [
    must(cloudflare !== undefined, "zone", "stand in a Cloudflare account: set cloudflare"),
    must(aws !== undefined, "network", "stand in an AWS account: set aws"),
    ...within("zone", zoneFindings(settings, stage)),
    ...(aws ? within("network", networkFindings(settings, stage, aws.region)) : []),
    ...within("data", dataProblems(settings, stage)),
    ...within("search", searchProblems(settings, stage)),
    ...within("api", apiFindings(settings, stage)),
    ...within("jobs", [
      ...within("workers", boundsProblems(workersOf(stage, settings))),
      scheduleProblem("catchUp", catchUpOf(settings)),
    ]),
    ...(aws ? within("pipeline", pipelineProblems(settings, stage, aws)) : []),
    ...within("alerts", alertProblems(settings, stage)),
  ];
}

function zoneFindings(settings: MusicLibrarySettings, stage: Stage): Finding[] {
  const { zone } = settings;
  const props = zoneProps(stage, CHECKED_APART.accountId, settings);
  return [
    ...zoneProblems(props),
    ...within("records", recordSetProblems(zone.records, zone)),
    ...zone.records.map(({ name }) =>
      must(name !== apiHostname(settings), "records", "leave the API's name to the edge", name),
    ),
    // What a plan lacks can be told only of a plan that there is.
    ...(PLANS.includes(zone.plan) ? within("bots", botProblems(zone.bots ?? {}, zone.plan)) : []),
  ];
}

function networkFindings(settings: MusicLibrarySettings, stage: Stage, region: string): Finding[] {
  const { zones } = settings.network;
  const props = networkProps(stage, CHECKED_APART.name, settings);
  return [
    must(zones.length >= 2, "zones", "be at least two: a load balancer needs them", zones.length),
    ...vpcProblems(props, region),
    ...needProblems(
      "egress",
      usesOf(stage, [{ repository: REPOSITORY }], [SECRET]),
      reachOf(props),
    ),
  ];
}

function apiFindings(settings: MusicLibrarySettings, stage: Stage): Finding[] {
  const { api, zone } = settings;
  const host = apiHostname(settings);
  const bounds = boundsOf(stage, settings);
  return [
    matching("label", api.label, /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, "be one DNS label"),
    must(
      host.length <= LONGEST_HOST,
      "label",
      `make a name of at most ${LONGEST_HOST} characters`,
      host,
    ),
    ...renamed(
      { architecture: "image.architecture", "image.digest": "image.firstDigest" },
      appProblems(appSettings(stage, CHECKED_APART.name, imageOf(settings), settings)),
    ),
    ...within("release", releaseFindings(settings, stage)),
    trialFinding(settings, stage),
    atLeast("tasks.min", bounds.min, FEWEST_TASKS[stage]),
    ...within("tasks", boundsProblems(bounds)),
    ...renamed({ "healthCheck.path": "healthPath" }, routeFindings(settings, stage)),
    ...(PLANS.includes(zone.plan)
      ? within("protection", apiProtectionProblems(protectionProps(settings), zone.name))
      : []),
  ];
}

/** The first image, as one that is pinned. */
function imageOf({ api }: MusicLibrarySettings): ImageByDigest {
  return { repository: REPOSITORY, digest: api.image.firstDigest };
}

/** How requests move. The name is the module's to check, and there is always a test listener. */
function releaseFindings(settings: MusicLibrarySettings, stage: Stage): Finding[] {
  const choice = releaseOf(stage, settings);
  if (!choice) return [];
  const test = { listenerArn: CHECKED_APART.name };
  const { name } = CHECKED_APART;
  return [
    ...blueGreenProblems({ ...choice, name, test }, "ecs"),
    ...renamed(
      { paths: "smokeTestPaths" },
      smokeTestProblems({ name, paths: smokeTestPathsOf(settings) }),
    ),
  ];
}

/** Who tries new tasks calls the load balancer by its public address. */
function trialFinding(settings: MusicLibrarySettings, stage: Stage): Finding {
  const reach = reachOf(networkProps(stage, CHECKED_APART.name, settings));
  return must(
    releaseOf(stage, settings) === undefined || reach.hasEgress,
    "release",
    'be "rolling" in a network without a way out',
    undefined,
    "nobody in there reaches the load balancer's public address to try new tasks",
  );
}

/** The route's host is made of the zone's name and the label, which are checked as such. */
function routeFindings(settings: MusicLibrarySettings, stage: Stage): Finding[] {
  const { name } = CHECKED_APART;
  return checkRoute("api", name, routeProps(name, settings), stage).filter(
    (finding) => finding && finding.prop !== "hosts",
  );
}
