import { describe, expect, it } from "vitest";
import { made } from "./testing/made.ts";
import type { VpcProps } from "./vpc-props.ts";

const PUBLIC = { kind: "public", prefix: 26, slot: 12 } as const;
const PRIVATE = { kind: "private", prefix: 20, slot: 0 } as const;

/** One mistake each, and the whole message that it gets. */
const MISTAKES: readonly (readonly [string, Partial<VpcProps>, string])[] = [
  [
    "a name that leaves no room for what is added",
    { name: "a".repeat(55) },
    `name must have at most 54 characters, got "${"a".repeat(55)}"; shorten it by 1`,
  ],
  [
    "a name that some service refuses",
    { name: "Acme" },
    'name must be lower-case letters, digits and hyphens, begin with a letter and not end in a hyphen, got "Acme"',
  ],
  [
    "one zone in prod",
    { zones: ["eu-west-1a"] },
    'zones must name at least 2 Availability Zones, got ["eu-west-1a"]',
  ],
  [
    "a zone twice",
    { zones: ["eu-west-1a", "eu-west-1a"] },
    'zones must not repeat a value, got "eu-west-1a"',
  ],
  [
    "a Local Zone",
    { zones: ["eu-west-1a", "us-west-2-lax-1a"] },
    'zones must be names of Availability Zones such as eu-west-1a, got "us-west-2-lax-1a"; ' +
      "Local Zones stand in a network of their own",
  ],
  [
    "a zone of another region",
    { zones: ["eu-west-1a", "eu-central-1b"] },
    'zones must lie in eu-west-1, the stack\'s region, got "eu-central-1b"',
  ],
  [
    "a number of zone shares that does not halve",
    { zoneSlots: 3 },
    "zoneSlots must be one of 1, 2, 4, 8, 16, got 3",
  ],
  [
    "no tiers",
    { tiers: {}, egress: "none", endpoints: { sets: [] } },
    "tiers must name at least one tier",
  ],
  [
    "a tier whose name cannot be an identity",
    { tiers: { public: PUBLIC, "My Tier": PRIVATE } },
    'tiers must have names of lower-case letters, digits and hyphens that begin with a letter, got "My Tier"',
  ],
  [
    "an unknown way out",
    { egress: "fck-nat" as never, endpoints: { sets: [] } },
    'egress must be one of none, nat-instance, single-nat, nat-per-zone, regional-nat, got "fck-nat"',
  ],
  [
    "NAT gateways without a public tier",
    { tiers: { private: PRIVATE } },
    'tiers must hold a public tier for egress nat-per-zone; name one, or choose egress "regional-nat" or "none"',
  ],
  [
    "two public tiers and no word on which",
    { tiers: { edge: { ...PUBLIC, slot: 13 }, private: PRIVATE, public: PUBLIC } },
    "nat.tier must name one of edge, public",
  ],
  [
    "a NAT zone that the network does not have",
    { egress: "single-nat", nat: { zone: "eu-west-1c" } },
    'nat.zone must be one of eu-west-1a, eu-west-1b, got "eu-west-1c"',
  ],
  [
    "a standby that is the way out already",
    { egress: "single-nat", nat: { standby: "single-nat" } },
    'nat.standby must differ from egress, got "single-nat"',
  ],
  [
    "an address for nothing",
    { egress: "single-nat", nat: { allocationIds: { "nat-eu-west-1b": "eipalloc-1" } } },
    'nat.allocationIds must have keys among nat-eu-west-1a, got "nat-eu-west-1b"',
  ],
  [
    "two private tiers and no word on which holds the endpoints",
    { tiers: { app: PRIVATE, jobs: { ...PRIVATE, slot: 4 }, public: PUBLIC } },
    "endpoints.tier must name one of app, jobs",
  ],
  [
    "endpoints in a public tier",
    { endpoints: { tier: "public" } },
    'endpoints.tier must be one of private, database, got "public"',
  ],
  [
    "a service that has no endpoint here",
    { endpoints: { sets: ["lambda" as never] } },
    'endpoints.sets must be one of fargate, ecs-on-ec2, eks, session-manager, codedeploy, messaging, telemetry, mail, files, opensearch, got "lambda"',
  ],
  [
    "endpoints in a zone that the network does not have",
    { endpoints: { zones: ["eu-west-1c"] } },
    'endpoints.zones must be one of eu-west-1a, eu-west-1b, got "eu-west-1c"',
  ],
  [
    "a retention that CloudWatch does not know",
    { flowLogs: { retentionDays: 31 } },
    "flowLogs.retentionDays must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653, got 31",
  ],
  [
    "DNS servers that do not know the endpoints' names",
    { dhcp: { domainNameServers: ["10.20.0.10"] } },
    'dhcp.domainNameServers must include AmazonProvidedDNS, which alone knows the private names of endpoints, got ["10.20.0.10"]',
  ],
  [
    "an exemption from the block of public access without a reason",
    { publicAccessExclusion: { mode: "allow-egress", reason: "yes" } },
    'publicAccessExclusion.reason must say why in 10 to 200 characters, got "yes"',
  ],
];

/** The problems that a mistaken network gets, as they are printed. */
function refusal(change: Partial<VpcProps>): string[] {
  try {
    made(change);
  } catch (error) {
    return (error as Error).message.split("\n");
  }
  return [];
}

describe("a network is refused with", () => {
  it.each(MISTAKES)("%s", (_, change, message) => {
    expect(refusal(change)).toEqual([`test/network: ${message}`]);
  });

  it("all its mistakes at once", () => {
    const change = { zoneSlots: 3, zones: ["eu-west-1a"], flowLogs: { retentionDays: 2 } };
    const props = refusal(change).map((line) => line.split(" ")[1]);
    expect(props).toEqual(["zones", "zoneSlots", "flowLogs.retentionDays"]);
  });
});
