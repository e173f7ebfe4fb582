import { boundsProblems } from "@groundplan/aws/autoscaling";
import { blueGreenProblems } from "@groundplan/aws/blue-green";
import { appProblems, type ImageByDigest } from "@groundplan/aws/fargate-service";
import { authorityProblems, checkRoute } from "@groundplan/aws/load-balancer";
import { smokeTestProblems } from "@groundplan/aws/smoke-test";
import { reachOf } from "@groundplan/aws/vpc";
import { apiProtectionProblems } from "@groundplan/cloudflare/edge-rules";
import { PLANS } from "@groundplan/cloudflare/zone";
import { atLeast, type Finding, matching, must, renamed, within } from "@groundplan/core/problems";
import type { PerStage, Stage } from "@groundplan/core/stage";
import { networkProps, protectionProps } from "./module-props.ts";
import { apiHostname } from "./names.ts";
import { appSettings, boundsOf, releaseOf, routeProps, smokeTestPathsOf } from "./process-props.ts";
import type { MusicLibrarySettings } from "./settings.ts";

/** Fewest tasks: in prod one may fail or be replaced while another serves. Nothing wakes a web service from none. */
const FEWEST_TASKS: PerStage<number> = { dev: 1, prod: 2 };

/** Characters of a name that a load balancer routes by. A limit of AWS. */
const LONGEST_HOST = 128;

/** Names are checked by themselves: this stands for them. */
const NAME = "checked-apart";

/** Where images lie follows from the account: for what tasks reach, any repository on ECR will do. */
export const REPOSITORY = "000000000000.dkr.ecr.eu-west-1.amazonaws.com/checked-apart";

/** What is wrong with the API, its tasks, its releases and its protection. */
export function apiProblems(settings: MusicLibrarySettings, stage: Stage): Finding[] {
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
      appProblems(appSettings(stage, NAME, imageOf(settings), settings)),
    ),
    ...within("release", releaseFindings(settings, stage)),
    trialFinding(settings, stage),
    atLeast("tasks.min", bounds.min, FEWEST_TASKS[stage]),
    ...within("tasks", boundsProblems(bounds)),
    ...renamed({ "healthCheck.path": "healthPath" }, routeFindings(settings, stage)),
    ...(api.originAuthorities === undefined
      ? []
      : authorityProblems("originAuthorities", api.originAuthorities)),
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
  const test = { listenerArn: NAME };
  return [
    ...blueGreenProblems({ ...choice, name: NAME, test }, "ecs"),
    ...renamed(
      { paths: "smokeTestPaths" },
      smokeTestProblems({ name: NAME, paths: smokeTestPathsOf(settings) }),
    ),
  ];
}

/** Who tries new tasks calls the load balancer by its public address. */
function trialFinding(settings: MusicLibrarySettings, stage: Stage): Finding {
  const reach = reachOf(networkProps(stage, NAME, settings));
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
  return checkRoute("api", NAME, routeProps(NAME, settings), stage).filter(
    (finding) => finding && finding.prop !== "hosts",
  );
}
