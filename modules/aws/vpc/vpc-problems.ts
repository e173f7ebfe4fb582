import { type Finding, matching, must, oneOf } from "@groundplan/core/problems";
import { dhcpProblems } from "./dhcp-options.ts";
import { egressProblems } from "./egress.ts";
import { servicesOf } from "./endpoint-services.ts";
import { endpointProblems } from "./endpoints.ts";
import { flowLogProblems } from "./flow-logs.ts";
import { publicAccessProblems } from "./public-access.ts";
import { subnetPlanProblems } from "./subnet-plan-problems.ts";
import { tierNameProblems, tiersOfKind } from "./tiers.ts";
import { resolveVpc, type SettledVpc, type VpcProps } from "./vpc-props.ts";
import { zoneProblems } from "./zones.ts";

const ZONE_SLOTS = [1, 2, 4, 8, 16];

/** Everything that is wrong with a network in a region, in the words of its props. */
export function vpcProblems(props: VpcProps, region: string): Finding[] {
  const vpc = resolveVpc(props);
  const zones = zoneProblems(vpc.zones, vpc.zonesAtLeast, region);
  const slots = oneOf("zoneSlots", vpc.zoneSlots, ZONE_SLOTS);
  const publicTiers = tiersOfKind(vpc.tiers, "public");
  const privateTiers = tiersOfKind(vpc.tiers, "private").length;
  const inner = Object.keys(vpc.tiers).filter((name) => !publicTiers.includes(name));
  const endpoints = interfaceEndpoints(vpc);
  const fits = slots ? [] : subnetPlanProblems(vpc);
  return [
    ...nameProblems(vpc.name),
    ...zones,
    slots,
    ...tierNameProblems(vpc.tiers),
    ...fits,
    ...egressProblems(vpc.egress, vpc.nat, vpc.zones, publicTiers.length > 0),
    tierProblem("nat.tier", vpc.nat.tier, publicTiers, publicTiers.length > 1),
    ...endpointProblems(vpc.endpoints, vpc.zones),
    tierProblem("endpoints.tier", vpc.endpoints.tier, inner, endpoints > 0 && privateTiers !== 1),
    ...flowLogProblems("flowLogs", vpc.flowLogs),
    ...(vpc.dhcp ? dhcpProblems(vpc.dhcp, endpoints > 0) : []),
    ...publicAccessProblems(vpc.publicAccessExclusion),
  ];
}

/** Longest name that leaves room for what is added: a role may have 64 characters. */
const NAME_LIMIT = 64 - "-flow-logs".length;

function nameProblems(name: string): Finding[] {
  return [
    must(
      name.length <= NAME_LIMIT,
      "name",
      `have at most ${NAME_LIMIT} characters`,
      name,
      `shorten it by ${name.length - NAME_LIMIT}`,
    ),
    matching(
      "name",
      name,
      /^[a-z]([a-z0-9-]*[a-z0-9])?$/,
      "be lower-case letters, digits and hyphens, begin with a letter and not end in a hyphen",
    ),
  ];
}

/** A tier that is named must be one of the choices; where the choice is not plain, it must be named. */
function tierProblem(
  prop: string,
  given: string | undefined,
  choices: readonly string[],
  needed: boolean,
): Finding {
  if (given !== undefined) return oneOf(prop, given, choices);
  return must(!needed, prop, `name one of ${choices.join(", ") || "the tiers, which are none"}`);
}

/** Endpoints that have addresses in subnets. */
function interfaceEndpoints({ endpoints, endpointSets }: SettledVpc): number {
  const domains = Object.keys(endpoints.openSearchDomains ?? {});
  return servicesOf(endpointSets, endpoints.services ?? []).length + domains.length;
}
