import { COMPUTE_API } from "../../values/google.ts";
import { type Case, having, nowhere, refused } from "../case.ts";

/** A thing of Compute Engine as others name it: by its path, or by its link. */
const LINK =
  /^(?:https:\/\/www\.googleapis\.com\/compute\/v1\/)?(projects\/([a-z][^/]*)\/(?:global|(?:regions|zones)\/[^/]+)\/([A-Za-z]+)\/([^/]+))$/;

/** Types by how paths call them. What Google or others publish is not here: images, machine types. */
const OWNERS: Readonly<Record<string, readonly string[]>> = {
  addresses: ["google_compute_address", "google_compute_global_address"],
  backendServices: ["google_compute_backend_service", "google_compute_region_backend_service"],
  disks: ["google_compute_disk", "google_compute_region_disk"],
  healthChecks: ["google_compute_health_check", "google_compute_region_health_check"],
  instances: ["google_compute_instance", "google_compute_instance_from_template"],
  instanceTemplates: ["google_compute_instance_template"],
  networks: ["google_compute_network"],
  resourcePolicies: ["google_compute_resource_policy"],
  routers: ["google_compute_router"],
  securityPolicies: ["google_compute_security_policy"],
  subnetworks: ["google_compute_subnetwork"],
};

/** Has the author, an import or a data source told of it, by its path or by its link? */
function isTold({ elsewhere, clouds, connection }: Case, path: string): boolean {
  return [path, `${COMPUTE_API}/${path}`].some(
    (name) => elsewhere.has(name) || clouds.isDeclared(connection.stack, name),
  );
}

/** Types whose network is of their own project, whoever shares one. */
const AT_HOME = /^google_compute_(firewall|route|router|subnetwork)$/;

/**
 * Refuses a link to what is not there, or is of another project where it must not be. Words:
 * hashicorp/terraform-provider-google#2140, AppScale/appscale-tools#339.
 */
export function checkLink(subject: Case, call: string, field: string, value: string): void {
  const [, path = "", project = "", kind = "", name] = LINK.exec(value) ?? [];
  const owners = OWNERS[kind];
  // A project begins with a network of that name.
  if (!owners || name === "default" || isTold(subject, path)) return;
  const invalid = `Invalid value for field 'resource.${field}': '${value}'.`;
  const [found] = owners.flatMap((owner) => [...having(subject.clouds, owner, "id", path)]);
  if (!found) {
    const noun = (owners[0] ?? "").replace("google_compute_", "");
    const message = `${invalid} The referenced ${noun} resource cannot be found., invalid`;
    throw refused(call, "Error 400", message, nowhere(subject, value));
  }
  const [, own] = subject.scope.split("/");
  if (project === own || !AT_HOME.test(subject.type)) return;
  throw refused(
    call,
    "Error 400",
    `${invalid} Cross-project references for this resource type are not allowed.`,
    `It is in project ${project}, made by ${found.stack}; ${subject.connection.stack} works in ${own}.`,
  );
}
