import { beforeEach, describe, expect, it } from "vitest";
import type { Fields } from "../../cty/value.ts";
import { MemoryStore } from "../../store/memory.ts";
import type { Thing } from "../../store/store.ts";
import { Cloudlike } from "../../testing/cloudlike.ts";

let dev: Cloudlike;
let prod: Cloudlike;
beforeEach(() => {
  const store = new MemoryStore();
  dev = new Cloudlike("google", store);
  prod = new Cloudlike("google", store, { project: "acme-prod", rehearsal: "prod-app" });
});

const network = (name = "main", at = dev) =>
  at.make("google_compute_network", { name, auto_create_subnetworks: false });
const idOf = ({ object }: Thing) => String(object["id"]);
const firewall = (of: string, name = "web") => ({
  name,
  network: of,
  allow: [{ protocol: "tcp" }],
});

describe("a name of Google's that is taken", () => {
  it.each<[string, Fields, string]>([
    [
      "google_compute_network",
      { name: "main" },
      "(main): Error 409: The resource 'projects/acme-dev/global/networks/main' already exists, alreadyExists",
    ],
    [
      "google_compute_address",
      { name: "api" },
      "(api): Error 409: The resource 'projects/acme-dev/regions/europe-west1/addresses/api' already exists, alreadyExists",
    ],
    [
      "google_compute_disk",
      { name: "data", zone: "europe-west1-b" },
      "(data): Error 409: The resource 'projects/acme-dev/zones/europe-west1-b/disks/data' already exists, alreadyExists",
    ],
    [
      "google_service_account",
      { account_id: "deployer" },
      "(deployer): Error 409: Service account deployer already exists within project projects/acme-dev., alreadyExists",
    ],
    [
      "google_pubsub_topic",
      { name: "alerts" },
      "(alerts): Error 409: Resource already exists in the project (resource=alerts).",
    ],
    [
      "google_sql_database_instance",
      { name: "main", database_version: "POSTGRES_17" },
      "(main): Error 409: The Cloud SQL instance already exists., instanceAlreadyExists",
    ],
    [
      "google_dns_managed_zone",
      { name: "example", dns_name: "example.net." },
      "(example): Error 409: The resource 'entity.managedZone' named 'example' already exists, alreadyExists",
    ],
    [
      "google_artifact_registry_repository",
      { repository_id: "app", format: "DOCKER", location: "europe-west1" },
      "(app): Error 409: the repository already exists",
    ],
  ])("is refused in its project, and in no other: %s", (type, config, words) => {
    dev.make(type, config);
    expect(() => dev.make(type, config)).toThrow(`creating ${type} ${words}`);
    expect(() => prod.make(type, config)).not.toThrow();
  });

  it("is refused of a firewall rule", () => {
    const of = idOf(network());
    dev.make("google_compute_firewall", firewall(of));
    expect(() => dev.make("google_compute_firewall", firewall(of))).toThrow(
      "creating google_compute_firewall (web): Error 409: The resource 'projects/acme-dev/global/firewalls/web' already exists, alreadyExists",
    );
  });

  it("is free in another region", () => {
    dev.make("google_compute_address", { name: "api" });
    const there = { name: "api", region: "europe-west4" };
    expect(() => dev.make("google_compute_address", there)).not.toThrow();
  });
});

describe("a reference to what is not there, at Google", () => {
  const gone = "projects/acme-dev/global/networks/gone";

  it("is refused by a link, by a name, and never of the network that a project begins with", () => {
    expect(() => dev.make("google_compute_firewall", firewall(gone))).toThrow(
      `creating google_compute_firewall: Error 400: Invalid value for field 'resource.network': '${gone}'. The referenced network resource cannot be found., invalid`,
    );
    const rules = ["projects/acme-dev/global/networks/default", "default"].map((of, at) =>
      firewall(of, `rule-${at}`),
    );
    for (const rule of rules) {
      expect(() => dev.make("google_compute_firewall", rule)).not.toThrow();
    }
  });

  it("is taken where something else told of it, by its path or by its link", () => {
    dev.elsewhere.add(gone);
    const link = `https://www.googleapis.com/compute/v1/${gone}`;
    expect(() => dev.make("google_compute_firewall", firewall(link))).not.toThrow();
  });

  it("is refused where it is in another project that shares nothing", () => {
    const id = idOf(network("main", prod));
    expect(dev.told("google_compute_firewall", firewall(id))).toEqual({
      summary: `creating google_compute_firewall: Error 400: Invalid value for field 'resource.network': '${id}'. Cross-project references for this resource type are not allowed.`,
      detail:
        "The rehearsal cloud refused it; nothing of this thing was changed. It is in project acme-prod, made by prod-app; dev-app works in acme-dev.",
    });
  });

  it.each<[string, Fields, string]>([
    [
      "google_dns_record_set",
      { managed_zone: "gone", name: "www.example.net.", type: "A", rrdatas: ["203.0.113.7"] },
      "Error 404: The 'parameters.managedZone' resource named 'gone' does not exist., notFound",
    ],
    [
      "google_sql_database",
      { instance: "gone", name: "app" },
      "Error 404: The Cloud SQL instance does not exist., instanceDoesNotExist",
    ],
    [
      "google_pubsub_topic_iam_member",
      { topic: "gone", role: "roles/pubsub.publisher", member: "user:a@b.c" },
      "Error 404: Resource not found (resource=gone).",
    ],
  ])("is refused by name: %s", (type, config, words) => {
    expect(() => dev.make(type, config)).toThrow(`creating ${type}: ${words}`);
  });
});

describe("deleting at Google", () => {
  it("is refused of a network while a rule, a range or a router is of it", () => {
    const main = network();
    const rule = dev.make("google_compute_firewall", firewall(idOf(main)));
    expect(() => dev.lose(main)).toThrow(
      "deleting google_compute_network (projects/acme-dev/global/networks/main): Error 400: The network resource 'projects/acme-dev/global/networks/main' is already being used by 'projects/acme-dev/global/firewalls/web', resourceInUseByAnotherResource",
    );
    dev.lose(rule);
    expect(() => dev.lose(main)).not.toThrow();
  });

  it("minds no namesake of another project", () => {
    const main = network();
    prod.make("google_compute_firewall", firewall("default"));
    network("main", prod);
    prod.make("google_compute_router", { name: "nat", network: "main" });
    expect(() => dev.lose(main)).not.toThrow();
  });

  it("is refused of a zone with records, unless they may go with it", () => {
    const wanted = { name: "example", dns_name: "example.net." };
    const record = { managed_zone: "example", name: "www.example.net.", type: "A" };
    const zone = dev.make("google_dns_managed_zone", wanted);
    dev.make("google_dns_record_set", { ...record, ttl: 60, rrdatas: ["203.0.113.7"] });
    expect(() => dev.lose(zone)).toThrow(
      "Error 400: The resource named 'example' cannot be deleted because it contains one or more 'resource records'., containerNotEmpty",
    );
    expect(() => dev.lose(dev.set(zone, { force_destroy: true }))).not.toThrow();
  });

  it("is refused of a connection that a database uses, unless it is only abandoned", () => {
    const of = idOf(network());
    const ranges = { service: "servicenetworking.googleapis.com", reserved_peering_ranges: ["r"] };
    const connected = dev.make("google_service_networking_connection", { network: of, ...ranges });
    const ip_configuration = [{ private_network: of }];
    const settings = [{ tier: "db-f1-micro", ip_configuration }];
    const server = { name: "main", database_version: "POSTGRES_17", settings };
    dev.make("google_sql_database_instance", server);
    expect(() => dev.lose(connected)).toThrow(
      "Producer services (e.g. CloudSQL, Cloud Memstore, etc.) are still using this connection.",
    );
    expect(() => dev.lose(dev.set(connected, { deletion_policy: "ABANDON" }))).not.toThrow();
  });

  it("is refused of whatever has a switch against it", () => {
    const automatic = { replication: [{ auto: [{}] }] };
    const wanted = { secret_id: "key", deletion_protection: true, ...automatic };
    const secret = dev.make("google_secret_manager_secret", wanted);
    expect(() => dev.lose(secret)).toThrow(
      "deleting google_secret_manager_secret (projects/acme-dev/secrets/key): Error: it is protected against deletion by deletion_protection; switch that off, apply, and delete it then",
    );
    expect(() => dev.lose(dev.set(secret, { deletion_protection: false }))).not.toThrow();
  });
});
