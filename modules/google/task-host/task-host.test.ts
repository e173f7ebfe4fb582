import { fixedCosts } from "@groundplan/core/cost";
import { addresses, only, resourcesOf } from "@groundplan/core/testing/synth";
import type { TerraformStack } from "cdktf";
import { describe, expect, it } from "vitest";
import { Network } from "../network/index.ts";
import { ServiceAccount } from "../service-account/index.ts";
import { synth } from "../testing/index.ts";
import { TaskHost, type TaskHostProps } from "./index.ts";

type Said = Omit<TaskHostProps, "network" | "account">;

const DEV: Said = {
  stage: "dev",
  name: "acme-dev-drill",
  zone: "europe-west1-b",
  subnet: "hosts",
  image: { project: "acme-shared", family: "graph-host" },
  task: { unit: "drill@graph", files: { "/etc/graph.conf": "store = gs://dumps\n" } },
  hours: {
    start: "0 5 * * *",
    stop: "0 8 * * *",
    timeZone: "Etc/UTC",
    projectNumber: "123456789012",
  },
  watch: {
    channels: ["projects/acme-dev/notificationChannels/1"],
    sign: '{"storage.googleapis.com/api/request_count",bucket_name="dumps",method="ReadObject"}',
    advice: "Look why.",
  },
};
const PROD: Said = {
  ...DEV,
  stage: "prod",
  image: { project: "acme-shared", image: "graph-host-20261101-0a1b2c3" },
};

function hostIn(stack: TerraformStack, props: Said & Partial<TaskHostProps>): TaskHost {
  const place = { name: "acme-dev-graph", project: "acme-dev", region: "europe-west1" };
  return new TaskHost(stack, "machine", {
    network: Network.fromExisting(stack, "network", { ...place, subnets: ["hosts"] }),
    account: new ServiceAccount(stack, "restorer", {
      name: "acme-dev-restorer",
      project: "acme-dev",
      purpose: "Restores dumps to prove them",
    }),
    ...props,
  });
}

const make = (props: Said & Partial<TaskHostProps>) => synth((stack) => hostIn(stack, props));
const instance = (props: Said) => only(make(props), "google_compute_instance");

describe("a machine with a task", () => {
  it("follows a family and may be taken away in dev; in prod it is one image and stays", () => {
    expect(instance(DEV)).toMatchObject({
      boot_disk: {
        initialize_params: { image: "projects/acme-shared/global/images/family/graph-host" },
      },
      scheduling: { provisioning_model: "SPOT", instance_termination_action: "STOP" },
      metadata: { "enable-oslogin-2fa": "FALSE" },
      lifecycle: { ignore_changes: ["boot_disk[0].initialize_params[0].image"] },
    });
    const prod = instance(PROD);
    expect(prod).toMatchObject({
      boot_disk: {
        initialize_params: {
          image: "projects/acme-shared/global/images/graph-host-20261101-0a1b2c3",
        },
      },
      scheduling: { automatic_restart: true, on_host_maintenance: "MIGRATE" },
      metadata: { "enable-oslogin-2fa": "TRUE" },
    });
    expect(prod.lifecycle).toEqual({ ignore_changes: [] });
  });

  it("wakes and is stopped at its hours, and starts its task after each boot", () => {
    const template = make(PROD);
    expect(only(template, "google_compute_resource_policy").instance_schedule_policy).toMatchObject(
      { vm_start_schedule: { schedule: "0 5 * * *" }, vm_stop_schedule: { schedule: "0 8 * * *" } },
    );
    const { metadata, resource_policies } = only(template, "google_compute_instance");
    expect(resource_policies).toHaveLength(1);
    const script = metadata["startup-script"];
    expect(script).toMatch(/^systemctl enable --now drill@graph\.timer$/m);
    expect(script).toMatch(
      /\/etc\/systemd\/system\/drill@graph\.timer <<'(\w+)'\n[^<]*OnBootSec=3min\n[^<]*\1\n/,
    );
    expect(script).toMatch(
      /drill@graph\.service\.d\/minutes\.conf <<.*\n.*\nTimeoutStartSec=120min\n/,
    );
    expect(script).toContain("/etc/graph.conf <<'GROUNDPLAN_END_OF_FILE'\nstore = gs://dumps\n");
  });

  it("is hardened, acts as its own account, and lets nothing in", () => {
    const template = make(PROD);
    expect(only(template, "google_compute_instance")).toMatchObject({
      can_ip_forward: false,
      shielded_instance_config: { enable_secure_boot: true, enable_vtpm: true },
      metadata: {
        "enable-oslogin": "TRUE",
        "block-project-ssh-keys": "TRUE",
        "serial-port-enable": "FALSE",
      },
      service_account: {
        email: "acme-dev-restorer@acme-dev.iam.gserviceaccount.com",
        scopes: ["cloud-platform"],
      },
    });
    expect(Object.keys(template.resource)).not.toContain("google_compute_firewall");
  });

  it("has an address only for a reason, and only while it runs", () => {
    expect(instance(PROD).network_interface[0]).not.toHaveProperty("access_config");
    const template = make({ ...PROD, publicAddress: { reason: "It fetches an image" } });
    expect(only(template, "google_compute_instance").network_interface[0].access_config).toEqual([
      {},
    ]);
    expect(Object.keys(template.resource)).not.toContain("google_compute_address");
  });

  it("gives Google's own account its right, unless another stack does", () => {
    const members = (props: Said) =>
      Object.values(resourcesOf(make(props), "google_project_iam_member")).map(({ role }) => role);
    const agent = ["roles/logging.logWriter", "roles/monitoring.metricWriter"];
    expect(members(PROD).sort()).toEqual(["roles/compute.instanceAdmin.v1", ...agent]);
    const granted = { ...PROD, hours: { ...PROD.hours, granted: true } };
    expect(members(granted).sort()).toEqual(agent);
    expect(instance(granted).depends_on).toBeUndefined();
  });

  it("tells what stands while it sleeps", () => {
    let costs: unknown;
    synth((stack) => {
      hostIn(stack, PROD);
      costs = fixedCosts(stack);
    });
    expect(costs).toEqual([expect.objectContaining({ item: "20 GiB of disks", usdPerMonth: 2 })]);
  });

  it("keeps its address in the state", () => {
    expect(addresses(make(DEV))).toContain("google_compute_instance.machine");
  });
});

describe("whoever is told", () => {
  const alerts = Object.values(resourcesOf(make(PROD), "google_monitoring_alert_policy"));
  const alert = (name: string) => alerts.find(({ display_name }) => display_name === name)!;
  const failed = alert("acme-dev-drill: drill@graph failed");
  const silent = alert("acme-dev-drill: no sign of drill@graph for 8 days");

  it("hears of a task that failed, by what systemd writes of it", () => {
    const { filter } = failed.conditions[0].condition_matched_log;
    const line = new RegExp(/MESSAGE=~"(.*)"$/.exec(filter)![1]!);
    expect("Failed to start drill@graph.service - Restore drill of the job graph.").toMatch(line);
    expect("Finished drill@graph.service - Restore drill of the job graph.").not.toMatch(line);
    expect("Failed to start drill@other.service - Restore drill.").not.toMatch(line);
    expect(failed.alert_strategy.notification_rate_limit).toEqual({ period: "3600s" });
  });

  it("hears of a machine that did not wake, or never did its task", () => {
    expect(silent.conditions[0].condition_prometheus_query_language.query).toBe(
      '(sum(increase({"storage.googleapis.com/api/request_count",bucket_name="dumps",method="ReadObject"}[192h])) or vector(0)) == 0',
    );
    for (const each of [failed, silent]) {
      expect(each.notification_channels).toEqual(["projects/acme-dev/notificationChannels/1"]);
      expect(each.documentation.content).toContain(" Look why. ");
    }
  });
});

it("is refused with all that is wrong", () => {
  const wrong = {
    ...PROD,
    name: `acme-${"x".repeat(50)}`,
    zone: "us-east1-b",
    image: { project: "acme-shared", family: "graph-host" },
    task: { unit: "drill@graph.service", minutes: 0, files: { "etc/graph.conf": "" } },
    hours: { ...PROD.hours, start: "daily" },
    watch: { channels: [], sign: "reads", maxAgeDays: 90, advice: " " },
    publicAddress: { reason: "no" },
    machineType: "small",
    bootDiskGiB: 5,
  };
  let message = "";
  try {
    make(wrong);
  } catch (error) {
    ({ message } = error as Error);
  }
  expect(message.split("\n").map((line) => line.replace(/^.*?\/machine: /, ""))).toEqual([
    `name must leave room for -hours-000000: have at most 63 characters (google resource), got "acme-${"x".repeat(50)}-hours-000000"; shorten it by 5`,
    'zone must be a zone of europe-west1, where the network is, got "us-east1-b"',
    'image.family must be an exact image in prod, got "graph-host"; give image: the name that the build printed, so that a rebuild of the machine runs what was tried',
    'task.unit must be a service\'s name without its ending, such as backup-drill@graph, got "drill@graph.service"',
    'task.files must have absolute paths of letters, digits and . _ @ -, got "etc/graph.conf"',
    "task.minutes must be 1 to 1380, got 0",
    'machineType must be a machine type such as e2-small, got "small"',
    "bootDiskGiB must be at least 10, got 5",
    'publicAddress.reason must say why in 10 to 200 characters, got "no"',
    'hours.start must be five cron fields such as 0 7 * * 1-5, got "daily"',
    "watch.channels must name at least one channel",
    'watch.sign must be a selector such as {"storage.googleapis.com/api/request_count",bucket_name="dumps"}, got "reads"',
    "watch.maxAgeDays must be 1 to 60, got 90",
    'watch.advice must say what to do, got " "',
  ]);
});
