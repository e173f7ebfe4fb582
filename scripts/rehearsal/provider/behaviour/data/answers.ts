import type { Fields } from "../../cty/value.ts";
import { textOf } from "../../cty/value.ts";
import { Refusal } from "../../protocol/refusal.ts";
import { signs } from "../apply/seed.ts";
import { loadBalancerAccount, loadBalancerZone, regionNames } from "../values/aws/regions.ts";
import { zoneId, zoneOf } from "../values/aws/zones.ts";
import { prefixListId, weightByName } from "../values/prefix-lists.ts";
import { type Answer, texts } from "./answer.ts";
import { CLOUDFLARE_IPV4, CLOUDFLARE_IPV6 } from "./cloudflare-ranges.ts";
import { OF_GOOGLE } from "./google-answers.ts";
import { policyDocument } from "./policy-document.ts";
import { dataProtectionDocument, lifecycleDocument } from "./service-documents.ts";

const ZONES = ["a", "b", "c"] as const;

/** The data sources that compute. */
export const ANSWERS: Readonly<Record<string, Answer>> = {
  aws_iam_policy_document: policyDocument,
  aws_caller_identity: (_config, { account, stack }) => ({
    id: account,
    account_id: account,
    arn: `arn:aws:sts::${account}:assumed-role/rehearsal/${stack.replaceAll("/", "-")}`,
    user_id: `AROA${signs(account, "upper", 17)}:rehearsal`,
  }),
  aws_region: (config, { region }) => {
    const name = textOf(config["region"]) || textOf(config["name"]) || region;
    return {
      id: name,
      name,
      region: name,
      endpoint: `ec2.${name}.amazonaws.com`,
      description: name,
    };
  },
  aws_partition: () => ({
    id: "aws",
    partition: "aws",
    dns_suffix: "amazonaws.com",
    reverse_dns_prefix: "com.amazonaws",
  }),
  aws_availability_zones: (config, connection) => {
    const region = textOf(config["region"]) || connection.region;
    const names = ZONES.map((zone) => `${region}${zone}`);
    const excluded = texts(config["exclude_names"]);
    const kept = names.filter((name) => !excluded.includes(name));
    const zone_ids = kept.map((name) => zoneId(name) ?? "");
    return { id: region, names: kept, zone_ids, group_names: [region] };
  },
  aws_availability_zone: (config, { region }) => {
    const name = textOf(config["name"]) || zoneOf(region, textOf(config["zone_id"]));
    const zone_id = name && zoneId(name);
    if (!zone_id) return undefined;
    const parts = { name_suffix: name.slice(region.length), group_name: region, region };
    return {
      id: name,
      name,
      zone_id,
      ...parts,
      state: "available",
      zone_type: "availability-zone",
    };
  },
  aws_billing_service_account: () => rootOf("386209384616"),
  aws_cloudwatch_log_data_protection_policy_document: dataProtectionDocument,
  aws_ecr_lifecycle_policy_document: lifecycleDocument,
  aws_elb_service_account: (config, connection) => {
    const region = textOf(config["region"]) || connection.region;
    const account = loadBalancerAccount(region);
    if (account) return rootOf(account);
    throw new Refusal(
      `unknown region ${region} for the account of load balancers`,
      "There a service writes their logs: logdelivery.elasticloadbalancing.amazonaws.com.",
    );
  },
  // No network: a range of documentation stands for those that AWS publishes.
  aws_ip_ranges: () => ({ cidr_blocks: ["198.51.100.0/24"], ipv6_cidr_blocks: ["2001:db8::/32"] }),
  aws_lb_hosted_zone_id: (config, connection) => {
    const region = textOf(config["region"]) || connection.region;
    const id = loadBalancerZone(region, textOf(config["load_balancer_type"]));
    return id === undefined ? undefined : { id };
  },
  aws_regions: (config, { region }) => ({
    names: regionNames(region, config["all_regions"] === true),
  }),
  aws_default_tags: (_config, { defaultTags }) => ({ id: "aws", tags: defaultTags }),
  aws_arn: (config) => {
    const arn = textOf(config["arn"]);
    const [, partition = "", service = "", region = "", account = "", ...rest] = arn.split(":");
    return { id: arn, partition, service, region, account, resource: rest.join(":") };
  },
  aws_ec2_managed_prefix_list: (config, { region }) => {
    const name = textOf(config["name"]);
    if (!name.startsWith("com.amazonaws.")) return undefined;
    return {
      id: prefixListId(region, name),
      address_family: "IPv4",
      max_entries: weightByName(name) ?? 50,
      owner_id: "AWS",
      entries: [],
    };
  },
  aws_prefix_list: (config, { region }) => {
    const id = prefixListId(region, textOf(config["name"]));
    return { id, cidr_blocks: ["198.51.100.0/24"] };
  },
  aws_service_principal: (config, connection) => {
    const region = textOf(config["region"]) || connection.region;
    const service = textOf(config["service_name"]);
    const name = `${service}.amazonaws.com`;
    return { id: `${service}.${region}.amazonaws.com`, name, suffix: "amazonaws.com", region };
  },
  ...OF_GOOGLE,
  cloudflare_account: (config) => {
    const id = textOf(config["account_id"]) || signs("cloudflare account", "hex", 32);
    return { id, account_id: id, name: `account ${id.slice(0, 6)}`, type: "standard" };
  },
  cloudflare_ip_ranges: () => ({
    ipv4_cidrs: CLOUDFLARE_IPV4,
    ipv6_cidrs: CLOUDFLARE_IPV6,
    jdcloud_cidrs: [],
  }),
};

/** An account of AWS's own, as a policy names it. */
function rootOf(account: string): Fields {
  return { id: account, arn: `arn:aws:iam::${account}:root` };
}
