import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MusicGraphPlatform } from "../../../apps/music-graph/settings.ts";
import { dev } from "../../../environments/dev/environment.ts";
import type { Environment } from "../../../environments/environment.ts";
import { prod } from "../../../environments/prod/environment.ts";
import { shared } from "../../../environments/shared/environment.ts";
import { synthEstate } from "../../../environments/test/synth-estate.ts";
import { missing } from "../../parts/parts.ts";
import type { RehearsalReport } from "../../rehearsal/run/result.ts";
import { TestProject } from "../../rehearsal/run/testing/project.ts";

const PROXY = `gcr.io/cloud-sql-connectors/cloud-sql-proxy@sha256:${"5e".repeat(32)}`;
const SERVER = { version: 17, proxyImage: PROXY } as const;

/** dev without a machine: Cloud Run answers. */
const { channel, runningDigest, network } = dev.apps["music-graph"];
const SERVICE: Environment = {
  ...dev,
  apps: {
    "music-graph": {
      kind: "cloud-run",
      ...{ channel, runningDigest },
      network: { ...network, privateServices: { base: "10.61.0.0" } },
      database: SERVER,
      service: { publicAccess: { reason: "People try it out" } },
    },
  },
};

/** prod's machine with its database somewhere. */
function machine(database: MusicGraphPlatform["database"]): Environment {
  const graph = prod.apps["music-graph"];
  const range = { ...graph.network, privateServices: { base: "10.71.0.0", prefix: 20 } };
  return { ...prod, apps: { "music-graph": { ...graph, network: range, database } } };
}

/** What an estate of these is made of, as the project's app writes it. */
function stacksOf(environments: readonly Environment[]) {
  const made = [...synthEstate(environments)];
  return Object.fromEntries(
    made.map(([id, { stack, template }]) => {
      const dependencies = stack.dependencies.map(({ node }) => node.id);
      // Terraform takes no section that is empty.
      const sections = Object.entries(template).filter(([, each]) => Object.keys(each!).length > 0);
      return [id, { ...Object.fromEntries(sections), dependencies }];
    }),
  );
}

describe.skipIf(missing("terraform"))(
  "the other ways of music-graph, by the real Terraform",
  () => {
    let project: TestProject;
    beforeAll(() => {
      project = new TestProject(stacksOf([shared, SERVICE, machine({ kind: "container" })]));
    });
    afterAll(() => project.remove());

    /** Rehearses these with what they need; what changed, by stack. */
    const rehearse = async (...ids: string[]) => {
      const { stdout, stderr } = await project.infra(["rehearse", ...ids, "--json"]);
      const { stacks }: RehearsalReport = JSON.parse(stdout || '{"stacks":[]}');
      const bad = stacks.filter(({ ending }) => ending !== "ok");
      expect([bad.map(({ stack, problems }) => [stack, problems]), stdout ? "" : stderr]).toEqual([
        [],
        "",
      ]);
      return new Map(
        stacks.map(({ stack, changes }) => [
          stack,
          (changes ?? []).map(({ address, action }) => `${action} ${address}`).sort(),
        ]),
      );
    };

    it("deploys the same application on Cloud Run, with its database in Cloud SQL", async () => {
      const changes = await rehearse("dev-music-graph-*");
      expect(changes.get("dev-music-graph-service")).toEqual([
        "create google_cloud_run_v2_service.web",
      ]);
      expect(changes.get("dev-music-graph-database")).toContain(
        "create google_sql_database_instance.database",
      );
      expect(changes.has("dev-music-graph-host")).toBe(false);
    });

    it("moves a host's database to Cloud SQL: the server beside it first, then another Compose file", async () => {
      const host = "prod-music-graph-host";
      const database = "prod-music-graph-database";
      await rehearse(host, "prod-music-graph-backup");

      const filling = { kind: "cloud-sql", ...SERVER, beingFilled: true } as const;
      project.setStacks(stacksOf([shared, machine(filling)]));
      const filled = await rehearse(database);
      expect(filled.get(database)).toContain("create google_sql_database_instance.database");
      expect(filled.get(host)).toEqual([]);

      project.setStacks(stacksOf([shared, machine({ kind: "cloud-sql", ...SERVER })]));
      const moved = await rehearse(database, "prod-music-graph-backup");
      expect(moved.get(database)).toEqual([]);
      expect(moved.get(host)).toEqual([
        expect.stringMatching(/^delete google_secret_manager_secret_iam_member\./),
        "update google_compute_instance.machine",
      ]);
      expect(moved.get("prod-music-graph-backup")).toEqual([
        expect.stringMatching(/^delete google_monitoring_alert_policy\./),
        // The bucket says in a label why nobody watches.
        "update google_storage_bucket.backups",
      ]);
    });
  },
);
