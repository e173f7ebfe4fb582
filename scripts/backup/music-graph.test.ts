import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Environment } from "../../environments/environment.ts";
import { prod } from "../../environments/prod/environment.ts";
import { shared } from "../../environments/shared/environment.ts";
import { synthEstate } from "../../environments/test/synth-estate.ts";
import { only } from "../../modules/core/testing/synth.ts";
import { filesOf } from "../check/vm-host/host.ts";
import { fakeDocker } from "./testing/docker.ts";
import { type Job, LOADED, RESTORER, useSite, withoutParts } from "./testing/index.ts";

const ESTATE = synthEstate();

/** What a machine of an environment is given, and the bucket that another stack makes. */
function musicGraph(environment: string, machine = "host", estate = ESTATE) {
  const template = (layer: string) => estate.get(`${environment}-music-graph-${layer}`)!.template;
  const { metadata } = only(template(machine), "google_compute_instance");
  const files = filesOf(metadata["startup-script"]);
  const lines = files["/etc/groundplan/backup/graph.conf"]!.trim().split("\n");
  return {
    files,
    started: String(metadata["startup-script"]),
    job: Object.fromEntries(lines.map((line) => line.split(" = "))) as Record<string, string>,
    bucket: only(template("backup"), "google_storage_bucket"),
  };
}

describe.each(["dev", "prod"])("the nightly dump of music-graph in %s", (environment) => {
  const { files, started, job, bucket } = musicGraph(environment);

  it("goes to the bucket of its environment, under names that the bucket's lifecycle knows", () => {
    expect(job["store"]).toBe(`gs://${bucket.name}`);
    expect([job["environment"], job["stage"]]).toEqual([environment, environment]);
    const prefixes = job["tiers"]!.split(",").map((tier) => tier.split("=")[1]);
    const rules: { condition: { matches_prefix?: string[] }; action: { type: string } }[] =
      bucket.lifecycle_rule;
    const deleted = rules.filter(({ action }) => action.type === "Delete");
    expect(deleted.flatMap(({ condition }) => condition.matches_prefix ?? [])).toEqual(prefixes);
  });

  it("is started by the host, also after a night in which it was off", () => {
    expect(started).toMatch(/^systemctl enable --now .*\bgroundplan-backup@graph\.timer\b/m);
    expect(files["/etc/systemd/system/groundplan-backup@graph.timer"]).toContain("Persistent=true");
  });

  it("is restored by who may read dumps, which no host may, and rings where that is not done", () => {
    const template = (layer: string) => ESTATE.get(`${environment}-music-graph-${layer}`)!.template;
    const account = (layer: string) =>
      only(template(layer), "google_compute_instance").service_account.email.split("@")[0];
    const restorer = only(template("backup"), "google_service_account").account_id;
    expect([account("drill"), account("host") === restorer]).toEqual([restorer, false]);
    const drill = template("drill");
    expect(JSON.stringify(drill.resource["google_monitoring_alert_policy"])).toContain(
      `bucket_name=\\"${bucket.name}\\",method=\\"ReadObject\\"`,
    );
    // Google's own proxy, for people; nothing else comes in.
    expect(only(drill, "google_compute_firewall").source_ranges).toEqual(["35.235.240.0/20"]);
  });
});

/** prod with its database in Cloud SQL. */
function movedToCloudSql(): Environment {
  const graph = prod.apps["music-graph"];
  const proxyImage = `gcr.io/cloud-sql-connectors/cloud-sql-proxy@sha256:${"5e".repeat(32)}`;
  const there = {
    ...graph,
    network: { ...graph.network, privateServices: { base: "10.71.0.0", prefix: 20 } },
    database: { kind: "cloud-sql", version: 17, proxyImage },
  } as const;
  return { ...prod, apps: { "music-graph": there } };
}

describe.skipIf(withoutParts)("the machines of music-graph", { timeout: LOADED }, () => {
  const site = useSite();

  /** A job as a machine of the estate has it, on a server and a store of this test. */
  const jobOf = ({ job: { store: _, ...options } }: ReturnType<typeof musicGraph>) =>
    site.job("graph", options);

  let job: Job;
  let id: string;

  it("dump with the password that the host has, and no other right", async () => {
    const { files, ...told } = musicGraph("prod");
    site.postgres.sql("postgres", "create role graph superuser login password 'Can:ary\\7f3a'");
    job = jobOf({ files, ...told });
    const run = join(job.folder, "run");
    mkdirSync(run);
    const secrets = job.file("password", "Can:ary\\7f3a");
    const script = files["/etc/groundplan/backup/write-pgpass.sh"]!.replaceAll(
      /\/run\/groundplan\/secrets\/\S+/g,
      secrets,
    )
      .replaceAll("/run/groundplan-backup", run)
      .replace("chown groundplan-backup:", "true");
    writeFileSync(join(job.folder, "write-pgpass.sh"), script);
    execFileSync("bash", [join(job.folder, "write-pgpass.sh")]);
    job.options["pgpass"] = join(run, "pgpass");
    expect(readFileSync(job.options["pgpass"], "utf8")).toBe(
      "127.0.0.1:*:*:graph:Can\\:ary\\\\7f3a",
    );
    expect(statSync(job.options["pgpass"]).mode & 0o777).toBe(0o600);
    site.store.asWriter();
    const { code, message, stdout } = await job.run("backup");
    expect([code, message]).toEqual([0, ""]);
    id = stdout.trim();
    expect((await site.store.names("daily/prod/graph/")).length).toBe(3);
    expect((await site.store.names("monthly/prod/graph/")).length).toBe(3);
  });

  it("restore by the drill's own job, in the image of the database", async () => {
    const drill = musicGraph("prod", "drill");
    const drilled = job.onAnotherHost();
    for (const name of Object.keys(drilled.options)) {
      const ofTheTest = ["state", "work", "store", "store-endpoint"].includes(name);
      if (!ofTheTest && !(name in drill.job)) delete drilled.options[name];
    }
    const [word, image] = drill.files["/etc/groundplan/backup/graph.env"]!.trim().split(" ");
    expect(word).toBe("DRILL_OPTIONS=--image");
    fakeDocker(drilled, image!);
    site.store.as(RESTORER);
    const good = await drilled.run("drill", "--image", image!);
    expect([good.message, good.stdout.trim()]).toEqual(["", id]);
  });

  it("dump a database in Cloud SQL through its proxy, as the application's account", async () => {
    const moved = musicGraph("prod", "host", synthEstate([shared, movedToCloudSql()]));
    expect(moved.started).toMatch(/^systemctl enable --now .*\bgroundplan-backup@graph\.timer\b/m);
    expect(moved.files).not.toHaveProperty("/etc/groundplan/backup/write-pgpass.sh");
    expect(JSON.parse(moved.files["/var/lib/groundplan/compose.json"]!).services.db.ports).toEqual([
      "127.0.0.1:5432:5432",
    ]);
    // As there: a log-in that is no superuser, with what it made itself.
    const { "db-user": user } = moved.job;
    site.postgres.sql("postgres", "drop database if exists graph");
    site.postgres.sql("postgres", `create role "${user}" login`);
    const other = jobOf(moved);
    // Another one than the host before, which has this database's lock for two hours.
    other.options["environment"] = "moved";
    site.postgres.sql(
      "graph",
      `select format('alter table %s owner to "${user}"', oid::regclass) from pg_class
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')\n\\gexec\n`,
    );
    site.store.asWriter();
    const { code, message } = await other.run("backup");
    expect([code, message]).toEqual([0, ""]);
  });
});
