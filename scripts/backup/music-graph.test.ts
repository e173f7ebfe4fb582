import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { prod } from "../../environments/prod/environment.ts";
import { shared } from "../../environments/shared/environment.ts";
import { synthEstate } from "../../environments/test/synth-estate.ts";
import { only } from "../../modules/core/testing/synth.ts";
import { filesOf } from "../check/vm-host/host.ts";
import { LOADED, useSite, withoutParts } from "./testing/index.ts";

const estate = synthEstate();

/** What an environment's host is given, and the bucket that another stack makes. */
function musicGraph(environment: string) {
  const template = (layer: string) => estate.get(`${environment}-music-graph-${layer}`)!.template;
  const { metadata } = only(template("host"), "google_compute_instance");
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
});

describe("a database in Cloud SQL", () => {
  it("is dumped by no host, and nobody is told that no dump arrives", () => {
    const graph = prod.apps["music-graph"];
    const proxyImage = `gcr.io/cloud-sql-connectors/cloud-sql-proxy@sha256:${"5e".repeat(32)}`;
    const there = {
      ...graph,
      network: { ...graph.network, privateServices: { base: "10.71.0.0", prefix: 20 } },
      database: { kind: "cloud-sql", version: 17, proxyImage },
    } as const;
    const moved = synthEstate([shared, { ...prod, apps: { "music-graph": there } }]);
    const { template } = moved.get("prod-music-graph-backup")!;
    expect(Object.keys(template.resource)).not.toContain("google_monitoring_alert_policy");
    expect(only(template, "google_storage_bucket").labels).toMatchObject({
      unwatched: expect.stringContaining("cloud_sql_makes_its_own_backups"),
    });
    expect(JSON.stringify(moved.get("prod-music-graph-host")!.template)).not.toContain(
      "groundplan-backup@graph",
    );
  });
});

describe.skipIf(withoutParts)("the job of a host of music-graph", { timeout: LOADED }, () => {
  const site = useSite();

  it("dumps its database with the password that the host has, and no other right", async () => {
    const { files, job: told } = musicGraph("prod");
    const { store: _store, ...options } = told;
    site.postgres.sql("postgres", "create role graph superuser login password 'Can:ary\\7f3a'");
    const job = site.job("graph", options);
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
    const { code, message } = await job.run("backup");
    expect([code, message]).toEqual([0, ""]);
    expect((await site.store.names("daily/prod/graph/")).length).toBe(3);
    expect((await site.store.names("monthly/prod/graph/")).length).toBe(3);
  });
});
