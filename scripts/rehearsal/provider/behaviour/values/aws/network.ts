import type { Value } from "../../../cty/value.ts";
import type { Rule, RuleTable, Subject } from "../rule.ts";
import { regional } from "./arn.ts";
import { zoneId, zoneOf } from "./zones.ts";

/**
 * Prefix of the ids of EC2's things, and what their ARNs call them.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 */
const EC2: Readonly<Record<string, readonly [prefix: string, kind: string]>> = {
  aws_vpc: ["vpc", "vpc"],
  aws_subnet: ["subnet", "subnet"],
  aws_security_group: ["sg", "security-group"],
  aws_default_security_group: ["sg", "security-group"],
  aws_vpc_security_group_ingress_rule: ["sgr", "security-group-rule"],
  aws_vpc_security_group_egress_rule: ["sgr", "security-group-rule"],
  aws_internet_gateway: ["igw", "internet-gateway"],
  aws_egress_only_internet_gateway: ["eigw", "egress-only-internet-gateway"],
  aws_nat_gateway: ["nat", "natgateway"],
  aws_eip: ["eipalloc", "elastic-ip"],
  aws_route_table: ["rtb", "route-table"],
  aws_default_route_table: ["rtb", "route-table"],
  aws_network_acl: ["acl", "network-acl"],
  aws_default_network_acl: ["acl", "network-acl"],
  aws_network_interface: ["eni", "network-interface"],
  aws_vpc_endpoint: ["vpce", "vpc-endpoint"],
  aws_vpc_dhcp_options: ["dopt", "dhcp-options"],
  aws_vpc_block_public_access_exclusion: ["vpcbpa-exclude", "vpc-block-public-access-exclusion"],
  aws_vpc_peering_connection: ["pcx", "vpc-peering-connection"],
  aws_ec2_transit_gateway: ["tgw", "transit-gateway"],
  aws_ec2_managed_prefix_list: ["pl", "prefix-list"],
  aws_flow_log: ["fl", "vpc-flow-log"],
  aws_launch_template: ["lt", "launch-template"],
  aws_instance: ["i", "instance"],
  aws_ebs_volume: ["vol", "volume"],
  aws_ami: ["ami", "image"],
};

/** `id` and `arn` of every EC2 type. */
const named: RuleTable = Object.fromEntries(
  Object.entries(EC2).map(([type, [prefix, kind]]) => [
    type,
    { id: `${prefix}-{hex:17}`, arn: regional("ec2", `${kind}/{id}`) },
  ]),
);

const own: RuleTable = {
  aws_vpc: {
    default_network_acl_id: "acl-{hex:17}",
    default_route_table_id: "rtb-{hex:17}",
    main_route_table_id: "{default_route_table_id}",
    default_security_group_id: "sg-{hex:17}",
    // One set of DHCP options is a region's default.
    dhcp_options_id: "dopt-{hex:17:region}",
    ipv6_cidr_block: ipv6("2001:db8:{hex:4}::/56"),
    ipv6_association_id: ipv6("vpc-cidr-assoc-{hex:17}"),
    ipv6_cidr_block_network_border_group: ipv6("{region}"),
    enable_dns_hostnames: false,
  },
  aws_subnet: {
    availability_zone: (self) =>
      zoneOf(self.expand("{region}"), self.text("availability_zone_id")) ??
      self.expand("{region}a"),
    availability_zone_id: (self) =>
      zoneId(self.text("availability_zone") || self.expand("{region}a")) ?? "",
    ipv6_cidr_block_association_id: (self) =>
      self.text("ipv6_cidr_block") ? self.expand("subnet-cidr-assoc-{hex:17}") : "",
    private_dns_hostname_type_on_launch: "ip-name",
  },
  aws_default_security_group: { name: "default", description: "default VPC security group" },
  aws_vpc_security_group_ingress_rule: { security_group_rule_id: "{id}" },
  aws_vpc_security_group_egress_rule: { security_group_rule_id: "{id}" },
  aws_vpc_block_public_access_exclusion: {
    resource_arn: regional("ec2", "vpc/{vpc_id|subnet_id}"),
  },
  aws_default_network_acl: { id: "{default_network_acl_id}" },
  aws_default_route_table: { id: "{default_route_table_id}" },
  aws_internet_gateway: { vpc_id: "" },
  aws_route_table_association: { id: "rtbassoc-{hex:17}" },
  aws_vpc_dhcp_options_association: { id: "{dhcp_options_id}-{vpc_id}" },
  aws_route: {
    id: "r-{route_table_id}{digits:10}",
    origin: "CreateRoute",
    state: "active",
    instance_id: "",
    instance_owner_id: "",
  },
  aws_nat_gateway: {
    public_ip: "203.0.113.{octet}",
    private_ip: "10.0.0.{octet}",
    network_interface_id: "eni-{hex:17}",
    association_id: "eipassoc-{hex:17}",
    route_table_id: "",
  },
  aws_eip: {
    allocation_id: "{id}",
    public_ip: "203.0.113.{octet}",
    public_dns: "ec2-{public_ip}.{region}.compute.amazonaws.com",
    domain: "vpc",
    public_ipv4_pool: "amazon",
    network_border_group: "{region}",
    association_id: "",
    private_ip: "",
    carrier_ip: "",
    customer_owned_ip: "",
  },
  aws_network_interface: {
    private_ip: "10.0.0.{octet}",
    private_ips: (self) => [self.text("private_ip")],
    private_ip_list: (self) => self.value("private_ips"),
    mac_address: "0a:58:0a:00:00:0a",
    interface_type: "interface",
    outpost_arn: "",
  },
  aws_vpc_endpoint: {
    state: "available",
    dns_entry: endpointNames,
    prefix_list_id: (self) => (isInterface(self) ? "" : self.expand("pl-{hex:8:service_name}")),
    network_interface_ids: (self) =>
      isInterface(self) ? subnets(self).map((_, at) => self.expand(`eni-{hex:17}${at}`)) : [],
    ip_address_type: (self) => (isInterface(self) ? "ipv4" : ""),
    service_region: "{region}",
    policy: '{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}]}',
  },
  aws_launch_template: {
    latest_version: (self) => self.next("latest_version", "id"),
    default_version: (self) =>
      self.value("update_default_version") === true ? self.value("latest_version") : 1,
  },
  aws_instance: {
    availability_zone: "{region}a",
    private_ip: "10.0.0.{octet}",
    instance_state: "running",
    primary_network_interface_id: "eni-{hex:17}",
    tenancy: "default",
    instance_initiated_shutdown_behavior: "stop",
    password_data: "",
    outpost_arn: "",
    instance_lifecycle: "",
    spot_instance_request_id: "",
  },
};

function ipv6(template: string): Rule {
  return (self) =>
    self.value("assign_generated_ipv6_cidr_block") === true ? self.expand(template) : "";
}

function isInterface(self: Subject): boolean {
  return self.text("vpc_endpoint_type") === "Interface";
}

function subnets(self: Subject): readonly Value[] {
  const ids = self.value("subnet_ids");
  return Array.isArray(ids) ? ids : [];
}

function endpointNames(self: Subject): Value {
  if (!isInterface(self)) return [];
  const service = self.text("service_name").split(".").pop() ?? "";
  const dns_name = self.expand(`{id}-{alnum:8}.${service}.{region}.vpce.amazonaws.com`);
  return [{ dns_name, hosted_zone_id: self.expand("Z{upper:13:region}") }];
}

/** Computed values of networks and virtual machines. */
export const NETWORK: RuleTable = merge(named, own);

function merge(base: RuleTable, over: RuleTable): RuleTable {
  const types = new Set([...Object.keys(base), ...Object.keys(over)]);
  return Object.fromEntries([...types].map((type) => [type, { ...base[type], ...over[type] }]));
}
