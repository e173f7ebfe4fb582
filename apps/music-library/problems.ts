import { boundsProblems } from "@groundplan/aws/autoscaling";
import { needProblems, scheduleProblem } from "@groundplan/aws/fargate-service";
import { reachOf, vpcProblems } from "@groundplan/aws/vpc";
import { botProblems } from "@groundplan/cloudflare/bot-protection";
import { managedRulesProblems } from "@groundplan/cloudflare/edge-rules";
import { recordSetProblems } from "@groundplan/cloudflare/records";
import { PLANS, zoneProblems } from "@groundplan/cloudflare/zone";
import { type Finding, must, within } from "@groundplan/core/problems";
import type { Accounts } from "@groundplan/core/site";
import type { Stage } from "@groundplan/core/stage";
import { apiProblems, REPOSITORY } from "./api-problems.ts";
import { dataProblems, searchProblems } from "./data-problems.ts";
import { networkProps, zoneProps } from "./module-props.ts";
import { apiHostname } from "./names.ts";
import { catchUpOf, usesOf, workersOf } from "./process-props.ts";
import { alertProblems, pipelineProblems } from "./release-problems.ts";
import type { MusicLibrarySettings } from "./settings.ts";

/** What the settings are checked against. */
export interface LibraryContext {
  readonly stage: Stage;
  readonly accounts: Accounts;
}

/** Names and account ids are checked by themselves: these stand for them. */
const CHECKED_APART = { name: "checked-apart", accountId: "0".repeat(32) };

/** Django's key: where it lies follows from the account. */
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
    ...within("api", apiProblems(settings, stage)),
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
    ...(PLANS.includes(zone.plan)
      ? [
          ...within("bots", botProblems(zone.bots ?? {}, zone.plan)),
          ...(zone.managedRules ? managedRulesProblems(zone.managedRules, zone, stage) : []),
        ]
      : []),
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
