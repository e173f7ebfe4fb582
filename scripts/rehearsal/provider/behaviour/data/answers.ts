import { type Fields, isList, type Value } from "../../cty/value.ts";
import { signs } from "../apply/seed.ts";
import type { Connection } from "../connection.ts";
import { zoneId, zoneOf } from "../values/aws/zones.ts";
import { projectNumber } from "../values/google.ts";
import { prefixListId, weightByName } from "../values/prefix-lists.ts";
import { CLOUDFLARE_IPV4, CLOUDFLARE_IPV6 } from "./cloudflare-ranges.ts";
import { policyDocument } from "./policy-document.ts";

/** Answers a question with what follows from it; with nothing where it must be looked up. */
type Answer = (config: Fields, connection: Connection) => Fields | undefined;

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
    const name = text(config["region"]) || text(config["name"]) || region;
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
    const region = text(config["region"]) || connection.region;
    const names = ZONES.map((zone) => `${region}${zone}`);
    const excluded = texts(config["exclude_names"]);
    const kept = names.filter((name) => !excluded.includes(name));
    const zone_ids = kept.map((name) => zoneId(name) ?? "");
    return { id: region, names: kept, zone_ids, group_names: [region] };
  },
  aws_availability_zone: (config, { region }) => {
    const name = text(config["name"]) || zoneOf(region, text(config["zone_id"]));
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
  aws_default_tags: (_config, { defaultTags }) => ({ id: "aws", tags: defaultTags }),
  aws_arn: (config) => {
    const arn = text(config["arn"]);
    const [, partition = "", service = "", region = "", account = "", ...rest] = arn.split(":");
    return { id: arn, partition, service, region, account, resource: rest.join(":") };
  },
  aws_ec2_managed_prefix_list: (config, { region }) => {
    const name = text(config["name"]);
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
    const id = prefixListId(region, text(config["name"]));
    return { id, cidr_blocks: ["198.51.100.0/24"] };
  },
  aws_service_principal: (config, connection) => {
    const region = text(config["region"]) || connection.region;
    const service = text(config["service_name"]);
    const name = `${service}.amazonaws.com`;
    return { id: `${service}.${region}.amazonaws.com`, name, suffix: "amazonaws.com", region };
  },
  google_project: (config, { project }) => {
    const project_id = text(config["project_id"]) || project;
    const number = projectNumber(project_id);
    return {
      id: `projects/${project_id}`,
      project_id,
      name: project_id,
      number,
      org_id: "123456789012",
      folder_id: "",
    };
  },
  google_client_config: (_config, { project, region, zone, defaultTags }) => ({
    id: `projects/${project}/regions/${region}/zones/${zone}`,
    project,
    region,
    zone,
    default_labels: defaultTags,
    access_token: "rehearsal-not-a-token",
  }),
  google_compute_zones: (config, connection) => {
    const region = text(config["region"]) || connection.region;
    return { names: ["b", "c", "d"].map((zone) => `${region}-${zone}`), region };
  },
  google_compute_image: (config, connection) => {
    const project = text(config["project"]) || connection.project;
    const name = text(config["name"]) || `${text(config["family"]) || "image"}-v20250101`;
    const id = `projects/${project}/global/images/${name}`;
    const self_link = `https://www.googleapis.com/compute/v1/${id}`;
    return { id, self_link, name, project, status: "READY", disk_size_gb: 10 };
  },
  google_storage_project_service_account: (config, connection) => {
    const project = text(config["project"]) || connection.project;
    const number = projectNumber(project);
    const email_address = `service-${number}@gs-project-accounts.iam.gserviceaccount.com`;
    return { id: email_address, email_address, member: `serviceAccount:${email_address}`, project };
  },
  cloudflare_account: (config) => {
    const id = text(config["account_id"]) || signs("cloudflare account", "hex", 32);
    return { id, account_id: id, name: `account ${id.slice(0, 6)}`, type: "standard" };
  },
  cloudflare_ip_ranges: () => ({
    ipv4_cidrs: CLOUDFLARE_IPV4,
    ipv6_cidrs: CLOUDFLARE_IPV6,
    jdcloud_cidrs: [],
  }),
};

function text(value: Value | undefined): string {
  return typeof value === "string" ? value : "";
}

function texts(value: Value | undefined): string[] {
  return isList(value) ? value.filter((item) => typeof item === "string") : [];
}
