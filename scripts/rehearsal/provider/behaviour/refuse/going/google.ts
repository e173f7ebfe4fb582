import type { Fields } from "../../../cty/value.ts";
import type { Thing } from "../../../store/store.ts";
import { text } from "../case.ts";
import { id, type Use, type Uses } from "./use.ts";

/** What a thing of Compute Engine is named by: its id, its link, and in its own project its name. */
const BY = ["id", "self_link", "name"] as const;

/**
 * A thing of Compute Engine that others use. Its words: hashicorp/terraform-provider-google#5423 and
 * #28572, terraform-google-modules/terraform-google-vm#45.
 */
function compute(kind: string, users: Use["users"]): Use {
  const message = (object: Fields, { object: user }: Thing) =>
    `The ${kind} resource '${id(object)}' is already being used by '${id(user)}', resourceInUseByAnotherResource`;
  return { users, by: BY, code: "Error 400", message };
}

/** What Google does not delete while it is used. */
export const GOOGLE: Uses = {
  google_storage_bucket: [
    {
      users: { google_storage_bucket_object: ["bucket"] },
      by: ["name"],
      code: "Error 409",
      message: () => "The bucket you tried to delete is not empty., conflict",
      unless: "force_destroy",
    },
  ],
  google_compute_network: [
    compute("network", {
      google_compute_subnetwork: ["network"],
      google_compute_firewall: ["network"],
      google_compute_router: ["network"],
      google_compute_route: ["network"],
      google_compute_network_peering: ["network"],
      google_compute_instance: ["network_interface.network"],
      google_compute_global_address: ["network"],
      google_service_networking_connection: ["network"],
    }),
  ],
  google_compute_subnetwork: [
    compute("subnetwork", {
      google_compute_instance: ["network_interface.subnetwork"],
      google_compute_router_nat: ["subnetwork.name"],
      google_compute_address: ["subnetwork"],
      google_compute_forwarding_rule: ["subnetwork"],
      google_container_cluster: ["subnetwork"],
    }),
  ],
  google_compute_instance_template: [
    compute("instance_template", {
      google_compute_instance_group_manager: ["version.instance_template"],
      google_compute_region_instance_group_manager: ["version.instance_template"],
    }),
  ],
  google_compute_health_check: [
    compute("health_check", {
      google_compute_backend_service: ["health_checks"],
      google_compute_region_backend_service: ["health_checks"],
      google_compute_instance_group_manager: ["auto_healing_policies.health_check"],
      google_compute_region_instance_group_manager: ["auto_healing_policies.health_check"],
    }),
  ],
  google_compute_backend_service: [
    compute("backend_service", {
      google_compute_url_map: ["default_service", "path_matcher.default_service"],
    }),
  ],
  google_compute_resource_policy: [
    compute("resource_policy", {
      google_compute_disk_resource_policy_attachment: ["name"],
      google_compute_instance: ["resource_policies"],
      google_compute_disk: ["resource_policies"],
    }),
  ],
  google_service_networking_connection: [
    {
      // terraform-google-modules/terraform-google-sql-db#585
      users: { google_sql_database_instance: ["settings.ip_configuration.private_network"] },
      by: ["network"],
      code: "Error code 9",
      message: () =>
        "Failed to delete connection; Producer services (e.g. CloudSQL, Cloud Memstore, etc.) are still using this connection.",
    },
  ],
  google_dns_managed_zone: [
    {
      // tetratelabs/tetrate-service-bridge-sandbox#256
      users: { google_dns_record_set: ["managed_zone"] },
      by: ["name", "id"],
      code: "Error 400",
      message: (object) =>
        `The resource named '${text(object, "name")}' cannot be deleted because it contains one or more 'resource records'., containerNotEmpty`,
      unless: "force_destroy",
    },
  ],
};
