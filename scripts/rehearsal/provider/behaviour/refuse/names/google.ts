import { projectNumber } from "../../values/google.ts";
import { type Case, text } from "../case.ts";
import { named, type Unique, type Uniques } from "./unique.ts";

const TAKEN = "Error 409";

/** The project that a thing is to stand in. */
const projectOf = ({ scope }: Case) => scope.split("/")[1] ?? "";

/**
 * A thing of Compute Engine: its name is its own within what the path names. Its words:
 * mesosphere-backup/terraform-dcos#23, GoogleCloudPlatform/terraform-google-load-balanced-vms#11.
 */
function compute(kind: string, at?: "region" | "zone"): Unique {
  return {
    by: at ? ["name", at] : ["name"],
    within: "place",
    code: TAKEN,
    message(object, subject) {
      const place = at && (text(object, at).split("/").at(-1) || subject.connection[at]);
      const path = place ? `${at}s/${place}` : "global";
      const project = projectOf(subject);
      return `The resource 'projects/${project}/${path}/${kind}/${text(object, "name")}' already exists, alreadyExists`;
    },
  };
}

/** Something that is known by two attributes, of which the first is its name. */
function beside(place: string, unique: Unique): Unique {
  return { ...unique, by: [...unique.by, place] };
}

const REQUESTED = () => "Requested entity already exists";

/**
 * What Google makes once in a project, each with where its words were seen. What is not here is
 * written over: `google_dns_record_set` (hashicorp/terraform-provider-google#10661), users of Cloud SQL.
 */
export const GOOGLE: Uniques = {
  google_storage_bucket: named(
    "name",
    "world",
    TAKEN,
    () =>
      "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again., conflict",
  ),
  google_compute_network: compute("networks"),
  google_compute_subnetwork: compute("subnetworks", "region"),
  google_compute_firewall: compute("firewalls"),
  google_compute_route: compute("routes"),
  google_compute_router: compute("routers", "region"),
  google_compute_address: compute("addresses", "region"),
  google_compute_global_address: compute("addresses"),
  google_compute_disk: compute("disks", "zone"),
  google_compute_instance: compute("instances", "zone"),
  google_compute_resource_policy: compute("resourcePolicies", "region"),
  google_compute_health_check: compute("healthChecks"),
  google_compute_backend_service: compute("backendServices"),
  google_compute_url_map: compute("urlMaps"),
  // GoogleCloudPlatform/marketing-analytics-jumpstart#200
  google_service_account: {
    by: ["account_id"],
    within: "place",
    code: TAKEN,
    message: (object, subject) =>
      `Service account ${text(object, "account_id")} already exists within project projects/${projectOf(subject)}., alreadyExists`,
    unless: "create_ignore_already_exists",
  },
  // google/exposure-notifications-verification-server#456
  google_secret_manager_secret: {
    by: ["secret_id"],
    within: "place",
    code: TAKEN,
    message: (object, subject) =>
      `Secret [projects/${projectNumber(projectOf(subject))}/secrets/${text(object, "secret_id")}] already exists.`,
  },
  // selkies-project/selkies-operator#54
  google_pubsub_topic: named(
    "name",
    "place",
    TAKEN,
    (n) => `Resource already exists in the project (resource=${n}).`,
  ),
  // GoogleCloudPlatform/agent-starter-pack#196
  google_bigquery_dataset: {
    by: ["dataset_id"],
    within: "place",
    code: TAKEN,
    message: (object, subject) =>
      `Already Exists: Dataset ${projectOf(subject)}:${text(object, "dataset_id")}, duplicate`,
  },
  // hashicorp/terraform-provider-google#22621
  google_sql_database_instance: named(
    "name",
    "place",
    TAKEN,
    () => "The Cloud SQL instance already exists., instanceAlreadyExists",
  ),
  // GoogleCloudPlatform/terraform-google-log-analysis#25
  google_cloud_run_v2_service: beside(
    "location",
    named("name", "place", TAKEN, (n) => `Resource '${n}' already exists.`),
  ),
  google_logging_project_sink: named(
    "name",
    "place",
    TAKEN,
    (n) => `Sink ${n} already exists, alreadyExists`,
  ),
  // Words of its neighbours; its own were not seen.
  google_logging_metric: named(
    "name",
    "place",
    TAKEN,
    (n) => `Metric ${n} already exists, alreadyExists`,
  ),
  // Cloud DNS says the same of record sets: hashicorp/terraform-provider-google#9257
  google_dns_managed_zone: named(
    "name",
    "place",
    TAKEN,
    (n) => `The resource 'entity.managedZone' named '${n}' already exists, alreadyExists`,
  ),
  google_artifact_registry_repository: beside(
    "location",
    named("repository_id", "place", TAKEN, () => "the repository already exists"),
  ),
  google_iam_workload_identity_pool: named("workload_identity_pool_id", "place", TAKEN, REQUESTED),
  google_iam_workload_identity_pool_provider: beside(
    "workload_identity_pool_id",
    named("workload_identity_pool_provider_id", "place", TAKEN, REQUESTED),
  ),
  google_project: named("project_id", "world", TAKEN, () => `${REQUESTED()}, alreadyExists`),
};
