import type { MusicGraphCloudRun } from "@groundplan/apps/music-graph/settings";
import { PropsError } from "@groundplan/core/problems";
import { only } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { dev } from "../dev/environment.ts";
import type { Environment } from "../environment.ts";
import { prod } from "../prod/environment.ts";
import { shared } from "../shared/environment.ts";
import { validate } from "../validate.ts";
import { synthEstate } from "./synth-estate.ts";

/** What validation says of a platform, without where it stands. */
function saidOf(environment: Environment, others: readonly Environment[] = [shared]): string[] {
  try {
    validate([...others, environment]);
    return [];
  } catch (error) {
    if (!(error instanceof PropsError)) throw error;
    const where = `environments/${environment.name}/environment.ts: apps.music-graph.`;
    return error.message.split("\n").map((line) => line.replace(where, ""));
  }
}

/** dev or prod whose host boots from another image. */
function bootsFrom(environment: typeof dev | typeof prod, image: object): Environment {
  const graph = environment.apps["music-graph"];
  return {
    ...environment,
    apps: { "music-graph": { ...graph, host: { ...graph.host, image } } as typeof graph },
  };
}

describe("the image that a host of music-graph boots from", () => {
  it("is in prod one that was built for it, and no family", () => {
    expect(saidOf(bootsFrom(prod, { family: "music-graph-host" }))).toEqual([
      'host.image.family must be an exact image in prod, got "music-graph-host"; give image: the name that the build printed, so that a rebuild of the machine runs what was tried',
    ]);
    expect(saidOf(bootsFrom(prod, { image: "music-graph-host" }))).toEqual([
      'host.image.image must be a name that the build printed: music-graph-host-<time>-<commit>, got "music-graph-host"',
    ]);
  });

  it("is in dev of the family that is built for it, or of one to try something out", () => {
    expect(saidOf(bootsFrom(dev, { family: "debian-13" }))).toEqual([
      'host.image.family must be music-graph-host, or that with a word behind it, got "debian-13"',
    ]);
    expect(saidOf(bootsFrom(dev, { family: "music-graph-host-podman" }))).toEqual([]);
  });
});

const PROXY = `gcr.io/cloud-sql-connectors/cloud-sql-proxy@sha256:${"5e".repeat(32)}`;

/** prod with its database in Cloud SQL, and other values of the platform. */
function onCloudSql(database: object = {}, more: object = {}): Environment {
  const graph = prod.apps["music-graph"];
  const { passwordVersion: _, ...host } = graph.host;
  return {
    ...prod,
    apps: {
      "music-graph": {
        ...graph,
        network: { ...graph.network, privateServices: { base: "10.71.0.0" } },
        host,
        database: { kind: "cloud-sql", version: 17, proxyImage: PROXY, ...database },
        ...more,
      },
    },
  };
}

/** prod without a machine. */
function onCloudRun(more: Partial<MusicGraphCloudRun> = {}): Environment {
  const { channel, runningDigest, network } = prod.apps["music-graph"];
  return {
    ...prod,
    apps: {
      "music-graph": {
        kind: "cloud-run",
        ...{ channel, runningDigest },
        network: { ...network, privateServices: { base: "10.71.0.0" } },
        database: { version: 17, proxyImage: PROXY },
        service: { ingress: "anywhere", publicAccess: { reason: "The site is public" } },
        ...more,
      },
    },
  };
}

describe("a host of music-graph whose database is in Cloud SQL", () => {
  const templates = synthEstate([shared, onCloudSql()]);
  const template = (layer: string) => templates.get(`prod-music-graph-${layer}`)?.template;
  const machine = () => only(template("host")!, "google_compute_instance").metadata;

  it("has no password, and no place for one", () => {
    expect(template("secrets")).toBeUndefined();
    expect(machine()["startup-script"]).not.toMatch(/PASSWORD|secrets\/database/);
  });

  it("runs the way to the server where its database was, as its own account", () => {
    const [, text] = /compose\.json <<'\w+'\n([\s\S]*?)^\w+$/m.exec(machine()["startup-script"])!;
    const { services } = JSON.parse(text!.replaceAll("$${", "${"));
    expect(services.db).toMatchObject({ image: PROXY, read_only: true });
    expect(services.db.command).toContain("--auto-iam-authn");
    expect(services.db.command.at(-1)).toBe("acme-prod:europe-west1:acme-prod-music-graph-sql");
    expect(services.web.environment).toEqual({
      DATABASE_HOST: "db",
      DATABASE_NAME: "graph",
      DATABASE_USER: "acme-prod-music-graph-host@acme-prod.iam",
    });
  });

  it("is let in by the name that it logs in with, once its account is there", () => {
    expect(only(template("database")!, "google_sql_user")).toMatchObject({
      name: "acme-prod-music-graph-host@acme-prod.iam",
      type: "CLOUD_IAM_SERVICE_ACCOUNT",
    });
    const { stack } = templates.get("prod-music-graph-database")!;
    expect(stack.dependencies.map(({ node }) => node.id).sort()).toEqual([
      "prod-music-graph-host",
      "prod-music-graph-network",
    ]);
  });

  it("still has its dumps made and restored, and rings where none arrives", () => {
    expect(template("backup")!.resource).toHaveProperty("google_monitoring_alert_policy");
    expect(template("drill")).toEqual(synthEstate().get("prod-music-graph-drill")!.template);
  });

  it("stays with its container, password and dumps while the server is filled", () => {
    const { passwordVersion } = prod.apps["music-graph"].host;
    const { host } = onCloudSql().apps["music-graph"] as (typeof prod.apps)["music-graph"];
    const filling = onCloudSql({ beingFilled: true }, { host: { ...host, passwordVersion } });
    const during = synthEstate([shared, filling]);
    const before = synthEstate([shared, prod]);
    expect([...during.keys()].filter((id) => !before.has(id))).toEqual([
      "prod-music-graph-database",
    ]);
    for (const layer of ["host", "backup", "secrets"]) {
      const id = `prod-music-graph-${layer}`;
      expect(during.get(id)!.template).toEqual(before.get(id)!.template);
    }
  });
});

describe("music-graph without a machine", () => {
  const templates = synthEstate([shared, onCloudRun()]);
  const service = only(
    templates.get("prod-music-graph-service")!.template,
    "google_cloud_run_v2_service",
  );

  it("has what it needs, and nothing of a machine", () => {
    const ids = [...templates.keys()].filter((id) => id.startsWith("prod-"));
    expect(ids.sort()).toEqual(
      ["account", "database", "network", "service"].map((layer) => `prod-music-graph-${layer}`),
    );
  });

  it("runs the application of the host, with the way to its database beside it", () => {
    const [web, db] = service.template.containers;
    const release = prod.apps["music-graph"].runningDigest;
    expect(web.image).toMatch(new RegExp(`/acme-shared-music-graph-release/web@${release}$`));
    expect(web.env).toEqual([
      { name: "DATABASE_HOST", value: "127.0.0.1" },
      { name: "DATABASE_NAME", value: "graph" },
      { name: "DATABASE_USER", value: "acme-prod-music-graph-web@acme-prod.iam" },
    ]);
    expect(web.depends_on).toEqual(["db"]);
    expect(db).toMatchObject({ image: PROXY, startup_probe: { http_get: { port: 9090 } } });
    expect(service.invoker_iam_disabled).toBe(true);
  });

  it("is never cleaned out of the registry", () => {
    const kept = JSON.stringify(templates.get("shared-music-graph-registry")!.template);
    expect(kept).toContain(prod.apps["music-graph"].runningDigest.slice("sha256:".length, 20));
  });

  it("stands before its database's rights, which stand before it", () => {
    const before = (layer: string) =>
      templates.get(`prod-music-graph-${layer}`)!.stack.dependencies.map(({ node }) => node.id);
    expect(before("database")).toContain("prod-music-graph-account");
    expect(before("service")).toContain("prod-music-graph-database");
  });
});

describe("a database of music-graph is refused", () => {
  const bad = { proxyImage: "cloud-sql-proxy:2", maxDiskGiB: 5, tier: "db-g1-small" };
  const wrong = [
    `database.proxyImage must name an image by digest: registry/name@sha256:..., got "cloud-sql-proxy:2"`,
    `database.tier must have CPUs of its own in prod, got "db-g1-small"; Google promises nothing for shared ones`,
    "database.maxDiskGiB must be 10 to 65536, got 5",
  ];
  const noRange =
    "network.privateServices must be given: the database in Cloud SQL gets its address there";

  it("in Cloud SQL with what it cannot be made from, everything at once", () => {
    const { network } = prod.apps["music-graph"];
    expect(saidOf(onCloudSql(bad, { network }))).toEqual([noRange, ...wrong]);
    const database = { version: 17 as const, ...bad };
    const service = { instances: { min: 3, max: 2 } };
    expect(saidOf(onCloudRun({ network, database, service }))).toEqual([
      noRange,
      ...wrong,
      "service.instances.max must be at least instances.min and 1, at most 1000, got 2",
    ]);
  });

  it("whose addresses are those of another environment", () => {
    const network = {
      hostsCidr: "10.70.0.0/24",
      privateServices: { base: "10.60.0.0", prefix: 20 },
    };
    expect(saidOf(onCloudSql({}, { network }), [shared, dev])).toEqual([
      `network.privateServices must not overlap 10.60.0.0/24 of dev's music-graph, got "10.60.0.0/20"`,
    ]);
  });

  it("whose addresses are none", () => {
    const network = { hostsCidr: "10.70.0.0/24", privateServices: { base: "10" } };
    expect(saidOf(onCloudSql({}, { network }))).toEqual([
      'network.privateServices must be an IPv4 range such as 10.20.0.0/16, got "10/16"',
    ]);
  });

  it("in a container that nothing is said of, and in neither of the two", () => {
    const needs = "must be given: the database runs in a container of the host";
    const lacking = [`host.images.postgres ${needs}`, `host.passwordVersion ${needs}`];
    const { passwordVersion: _, images, ...kept } = prod.apps["music-graph"].host;
    const host = { ...kept, images: { nginx: images.nginx } };
    expect(saidOf(onCloudSql({}, { database: undefined, host }))).toEqual(lacking);
    expect(saidOf(onCloudSql({ beingFilled: true }, { host }))).toEqual(lacking);
    expect(saidOf(onCloudSql({ kind: "spanner" }))).toEqual([
      'database.kind must be one of container, cloud-sql, got "spanner"',
    ]);
  });
});

describe("the drill of music-graph is refused", () => {
  it("when prod has none, since a backup that nobody restored is none", () => {
    const { drill: _, ...undrilled } = prod.apps["music-graph"];
    const apps = { "music-graph": undrilled };
    expect(saidOf({ ...prod, apps })).toEqual([
      "drill must be given in prod; a backup that nobody restored is none",
    ]);
    const { drill: __, ...also } = dev.apps["music-graph"];
    expect(saidOf({ ...dev, apps: { "music-graph": also } })).toEqual([]);
  });

  it("with hours that are none, checks that are no question, a small disk, all at once", () => {
    const hours = { start: "daily", stop: "0 7 * * *", timeZone: "Etc/UTC" };
    const drill = { hours, checks: ["select true", "drop table plays"], diskGiB: 10 };
    const apps = { "music-graph": { ...prod.apps["music-graph"], drill } };
    expect(saidOf({ ...prod, apps })).toEqual([
      'drill.hours.start must be five cron fields such as 0 7 * * 1-5, got "daily"',
      'drill.checks.1 must be one statement in one line that begins with select, got "drop table plays"',
      "drill.diskGiB must be at least 20, got 10",
    ]);
  });

  it("without the image that dumps are restored into, or of a server that no host can dump", () => {
    const { images, ...host } = prod.apps["music-graph"].host;
    const wrong = { host: { ...host, images: { nginx: images.nginx } } };
    expect(saidOf(onCloudSql({ version: 18 }, wrong))).toContain(
      "host.images.postgres must be given: drills restore dumps into it",
    );
    expect(saidOf(onCloudSql({ version: 18 }))).toContain(
      "database.version must be at most 17, what the host's pg_dump understands, got 18; build the hosts' image with a newer postgresql-client, and say so in host-image.ts",
    );
  });
});
