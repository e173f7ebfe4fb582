import { beforeEach, describe, expect, it } from "vitest";
import type { Fields } from "../../cty/value.ts";
import { Leftovers } from "../../store/leftovers.ts";
import { MemoryStore } from "../../store/memory.ts";
import type { Clouds, Thing } from "../../store/store.ts";
import { typeOf, World } from "../../testing/world.ts";
import { carryOut } from "../apply/carry-out.ts";
import { prefixListId } from "../values/prefix-lists.ts";

const DEV = "111122223333";
const PROD = "444455556666";
const TRUST = '{"Version":"2012-10-17","Statement":[]}';

let store: MemoryStore;
let declared: Set<string>;
let dev: World;
let prod: World;
beforeEach(() => {
  store = new MemoryStore();
  declared = new Set();
  dev = new World("aws");
  prod = new World("aws", { allowed_account_ids: [PROD], rehearsal: "prod-app" });
});

/** Makes a thing, or changes one, as Terraform would. */
function make(type: string, config: Fields, at = dev, before?: Thing): Thing {
  const clouds: Clouds = {
    of: () => store,
    all: [store],
    isDeclared: (stack, id) => stack.startsWith("dev-") && declared.has(id),
  };
  const deed = {
    type: typeOf(type),
    connection: at.connection,
    prior: before?.object,
    planned: at.plan(type, config, before?.object).planned,
    thing: before?.handle,
  };
  return carryOut(deed, { clouds, leftovers: new Leftovers(), elsewhere: new Set() })!;
}

const vpc = (cidr_block: string, at = dev) => make("aws_vpc", { cidr_block }, at);
const idOf = ({ object }: Thing) => String(object["id"]);

/** What Terraform shows of a refusal. */
function told(work: () => unknown): { summary: string; detail: string } {
  try {
    work();
  } catch (error) {
    const { summary, detail } = (error as { diagnostic: never })["diagnostic"];
    return { summary, detail };
  }
  return { summary: "", detail: "" };
}

const REFUSED = "The rehearsal cloud refused it; nothing of this thing was changed.";

describe("a reference into another environment's account", () => {
  it("is refused where the cloud does not see it, and says whose it is", () => {
    const id = idOf(vpc("10.0.0.0/16", prod));
    expect(told(() => make("aws_subnet", { vpc_id: id, cidr_block: "10.0.0.0/24" }))).toEqual({
      summary: `creating aws_subnet: InvalidVpcID.NotFound: The vpc ID '${id}' does not exist`,
      detail: `${REFUSED} It is in account ${PROD}, eu-west-1, made by prod-app; dev-app works in ${DEV}, eu-west-1.`,
    });
  });

  it("is taken where it may reach there: a peering", () => {
    const [own, peer] = [idOf(vpc("10.0.0.0/16")), idOf(vpc("10.1.0.0/16", prod))];
    const config = { vpc_id: own, peer_vpc_id: peer, peer_owner_id: PROD };
    expect(() => make("aws_vpc_peering_connection", config)).not.toThrow();
  });

  it("is refused for a role that is to be passed", () => {
    make("aws_iam_role", { name: "task", assume_role_policy: TRUST }, prod);
    const arn = `arn:aws:iam::${PROD}:role/task`;
    const task = { family: "api", container_definitions: "[]", task_role_arn: arn };
    expect(told(() => make("aws_ecs_task_definition", task))).toEqual({
      summary:
        "creating aws_ecs_task_definition: AccessDeniedException: Cross-account pass role is not allowed.",
      detail: `${REFUSED} ${arn} is a role of account ${PROD}; dev-app works in ${DEV}.`,
    });
  });
});

describe("what no stack makes", () => {
  const id = "vpc-0123456789abcdef0";
  const subnet = { vpc_id: id, cidr_block: "10.0.0.0/24" };

  it("is refused with the way to say that it exists", () => {
    expect(told(() => make("aws_subnet", subnet)).detail).toBe(
      `${REFUSED} If it exists outside of what is rehearsed, say so in environments/dev/existing.json: {"${id}": "<what it is>"}.`,
    );
    const arn = `arn:aws:iam::${DEV}:role/none`;
    const task = { family: "api", container_definitions: "[]", execution_role_arn: arn };
    expect(told(() => make("aws_ecs_task_definition", task))).toMatchObject({
      summary: "creating aws_ecs_task_definition: ClientException: Role is not valid",
      detail: expect.stringContaining(`{"${arn}": "<what it is>"}`),
    });
  });

  it("is taken where its environment says that it exists, and nowhere else", () => {
    declared.add(id);
    expect(() => make("aws_subnet", subnet)).not.toThrow();
    expect(() => make("aws_subnet", subnet, prod)).toThrow("InvalidVpcID.NotFound");
  });
});

describe("ranges that overlap", () => {
  it("are refused for a peering", () => {
    const [own, peer] = [idOf(vpc("10.0.0.0/16")), idOf(vpc("10.0.128.0/20", prod))];
    expect(
      told(() => make("aws_vpc_peering_connection", { vpc_id: own, peer_vpc_id: peer })),
    ).toEqual({
      summary:
        "waiting for EC2 VPC Peering Connection create: unexpected state 'failed', wanted target 'active, pending-acceptance': Failed due to incorrect VPC-ID, Account ID, or overlapping CIDR range",
      detail: REFUSED,
    });
  });

  it("are refused for IPv6, and so is a range outside of the VPC's", () => {
    const config = { cidr_block: "10.0.0.0/16", assign_generated_ipv6_cidr_block: true };
    const network = make("aws_vpc", config);
    const prefix = String(network.object["ipv6_cidr_block"]).replace(/00?::\/56$|::\/56$/, "");
    const at = (cidr_block: string, ipv6_cidr_block: string) =>
      make("aws_subnet", { vpc_id: idOf(network), cidr_block, ipv6_cidr_block });
    const own = `${prefix}::/64`;
    at("10.0.0.0/24", own);
    expect(() => at("10.0.1.0/24", own)).toThrow(
      `creating aws_subnet: InvalidSubnet.Conflict: The IPv6 CIDR '${own}' conflicts with another subnet`,
    );
    expect(() => at("10.0.1.0/24", "2001:db9::/64")).toThrow(
      "creating aws_subnet: InvalidSubnet.Range: The IPv6 CIDR '2001:db9::/64' is invalid.",
    );
  });

  it("are refused for a peering of Google networks", () => {
    const google = new World("google");
    const network = (name: string, ip_cidr_range: string) => {
      const made = make("google_compute_network", { name, auto_create_subnetworks: false }, google);
      const link = String(made.object["id"]);
      make("google_compute_subnetwork", { name, network: link, ip_cidr_range }, google);
      return link;
    };
    const [a, b] = [network("a", "10.0.0.0/20"), network("b", "10.0.8.0/24")];
    const peering = { name: "a-b", network: a, peer_network: b };
    expect(() => make("google_compute_network_peering", peering, google)).toThrow(
      "creating google_compute_network_peering: Error 400: An IP range in the peer network (10.0.8.0/24) overlaps with an IP range (10.0.0.0/20) in the local network., badRequest",
    );
  });
});

describe("the quota of a security group", () => {
  const LIMIT = "RulesPerSecurityGroupLimitExceeded";
  const cidrs = (count: number) => Array.from({ length: count }, (_none, at) => `10.0.${at}.0/24`);
  const group = (cidr_blocks: string[]) =>
    make("aws_security_group", {
      name: "web",
      vpc_id: idOf(vpc("10.0.0.0/16")),
      ingress: [{ protocol: "tcp", from_port: 443, to_port: 443, cidr_blocks }],
    });
  const rule = (security_group_id: string, more: Fields) =>
    make("aws_vpc_security_group_ingress_rule", { security_group_id, ip_protocol: "-1", ...more });

  it("counts every range of inline rules", () => {
    expect(() => group(cidrs(61))).toThrow(LIMIT);
    const web = group(cidrs(60));
    expect(() => rule(idOf(web), { cidr_ipv4: "10.9.0.0/16" })).toThrow(LIMIT);
    expect(() => rule(idOf(web), { cidr_ipv6: "2001:db8::/32" })).not.toThrow();
  });

  it("counts a prefix list as what it weighs: a list of one's own, and CloudFront's", () => {
    const list = make("aws_ec2_managed_prefix_list", {
      name: "offices",
      address_family: "IPv4",
      max_entries: 20,
    });
    const web = idOf(group(cidrs(41)));
    expect(() => rule(web, { prefix_list_id: idOf(list) })).toThrow(LIMIT);
    const cloudfront = prefixListId("eu-west-1", "com.amazonaws.global.cloudfront.origin-facing");
    const api = make("aws_security_group", { name: "api", vpc_id: idOf(vpc("10.1.0.0/16")) });
    rule(idOf(api), { prefix_list_id: cloudfront });
    expect(() => rule(idOf(api), { prefix_list_id: cloudfront, from_port: 80 })).toThrow(LIMIT);
  });
});
