import type { Stack } from "../stacks/manifest.ts";
import type { Box, Drawing, Frame } from "./drawing.ts";
import { appOf, counted, namedIn, type Thing, thingsOf } from "./things.ts";

/** Networks: a frame for each tier with a box for each zone, and one for what it reaches privately. */
export function networkDrawing(all: readonly Stack[], shown: ReadonlySet<string>): Drawing {
  // What comes last is laid out on top: environments by name, in each the public tier first, endpoints last.
  const stacks = all.filter(({ id }) => shown.has(id)).sort((a, b) => (a.id < b.id ? 1 : -1));
  return {
    title: "Networks: tiers, zones, ways out, private endpoints",
    frames: stacks.flatMap(framesOf),
    loose: [],
    arrows: [],
  };
}

function framesOf(stack: Stack): Frame[] {
  const things = thingsOf([stack]);
  const tiers = new Map<string, Box[]>();
  const add = (tier: string, box: Box) => tiers.set(tier, [...(tiers.get(tier) ?? []), box]);
  for (const thing of things) {
    if (thing.type === "aws_subnet") add(tierOf(thing), zoneBox(thing, things));
    if (thing.type === "google_compute_subnetwork") add("subnets", googleBox(thing));
  }
  for (const box of endpointBoxes(stack, things)) add(ENDPOINTS, box);
  const range = things.find(({ type }) => type === "aws_vpc")?.body["cidr_block"];
  const network = [stack.environment, appOf(stack.id), ...(range ? [range] : [])].join(" ");
  return [...tiers.keys()].sort(endpointsFirst).map((tier) => ({
    id: `${stack.id}/${tier}`,
    title: `${network}, ${tier}`,
    boxes: tiers.get(tier)!,
    row: tiers.get(tier)!.length,
  }));
}

function endpointsFirst(a: string, b: string): number {
  const [first, second] = [a, b].map((tier) => (tier === ENDPOINTS ? 0 : 1));
  return first! - second! || (a < b ? -1 : 1);
}

/** Title of the frame that is no tier. */
const ENDPOINTS = "endpoints";

/** The tier of a subnet: its construct stands in that of the tier. */
function tierOf({ path }: Thing): string {
  return (path.split("/").at(-2) ?? "subnets").replace(/^tier-/, "");
}

function zoneBox(subnet: Thing, things: readonly Thing[]): Box {
  return {
    id: subnet.id,
    kind: "own",
    title: String(subnet.body["availability_zone"] ?? subnet.path),
    lines: [
      String(subnet.body["cidr_block"] ?? ""),
      wayOut(subnet, things),
      ...gatewaysIn(subnet, things).map((way) => `holds a ${way}`),
    ],
  };
}

/** What stands in a subnet and leads out of others. */
function gatewaysIn({ address }: Thing, things: readonly Thing[]): string[] {
  const routes = things.filter(({ type }) => type === "aws_route");
  return (["nat_gateway_id", "network_interface_id"] as const).flatMap((attribute) => {
    const used = routes.flatMap(({ body }) => namedIn(body[attribute]));
    const here = things.filter(
      (each) => used.includes(each.address) && namedIn(each.body["subnet_id"]).includes(address),
    );
    return here.map(() => WAYS[attribute]);
  });
}

/** Attributes of a route that lead out, and what stands behind each. */
const WAYS = {
  gateway_id: "internet gateway",
  egress_only_gateway_id: "egress-only gateway",
  nat_gateway_id: "NAT gateway",
  network_interface_id: "NAT instance",
  transit_gateway_id: "transit gateway",
} as const;

function wayOut(subnet: Thing, things: readonly Thing[]): string {
  const tables = things
    .filter(
      ({ type, body }) =>
        type === "aws_route_table_association" &&
        namedIn(body["subnet_id"]).includes(subnet.address),
    )
    .flatMap(({ body }) => namedIn(body["route_table_id"]));
  const routes = things.filter(
    ({ type, body }) =>
      type === "aws_route" && namedIn(body["route_table_id"]).some((each) => tables.includes(each)),
  );
  const ways = Object.entries(WAYS).filter(([attribute]) =>
    routes.some(({ body }) => body[attribute] !== undefined),
  );
  return ways.length > 0 ? `out: ${ways.map(([, way]) => way).join(", ")}` : "no way out";
}

function endpointBoxes(stack: Stack, things: readonly Thing[]): Box[] {
  const endpoints = things.filter(({ type }) => type === "aws_vpc_endpoint");
  const kinds = [...new Set(endpoints.map(({ body }) => String(body["vpc_endpoint_type"])))].sort();
  return kinds.map((kind) => ({
    id: `${stack.id}/endpoints/${kind}`,
    kind: "own",
    title: `${kind.toLowerCase()} endpoints`,
    lines: endpointLines(
      endpoints.filter(({ body }) => body["vpc_endpoint_type"] === kind),
      things,
    ),
  }));
}

/** Services of endpoints, after the tiers in whose subnets they stand. */
function endpointLines(endpoints: readonly Thing[], things: readonly Thing[]): string[] {
  const named = new Set(endpoints.flatMap(({ body }) => namedIn(body["subnet_ids"])));
  const subnets = things.filter(({ address }) => named.has(address));
  const tiers = [...new Set(subnets.map(tierOf))].sort();
  const where = tiers.map((tier) => {
    const count = subnets.filter((subnet) => tierOf(subnet) === tier).length;
    return `in ${tier}, ${counted(count, "zone")}`;
  });
  return [...where, ...endpoints.map(serviceOf)];
}

/** `ecr.api` of `com.amazonaws.eu-west-1.ecr.api` */
function serviceOf({ body }: Thing): string {
  return String(body["service_name"] ?? "").replace(/^com\.amazonaws\.[^.]+\./, "");
}

function googleBox({ id, path, body }: Thing): Box {
  return {
    id,
    kind: "own",
    title: (path.split("/").at(-1) ?? path).replace(/^subnet-/, ""),
    lines: [
      String(body["region"] ?? ""),
      String(body["ip_cidr_range"] ?? ""),
      ...(body["private_ip_google_access"] === true ? ["private access to Google"] : []),
    ],
  };
}
