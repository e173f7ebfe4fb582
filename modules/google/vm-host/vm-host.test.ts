import { fixedCosts } from "@groundplan/core/cost";
import { addresses, only, resourcesOf } from "@groundplan/core/testing/synth";
import { TerraformOutput, type TerraformStack } from "cdktf";
import { describe, expect, it } from "vitest";
import { groupGrantee } from "../iam/index.ts";
import { synth } from "../testing/index.ts";
import { DEFAULTS } from "./index.ts";
import { DEV, hostIn, makeHost, PROD } from "./testing/index.ts";

const instance = (props: Parameters<typeof makeHost>[0]) =>
  only(makeHost(props), "google_compute_instance");
const disk = (props: Parameters<typeof makeHost>[0]) =>
  only(makeHost(props), "google_compute_disk");

describe("in dev", () => {
  it("is a small spot machine that follows a family and a pipeline", () => {
    expect(instance(DEV)).toMatchObject({
      machine_type: "e2-small",
      allow_stopping_for_update: true,
      boot_disk: {
        initialize_params: { image: "projects/acme-shared/global/images/family/graph-host" },
      },
      scheduling: {
        provisioning_model: "SPOT",
        preemptible: true,
        automatic_restart: false,
        instance_termination_action: "STOP",
      },
      lifecycle: {
        ignore_changes: ["boot_disk[0].initialize_params[0].image", 'metadata["release"]'],
      },
    });
  });

  it("has a small disk that may go, and no snapshots, address or alerts", () => {
    expect(disk(DEV)).toMatchObject({ size: 10, lifecycle: { prevent_destroy: false } });
    const types = Object.keys(makeHost(DEV).resource).sort();
    expect(types).toEqual([
      "google_compute_disk",
      "google_compute_instance",
      "google_project_iam_member",
      "google_service_account",
    ]);
  });

  it("sleeps outside its hours, by Google's own account and no other", () => {
    const hours = {
      start: "0 7 * * 1-5",
      stop: "0 20 * * 1-5",
      timeZone: "Europe/Brussels",
      projectNumber: "123456789012",
    };
    const template = makeHost({ ...DEV, hours });
    expect(only(template, "google_compute_resource_policy")).toMatchObject({
      name: expect.stringMatching(/^acme-dev-graph-hours-[0-9a-f]{6}$/),
      instance_schedule_policy: {
        vm_start_schedule: { schedule: "0 7 * * 1-5" },
        vm_stop_schedule: { schedule: "0 20 * * 1-5" },
        time_zone: "Europe/Brussels",
      },
      lifecycle: { create_before_destroy: true },
    });
    const members = Object.values(resourcesOf(template, "google_project_iam_member"));
    expect(members).toContainEqual({
      project: "acme-dev",
      role: "roles/compute.instanceAdmin.v1",
      member: "serviceAccount:service-123456789012@compute-system.iam.gserviceaccount.com",
    });
    expect(only(template, "google_compute_instance").resource_policies).toHaveLength(1);
  });
});

describe("in prod", () => {
  it("is a machine that stays, of one image, whose release Terraform names", () => {
    const made = instance(PROD);
    expect(made).toMatchObject({
      machine_type: "e2-medium",
      allow_stopping_for_update: false,
      boot_disk: {
        initialize_params: {
          image: "projects/acme-shared/global/images/graph-host-20261101-0a1b2c3",
        },
      },
      scheduling: { automatic_restart: true, on_host_maintenance: "MIGRATE" },
      metadata: { release: PROD.app.release, "enable-oslogin-2fa": "TRUE" },
    });
    expect(made.lifecycle).toEqual({ ignore_changes: [] });
  });

  it("keeps a protected disk with a snapshot a day for 14 days, also after the disk", () => {
    expect(disk(PROD)).toMatchObject({ size: 50, lifecycle: { prevent_destroy: true } });
    const template = makeHost(PROD);
    expect(only(template, "google_compute_resource_policy")).toMatchObject({
      snapshot_schedule_policy: {
        schedule: { daily_schedule: { days_in_cycle: 1, start_time: "02:00" } },
        retention_policy: {
          max_retention_days: 14,
          on_source_disk_delete: "KEEP_AUTO_SNAPSHOTS",
        },
      },
      lifecycle: { create_before_destroy: true },
    });
    expect(only(template, "google_compute_disk_resource_policy_attachment").disk).toMatch(
      /^\$\{google_compute_disk\.machine_data_\w+\.name\}$/,
    );
  });

  it("gives another schedule another name, as one in use cannot be changed", () => {
    const nameOf = (hourUtc: number) =>
      only(makeHost({ ...PROD, snapshots: { hourUtc } }), "google_compute_resource_policy").name;
    expect(nameOf(3)).not.toBe(nameOf(4));
  });
});

it("has the same defaults in its constant", () => {
  expect(DEFAULTS).toEqual({
    machineType: { dev: "e2-small", prod: "e2-medium" },
    dataDiskGiB: { dev: 10, prod: 50 },
    snapshots: { dev: false, prod: true },
    spot: { dev: true, prod: false },
    releaseOwner: { dev: "pipeline", prod: "terraform" },
    imageMustBePinned: { dev: false, prod: true },
    mustBeWatched: { dev: false, prod: true },
    twoFactor: { dev: false, prod: true },
    mayStop: { dev: true, prod: false },
    protect: { dev: false, prod: true },
  });
});

describe.each([DEV, PROD])("in $stage", (props) => {
  it("is shielded and closed to keys of the project, whatever overrides say", () => {
    const overrides = {
      instance: {
        canIpForward: true,
        shieldedInstanceConfig: { enableSecureBoot: false },
        metadata: { "enable-oslogin": "FALSE", "serial-port-enable": "TRUE", team: "graph" },
        labels: { team: "graph" },
      },
    };
    expect(instance({ ...props, overrides })).toMatchObject({
      can_ip_forward: false,
      shielded_instance_config: {
        enable_secure_boot: true,
        enable_vtpm: true,
        enable_integrity_monitoring: true,
      },
      metadata: {
        "enable-oslogin": "TRUE",
        "block-project-ssh-keys": "TRUE",
        "serial-port-enable": "FALSE",
        team: "graph",
      },
      labels: { team: "graph" },
    });
  });

  it("acts as its own account, which may write lines and figures in the project and nothing else", () => {
    const template = makeHost(props);
    expect(only(template, "google_compute_instance").service_account).toEqual({
      email: "acme-dev-graph-host@acme-dev.iam.gserviceaccount.com",
      scopes: ["cloud-platform"],
    });
    const roles = Object.values(resourcesOf(template, "google_project_iam_member"));
    expect(roles.map(({ role }) => role).sort()).toEqual([
      "roles/logging.logWriter",
      "roles/monitoring.metricWriter",
    ]);
  });

  it("hands text to the machine that Terraform leaves alone", () => {
    const script: string = instance(props).metadata["startup-script"];
    expect(script).toContain('"image": "$${RELEASE_IMAGE}"');
    expect(script.match(/(^|[^$])\$\{|(^|[^%])%\{/g)).toBeNull();
  });

  it("has data apart from its boot disk", () => {
    const { boot_disk, attached_disk } = instance(props);
    expect(boot_disk.auto_delete).toBe(true);
    expect(attached_disk).toEqual([
      {
        device_name: "data",
        source: expect.stringMatching(/^\$\{google_compute_disk\.\w+\.self_link\}$/),
      },
    ]);
  });

  it("has no public address unless somebody says why", () => {
    expect(instance(props).network_interface).toEqual([
      { subnetwork: "projects/acme-dev/regions/europe-west1/subnetworks/acme-dev-graph-hosts" },
    ]);
    const publicAddress = { reason: "It serves the site itself" };
    const template = makeHost({ ...props, publicAddress });
    expect(only(template, "google_compute_address")).toMatchObject({
      description: "It serves the site itself",
      lifecycle: { prevent_destroy: props.stage === "prod" },
    });
    const [net] = only(template, "google_compute_instance").network_interface;
    expect(net.access_config).toHaveLength(1);
  });
});

it("keeps the address of its data disk: changing it destroys the data", () => {
  const disks = addresses(makeHost(PROD)).filter((each) => each.includes("compute_disk.machine"));
  expect(disks).toEqual(["google_compute_disk.machine_data_75187207"]);
});

it("can be found inside and outside", () => {
  const template = synth((stack) => {
    const publicAddress = { reason: "It serves the site itself" };
    const host = hostIn(stack, { ...DEV, publicAddress });
    new TerraformOutput(stack, "public", { value: host.publicIp });
    new TerraformOutput(stack, "private", { value: host.privateIp });
  });
  expect(template.output).toMatchObject({
    public: { value: expect.stringMatching(/^\$\{google_compute_address\.\w+\.address\}$/) },
    private: { value: expect.stringContaining("network_interface[0].network_ip") },
  });
});

it("lets a pipeline name releases on this machine alone", () => {
  const pipeline = groupGrantee("releases", "releases@example.com");
  const template = synth((stack) => hostIn(stack, DEV).grantDeploy(pipeline));
  expect(only(template, "google_compute_instance_iam_member")).toEqual({
    project: "${google_compute_instance.machine.project}",
    zone: "${google_compute_instance.machine.zone}",
    instance_name: "${google_compute_instance.machine.name}",
    role: "roles/compute.instanceAdmin.v1",
    member: pipeline.member,
  });
  expect(only(template, "google_service_account_iam_member")).toEqual({
    // By a reference, so that the account is made before.
    service_account_id:
      '${replace(google_service_account.host.member, "serviceAccount:", "projects/acme-dev/serviceAccounts/")}',
    role: "roles/iam.serviceAccountUser",
    member: pipeline.member,
  });
});

it("tells what it costs, but not what a spot machine does", () => {
  const costs = (props: typeof DEV | typeof PROD) => {
    const found: string[] = [];
    synth((stack: TerraformStack) => {
      hostIn(stack, props);
      found.push(...fixedCosts(stack).map(({ item, usdPerMonth }) => `${item}: ${usdPerMonth}`));
    });
    return found;
  };
  expect(costs(PROD)).toEqual(["e2-medium: 24.46", "70 GiB of disks: 7"]);
  expect(costs(DEV)).toEqual(["30 GiB of disks: 3"]);
});
