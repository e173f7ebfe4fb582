import { signs } from "../apply/seed.ts";
import type { Rule, RuleTable, Subject } from "./rule.ts";

/** What links of Compute Engine begin with. */
export const COMPUTE_API = "https://www.googleapis.com/compute/v1";

/** The number that Google gives a project; the same wherever it is asked for. */
export function projectNumber(project: string): string {
  return `1${signs(`google/${project}`, "digits", 11)}`;
}

/** A name of Google's, and the attributes that are made from it. */
function resource(path: string, more: Readonly<Record<string, Rule>> = {}) {
  return { id: path, name: path, ...more };
}

/** A Compute Engine resource: its link is its id below the API's address. */
function compute(path: string, more: Readonly<Record<string, Rule>> = {}) {
  return { id: path, self_link: `${COMPUTE_API}/${path}`, ...more };
}

const secret = "projects/{project}/secrets/{secret_id}";
const sql = "https://sqladmin.googleapis.com/sql/v1beta4/projects/{project}";
const pools =
  "projects/{project}/locations/global/workloadIdentityPools/{workload_identity_pool_id}";

const types: RuleTable = {
  google_storage_bucket: {
    id: "{name}",
    self_link: "https://www.googleapis.com/storage/v1/b/{name}",
    url: "gs://{name}",
    project_number: (self) => Number(self.expand("{project_number}")),
    public_access_prevention: "inherited",
    uniform_bucket_level_access: false,
    rpo: "DEFAULT",
    "soft_delete_policy.effective_time": "2025-01-01T00:00:00Z",
  },
  google_service_account: {
    id: "projects/{project}/serviceAccounts/{email}",
    name: "projects/{project}/serviceAccounts/{email}",
    email: "{account_id}@{project}.iam.gserviceaccount.com",
    member: "serviceAccount:{email}",
    unique_id: "1{digits:20:email}",
  },
  google_artifact_registry_repository: {
    id: "projects/{project}/locations/{location}/repositories/{repository_id}",
    name: "{repository_id}",
    location: "{region}",
    "vulnerability_scanning_config.enablement_state": "SCANNING_ACTIVE",
    "vulnerability_scanning_config.enablement_state_reason": "",
  },
  google_secret_manager_secret: resource(secret),
  google_secret_manager_secret_version: {
    id: "{secret}/versions/{version}",
    name: "{secret}/versions/{version}",
    version: (self) => `${self.next("version", "secret")}`,
    destroy_time: "",
  },
  google_iam_workload_identity_pool: resource(pools, { state: "ACTIVE" }),
  google_iam_workload_identity_pool_provider: resource(
    `${pools}/providers/{workload_identity_pool_provider_id}`,
    { state: "ACTIVE" },
  ),
  google_kms_key_ring: { id: "projects/{project}/locations/{location}/keyRings/{name}" },
  google_kms_crypto_key: {
    id: "{key_ring}/cryptoKeys/{name}",
    destroy_scheduled_duration: "2592000s",
  },
  google_project: {
    id: "projects/{project_id}",
    number: (self) => projectNumber(self.text("project_id")),
  },
  google_project_service: { id: "{project}/{service}" },
  google_compute_network: compute("projects/{project}/global/networks/{name}", {
    gateway_ipv4: "",
    numeric_id: "{network_id}",
    network_id: "{number:19}",
    routing_mode: "REGIONAL",
    mtu: 1460,
  }),
  google_compute_subnetwork: compute("projects/{project}/regions/{region}/subnetworks/{name}", {
    gateway_address: (self) => firstAddress(self.text("ip_cidr_range")),
    purpose: "PRIVATE",
    stack_type: "IPV4_ONLY",
    private_ip_google_access: false,
    subnetwork_id: (self) => Number(self.expand("{number:15}")),
  }),
  google_compute_firewall: compute("projects/{project}/global/firewalls/{name}", {
    direction: "INGRESS",
  }),
  google_compute_router: compute("projects/{project}/regions/{region}/routers/{name}"),
  google_compute_router_nat: { id: "{project}/{region}/{router}/{name}" },
  google_compute_address: compute("projects/{project}/regions/{region}/addresses/{name}", {
    address: "203.0.113.{octet}",
    network_tier: "PREMIUM",
  }),
  google_compute_disk: compute("projects/{project}/zones/{zone}/disks/{name}", {
    disk_id: "{number:19}",
    size: 10,
  }),
  google_compute_instance: compute("projects/{project}/zones/{zone}/instances/{name}", {
    instance_id: "{number:19}",
    current_status: "RUNNING",
    cpu_platform: "Intel Broadwell",
    "network_interface.network_ip": "10.0.0.{octet}",
    "network_interface.name": "nic0",
    "network_interface.access_config.nat_ip": "203.0.113.{octet}",
    "boot_disk.device_name": "persistent-disk-0",
  }),
  google_dns_managed_zone: {
    id: "projects/{project}/managedZones/{name}",
    managed_zone_id: (self) => Number(self.expand("{number:15}")),
    name_servers: () => [1, 2, 3, 4].map((at) => `ns-cloud-a${at}.googledomains.com.`),
  },
  google_dns_record_set: {
    id: "projects/{project}/managedZones/{managed_zone}/rrsets/{name}/{type}",
  },
  google_sql_database_instance: {
    id: "{name}",
    self_link: `${sql}/instances/{name}`,
    connection_name: "{project}:{region}:{name}",
    public_ip_address: "203.0.113.{octet}",
    first_ip_address: "{public_ip_address}",
    private_ip_address: "",
    service_account_email_address:
      "p{project_number}-{alnum:6}@gcp-sa-cloud-sql.iam.gserviceaccount.com",
    "settings.version": 1,
  },
  google_sql_database: {
    id: "projects/{project}/instances/{instance}/databases/{name}",
    self_link: `${sql}/instances/{instance}/databases/{name}`,
    charset: "UTF8",
    collation: "en_US.UTF8",
  },
  google_sql_user: { id: "{name}//{instance}" },
  google_cloud_run_v2_service: {
    id: "projects/{project}/locations/{location}/services/{name}",
    uri: "https://{name}-{project_number}.{location}.run.app",
    urls: (self) => [self.text("uri")],
    uid: "{uuid}",
  },
  google_pubsub_topic: { id: "projects/{project}/topics/{name}" },
  google_pubsub_subscription: {
    id: "projects/{project}/subscriptions/{name}",
    ack_deadline_seconds: 10,
  },
  google_bigquery_dataset: { id: "projects/{project}/datasets/{dataset_id}" },
  google_bigquery_table: { id: "projects/{project}/datasets/{dataset_id}/tables/{table_id}" },
  google_container_cluster: {
    id: "projects/{project}/locations/{location}/clusters/{name}",
    self_link:
      "https://container.googleapis.com/v1/projects/{project}/locations/{location}/clusters/{name}",
    endpoint: "203.0.113.{octet}",
    master_version: "1.33.4-gke.1000",
    node_version: "1.33.4-gke.1000",
  },
  google_container_node_pool: {
    id: "projects/{project}/locations/{location}/clusters/{cluster:last}/nodePools/{name}",
    version: "1.33.4-gke.1000",
  },
  google_logging_metric: { id: "{name}" },
  google_monitoring_alert_policy: resource("projects/{project}/alertPolicies/{number:19}", {
    "conditions.name": "{name}/conditions/{number:19}",
  }),
  google_monitoring_notification_channel: resource(
    "projects/{project}/notificationChannels/{number:19}",
    { verification_status: "" },
  ),
};

/** The gateway of a subnet is its first address. */
function firstAddress(range: string): string {
  const [address = ""] = range.split("/");
  return address.replace(/\d+$/, (last) => `${Number(last) + 1}`);
}

/** What a grant is on: the first of these attributes that the type has. */
const GRANTED = [
  "bucket",
  "secret_id",
  "crypto_key_id",
  "service_account_id",
  "repository",
  "name",
];

function grantId(self: Subject): string {
  const on = GRANTED.map((name) => self.text(name)).find((text) => text !== "");
  const target = on ?? self.expand("{project}");
  const parts = [self.type.includes("_bucket_") ? `b/${target}` : target];
  return [...parts, self.text("role"), self.text("member")].filter((part) => part !== "").join("/");
}

/** What holds for Google's types that have no rules of their own. */
function every(type: string, name: string): Rule | undefined {
  if (/_iam_(member|binding|policy)$/.test(type)) {
    if (name === "id") return grantId;
    if (name === "etag") return "BwY{alnum:8}=";
  }
  const [service = "", ...noun] = type.replace(/^google_/, "").split("_");
  const kind = noun.join("-") || service;
  if (name === "id") {
    return (self) =>
      self.expand(`projects/{project}/${kind}s/${self.text("name") || self.expand("{number:19}")}`);
  }
  if (name === "self_link") return `https://${service}.googleapis.com/v1/{id}`;
  return undefined;
}

/** How computed values of Google types are made. */
export const GOOGLE = { types, every };
