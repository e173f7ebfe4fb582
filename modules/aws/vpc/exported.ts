import { parseCidr, sizeOf } from "@groundplan/core/cidr";
import { AS_IT_IS, type ExportedModule, exported, type Reckoning } from "@groundplan/core/exported";
import { planSubnets } from "./subnet-plan.ts";
import { DEFAULT_TIERS } from "./tiers.ts";
import { Vpc } from "./vpc.ts";

/**
 * Private ranges of a /16, which is what the default tiers are cut from. 192.168.0.0/16 is a whole private
 * range of its own, and has one rule less in the network ACL: another module.
 */
const RANGE =
  /^(10\.(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])|172\.(1[6-9]|2[0-9]|3[01]))\.0\.0\/16$/;

/** Ranges of every kind that `RANGE` admits, its ends among them. */
const SAMPLES = [
  ...[20, 0, 1, 99, 100, 255].map((second) => `10.${second}.0.0/16`),
  ...[16, 20, 29, 31].map((second) => `172.${second}.0.0/16`),
];

/** Letters of the zones. */
const ZONES = ["a", "b", "c"];

/** The network of prod, of whatever region. */
export const EXPORTED: readonly ExportedModule[] = [
  exported({
    name: "vpc",
    cloud: "aws",
    summary:
      "A network over three zones with public, private and database subnets, a NAT gateway in each zone, endpoints for Fargate tasks and flow logs.",
    construct: Vpc,
    props: { folder: "modules/aws/vpc", name: "VpcProps" },
    fixed: (region) => ({
      stage: "prod" as const,
      zones: ZONES.map((letter) => `${region}${letter}`),
    }),
    variables: {
      name: {
        samples: [..."abcdefghij"].map((letter) => `acme-prod-${letter}`),
        pattern: /^[a-z]([a-z0-9-]*[a-z0-9])?$/,
      },
      cidr: {
        samples: SAMPLES,
        pattern: RANGE,
        rule: "be a /16 in 10.0.0.0/8 or 172.16.0.0/12, such as 10.20.0.0/16",
        reckoned: [AS_IT_IS, ...subnets()],
      },
    },
    outputs,
  }),
];

function outputs(made: Vpc) {
  return {
    vpc_id: { value: made.vpcId, description: "Id of the VPC." },
    public_subnet_ids: {
      value: made.subnetIds("public"),
      description: "Ids of the public subnets, in the order of the zones.",
    },
    private_subnet_ids: {
      value: made.subnetIds("private"),
      description: "Ids of the private subnets, which reach the internet through NAT gateways.",
    },
    database_subnet_ids: {
      value: made.subnetIds("database"),
      description: "Ids of the database subnets, which reach nothing but the network.",
    },
    egress_ips: {
      value: made.egressIps,
      description: "Public addresses that private subnets appear with, for allow-lists.",
    },
  };
}

/** The subnet of each default tier in each zone, as Terraform counts them. */
function subnets(): Reckoning[] {
  return Object.entries(DEFAULT_TIERS).flatMap(([tier, { prefix }]) =>
    ZONES.map((letter): Reckoning => {
      const zone = `eu-west-1${letter}`;
      const within = (cidr: string) =>
        planSubnets({ cidr, zones: [zone], zoneSlots: 4, tiers: DEFAULT_TIERS })[tier]![zone]!.cidr;
      // In a range that begins at zero the address of a subnet is its number times its size.
      const subnet = parseCidr(within("0.0.0.0/16"))!;
      const place = subnet.base / sizeOf(subnet);
      return { of: within, terraform: (cidr) => `cidrsubnet(${cidr}, ${prefix - 16}, ${place})` };
    }),
  );
}
