import { addresses, only, refusal } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { serviceAccountGrantee } from "../iam/index.ts";
import { Network } from "../network/index.ts";
import { synth } from "../testing/index.ts";
import { RELEASE } from "../vm-host/index.ts";
import { CloudRun, type CloudRunProps, DEFAULTS } from "./index.ts";

const DIGEST = `sha256:${"ab".repeat(32)}`;
const EMAIL = "acme-dev-graph@acme-dev.iam.gserviceaccount.com";
const APP: CloudRunProps["app"] = {
  compose: {
    services: {
      web: {
        image: RELEASE,
        environment: { DATABASE_HOST: "db", DATABASE_NAME: "graph" },
        secrets: ["database-password"],
      },
      db: { image: `docker.io/library/postgres@${DIGEST}` },
    },
  },
  release: `europe-west1-docker.pkg.dev/acme-shared/graph/web@${DIGEST}`,
  secrets: { "database-password": "projects/acme-dev/secrets/db/versions/3" },
};
const DEV: CloudRunProps = {
  stage: "dev",
  name: "acme-dev-graph",
  project: "acme-dev",
  region: "europe-west1",
  account: { email: EMAIL },
  app: APP,
  service: "web",
  port: 8000,
};
const PROD: CloudRunProps = { ...DEV, stage: "prod" };

const make = (props: CloudRunProps, act: (made: CloudRun) => void = () => {}) =>
  synth((stack) => act(new CloudRun(stack, "web", props)));
const service = (props: CloudRunProps) => only(make(props), "google_cloud_run_v2_service");
const container = (props: CloudRunProps) => service(props).template.containers[0];

describe("in dev", () => {
  it("sleeps when nobody calls, may go, and leaves releases to a pipeline", () => {
    const made = service(DEV);
    expect(made).toMatchObject({
      ingress: "INGRESS_TRAFFIC_ALL",
      invoker_iam_disabled: false,
      deletion_protection: false,
      template: { scaling: { min_instance_count: 0, max_instance_count: 2 } },
    });
    expect(made.lifecycle.ignore_changes).toEqual([
      "template[0].containers[0].image",
      "template[0].revision",
      "template[0].labels",
      "template[0].annotations",
      "annotations",
      "client",
      "client_version",
    ]);
    expect(container(DEV).resources.startup_cpu_boost).toBe(false);
  });
});

describe("in prod", () => {
  it("is awake, behind a load balancer, protected, and of the release that the code names", () => {
    const made = service(PROD);
    expect(made).toMatchObject({
      ingress: "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER",
      deletion_protection: true,
      template: { scaling: { min_instance_count: 1, max_instance_count: 10 } },
      lifecycle: { ignore_changes: [] },
    });
    expect(container(PROD)).toMatchObject({
      image: APP.release,
      resources: { limits: { cpu: "1", memory: "512Mi" }, startup_cpu_boost: true },
    });
  });
});

it("has the same defaults in its constant", () => {
  expect(DEFAULTS).toEqual({
    instances: { dev: { min: 0, max: 2 }, prod: { min: 1, max: 10 } },
    ingress: { dev: "anywhere", prod: "load-balancer" },
    startupBoost: { dev: false, prod: true },
    releaseOwner: { dev: "pipeline", prod: "terraform" },
    secretsMustBePinned: { dev: false, prod: true },
    protect: { dev: false, prod: true },
  });
});

describe("the app's definition", () => {
  it("is the one that a machine runs, but for what differs here", () => {
    const made = service({ ...PROD, environment: { DATABASE_HOST: "10.61.0.3" } });
    expect(made.template.containers[0].env).toEqual([
      { name: "DATABASE_HOST", value: "10.61.0.3" },
      { name: "DATABASE_NAME", value: "graph" },
    ]);
    expect(made.template.volumes).toEqual([
      {
        name: "secret",
        secret: {
          secret: "projects/acme-dev/secrets/db",
          items: [{ path: "database-password", version: "3" }],
        },
      },
    ]);
    expect(made.template.containers[0].volume_mounts).toEqual([
      { name: "secret", mount_path: "/run/secrets" },
    ]);
  });

  it("is asked on its health path, when it starts and after", () => {
    expect(container({ ...DEV, healthPath: "/up" })).toMatchObject({
      ports: { container_port: 8000 },
      startup_probe: { http_get: { path: "/up", port: 8000 } },
      liveness_probe: { http_get: { path: "/up", port: 8000 } },
    });
  });
});

it("reaches private addresses through a subnet, and the internet without it", () => {
  const template = synth((stack) => {
    const place = { name: "acme-dev-graph", project: "acme-dev", region: "europe-west1" };
    const network = Network.fromExisting(stack, "network", { ...place, subnets: ["runs"] });
    new CloudRun(stack, "web", { ...DEV, network: { network, subnet: "runs" } });
  });
  expect(only(template, "google_cloud_run_v2_service").template.vpc_access).toEqual({
    egress: "PRIVATE_RANGES_ONLY",
    network_interfaces: [
      {
        network: "projects/acme-dev/global/networks/acme-dev-graph",
        subnetwork: "projects/acme-dev/regions/europe-west1/subnetworks/acme-dev-graph-runs",
      },
    ],
  });
});

describe("who may call", () => {
  it("is who was granted, on this service alone", () => {
    const caller = serviceAccountGrantee("jobs", "jobs@acme-dev.iam.gserviceaccount.com");
    const template = make(DEV, (made) => made.grantInvoke(caller));
    expect(only(template, "google_cloud_run_v2_service_iam_member")).toMatchObject({
      role: "roles/run.invoker",
      member: caller.member,
      name: "${google_cloud_run_v2_service.web.name}",
    });
    const deploy = make(DEV, (made) => made.grantDeploy(caller));
    expect(only(deploy, "google_cloud_run_v2_service_iam_member").role).toBe("roles/run.developer");
  });

  it("is everybody where somebody says why, and no grant says so", () => {
    const publicAccess = { reason: "The site is public" };
    const template = make({ ...DEV, publicAccess });
    expect(addresses(template)).toEqual(["google_cloud_run_v2_service.web"]);
    expect(only(template, "google_cloud_run_v2_service")).toMatchObject({
      invoker_iam_disabled: true,
      labels: { public: "the_site_is_public" },
    });
  });
});

it("keeps its place and its protection against overrides", () => {
  const overrides = { service: { deletionProtection: false, description: "graph" } };
  expect(service({ ...PROD, overrides })).toMatchObject({
    deletion_protection: true,
    description: "graph",
  });
});

describe("a service is refused", () => {
  const refused = (props: Partial<CloudRunProps>, base = DEV) =>
    refusal(() => make({ ...base, ...props }))
      .split("\n")
      .map((line) => line.replace("test/web: ", ""));

  it("that runs what may change under its name, as an account of the whole project", () => {
    const email = "123-compute@developer.gserviceaccount.com";
    expect(
      refused({ app: { ...APP, release: "web:v1" }, account: { email }, service: "db" }),
    ).toEqual([
      `account must not be the project's default account, got "${email}"; it may edit the whole project: make a ServiceAccount for this service`,
      'app.release must name an image by digest: registry/name@sha256:..., got "web:v1"',
      'service must be that of the release, got "db"; databases and proxies are other services of Google\'s here',
    ]);
  });

  it("that reads the latest of a secret in prod, several, or one without a version", () => {
    const latest = { "database-password": "projects/acme-dev/secrets/db/versions/latest" };
    expect(refused({ app: { ...APP, secrets: latest } }, PROD)).toEqual([
      'app.secrets.database-password must name a version by its number in prod: with latest there is no going back, got "projects/acme-dev/secrets/db/versions/latest"',
    ]);
    expect(refused({ app: { ...APP, secrets: latest } })).toEqual([""]);
    const web = { image: RELEASE, secrets: ["a", "b"], environment: ["A=1"] };
    const app = { ...APP, compose: { services: { web } }, secrets: { a: "a" } };
    expect(refused({ app })).toEqual([
      "app.compose.services.web.environment must be names and texts",
      'app.compose.services.web.secrets must be one at most, got ["a","b"]; Cloud Run mounts one secret a folder: put the values into one file',
      'app.secrets.a must be projects/<project>/secrets/<secret>/versions/<version>, got "a"',
      "app.secrets.b must name its version",
    ]);
  });

  it("with names, sizes and reasons that are none", () => {
    expect(
      refused({
        name: "g".repeat(50),
        service: "api",
        port: 0,
        healthPath: "health",
        instances: { min: 3, max: 2 },
        size: { cpus: 4, memoryMiB: 512 },
        publicAccess: { reason: "" },
      }),
    ).toEqual([
      `name must have at most 49 characters, got "${"g".repeat(50)}"`,
      'service must be one of web, db, got "api"',
      "port must be 1 to 65535, got 0",
      'healthPath must be a path that begins with /, got "health"',
      "instances.max must be at least instances.min and 1, at most 1000, got 2",
      "size.memoryMiB must be 2048 to 32768, got 512",
      'publicAccess.reason must say why in 10 to 200 characters, got ""',
    ]);
  });
});
