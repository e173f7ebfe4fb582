import { refusal } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { Network } from "../network/index.ts";
import { synth } from "../testing/index.ts";
import { RELEASE, type VmHostProps } from "./index.ts";
import { APP, DEV, DIGEST, hostIn, PROD } from "./testing/index.ts";

const refused = (props: typeof DEV | typeof PROD, wrong: Partial<VmHostProps>) =>
  refusal(() => synth((stack) => hostIn(stack, { ...props, ...wrong })))
    .split("\n")
    .map((line) => line.replace("test/machine: ", ""));

describe("in prod a host is refused", () => {
  it("that follows a family, is taken away, or that nobody watches, all at once", () => {
    const image = { system: "debian", project: "acme-shared", family: "graph-host" } as const;
    expect(refused(PROD, { image, spot: true, watch: undefined })).toEqual([
      'image.family must be an exact image in prod, got "graph-host"; give image: the name that the build printed, so that a rebuild of the machine runs what was tried',
      "spot must be false in prod, got true; Google takes a spot machine away whenever it likes",
      "watch must say who is told; or give { off: { reason } } why nobody is",
    ]);
  });

  it("that reads the latest of a secret", () => {
    const secrets = { "db-password": "projects/acme-prod/secrets/db/versions/latest" };
    expect(refused(PROD, { app: { ...APP, secrets } })).toEqual([
      'app.secrets.db-password must name a version by its number in prod: with latest there is no going back, got "projects/acme-prod/secrets/db/versions/latest"',
    ]);
    expect(refused(DEV, { app: { ...APP, secrets } })).toEqual([""]);
  });
});

describe("a host is refused", () => {
  it("that has no way out: no address of its own, in a network without NAT", () => {
    const inside = (egress: "nat" | "none", more: Partial<VmHostProps> = {}) =>
      refusal(() =>
        synth((stack) => {
          const place = { name: "acme-dev-graph", project: "acme-dev", region: "europe-west1" };
          const subnets = { hosts: { cidr: "10.60.0.0/24" } };
          const network = new Network(stack, "own", { stage: "dev", ...place, subnets, egress });
          hostIn(stack, { ...DEV, network, ...more });
        }),
      );
    expect(inside("none")).toBe(
      "test/machine: publicAddress must be given where the network has no NAT; without a way out it gets neither images of other registries nor a certificate",
    );
    expect(inside("none", { publicAddress: { reason: "It serves the site" } })).toBe("");
    expect(inside("nat")).toBe("");
  });

  it("that runs what may change under its name", () => {
    const compose = {
      services: {
        web: { image: "web:latest", build: ".", restart: "always" },
        db: { image: "postgres:16" },
      },
    };
    expect(refused(DEV, { app: { ...APP, compose, release: "web:v1" } })).toEqual([
      "app.compose.services must have a service whose image is RELEASE",
      'app.compose.services.web.image must name an image by digest: registry/name@sha256:..., got "web:latest"',
      "app.compose.services.web.build must be left out: a host runs what was built elsewhere",
      'app.compose.services.web.restart must be on-failure or no, got "always"; Docker would start it at boot before the data disk is there; the host starts it after',
      'app.compose.services.db.image must name an image by digest: registry/name@sha256:..., got "postgres:16"',
      'app.release must name an image by digest: registry/name@sha256:..., got "web:v1"',
    ]);
  });

  it("that has a public address without a reason", () => {
    expect(refused(DEV, { publicAddress: { reason: "" } })).toEqual([
      'publicAddress.reason must say why in 10 to 200 characters, got ""',
    ]);
  });

  it("that acts as an account of the whole project", () => {
    const email = "123-compute@developer.gserviceaccount.com";
    const account = { key: "host", member: `serviceAccount:${email}`, email };
    expect(refused(DEV, { account })).toEqual([
      `account must not be a default account of the project, got "${email}"; it may edit the whole project: make a ServiceAccount for this host`,
    ]);
  });

  it("whose names Google would refuse, or that stands outside its network", () => {
    const name = `a${"b".repeat(50)}`;
    const image = { ...DEV.image, family: "Graph_Host", project: "123" };
    expect(refused(DEV, { name, zone: "us-central1-a", image })).toEqual([
      `name must leave room for -snapshots-000000: have at most 63 characters (google resource), got "${name}-snapshots-000000"; shorten it by 5`,
      'zone must be a zone of europe-west1, where the network is, got "us-central1-a"',
      'image.family must be lower-case letters, digits and hyphens, begin with a letter and not end in a hyphen (google resource), got "Graph_Host"',
      'image.project must be a project id, not a number, got "123"',
    ]);
  });

  it("whose sizes are none", () => {
    expect(
      refused(DEV, {
        machineType: "small",
        bootDiskGiB: 5,
        dataDisk: { sizeGiB: 1 },
        snapshots: { keepDays: 0, hourUtc: 24 },
      }),
    ).toEqual([
      'machineType must be a machine type such as e2-small, got "small"',
      "bootDiskGiB must be at least 10, got 5",
      "dataDisk.sizeGiB must be 10 to 65536, got 1",
      "snapshots.keepDays must be 1 to 365, got 0",
      "snapshots.hourUtc must be 0 to 23, got 24",
    ]);
  });

  it("whose hours are none, or whose alert would ring every night", () => {
    const hours = { start: "07:00", stop: "0 20 * *", timeZone: "CET+1", projectNumber: "acme" };
    expect(refused(DEV, { hours, watch: PROD.watch })).toEqual([
      'hours.start must be five cron fields such as 0 7 * * 1-5, got "07:00"',
      'hours.stop must be five cron fields such as 0 7 * * 1-5, got "0 20 * *"',
      'hours.timeZone must be a time zone such as Europe/Brussels, got "CET+1"',
      'hours.projectNumber must be the project\'s number, got "acme"',
      "watch must be left out where hours stop the machine; it would ring every night",
    ]);
  });

  it("whose files lie nowhere, end its script early or are too much", () => {
    const files = {
      "etc/app.conf": "",
      "/etc/app": "GROUNDPLAN_END_OF_FILE",
      "/etc/big": "x".repeat(300_000),
    };
    const [path, end, unit, size] = refused(DEV, { app: { ...APP, files, units: ["a.timer"] } });
    expect([path, end, unit]).toEqual([
      'app.files must have absolute paths of letters, digits and . _ @ -, got "etc/app.conf"',
      "app.files./etc/app must not hold the line GROUNDPLAN_END_OF_FILE",
      'app.units must be among files, in /etc/systemd/system, got "a.timer"',
    ]);
    expect(size).toMatch(/^app must make at most 262144 bytes of metadata, got 3\d{5}$/);
  });

  it("on Container-Optimized OS without a Compose that is named by digest", () => {
    const image = {
      system: "cos",
      project: "cos-cloud",
      family: "cos-stable",
      composeImage: "docker:cli",
    } as const;
    expect(refused(DEV, { image })).toEqual([
      'image.composeImage must name an image by digest: registry/name@sha256:..., got "docker:cli"',
    ]);
    expect(refused(DEV, { image: { ...image, composeImage: `docker@${DIGEST}` } })).toEqual([""]);
  });

  it("whose watch sees nothing and tells nobody", () => {
    const watch = { hostName: "graph", path: "health", channels: [], certificateDays: 90 };
    expect(refused(PROD, { watch })).toEqual([
      'watch.hostName must be a host name, got "graph"',
      'watch.path must be a path that begins with /, got "health"',
      "watch.channels must name at least one channel",
      "watch.certificateDays must be 1 to 60, got 90",
    ]);
    expect(RELEASE).toContain("RELEASE_IMAGE");
  });
});
