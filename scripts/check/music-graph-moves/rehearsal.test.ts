// @module-tag long
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MusicGraphPlatform } from "../../../apps/music-graph/settings.ts";
import { dev } from "../../../environments/dev/environment.ts";
import type { Environment } from "../../../environments/environment.ts";
import { prod } from "../../../environments/prod/environment.ts";
import { shared } from "../../../environments/shared/environment.ts";
import { synthEstate } from "../../../environments/test/synth-estate.ts";
import { missing } from "../../parts/parts.ts";
import { TestProject } from "../../rehearsal/run/testing/project.ts";
import { rehearse, specOf } from "../../rehearsal/run/testing/rehearse.ts";

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
      return [id, { ...specOf(template), dependencies }];
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
    const applied = async (...ids: string[]) => {
      const rehearsed = await rehearse(project, ...ids);
      expect(rehearsed.problems).toEqual([]);
      return rehearsed;
    };

    it("deploys the same application on Cloud Run, with its database in Cloud SQL", async () => {
      const { changesOf, stacks } = await applied("dev-music-graph-*");
      expect(changesOf("dev-music-graph-service")).toEqual([
        "create google_cloud_run_v2_service.web",
      ]);
      expect(changesOf("dev-music-graph-database")).toContain(
        "create google_sql_database_instance.database",
      );
      expect(stacks).not.toContain("dev-music-graph-host");
    });

    it("moves a host's database to Cloud SQL: the server beside it first, then another Compose file", async () => {
      const host = "prod-music-graph-host";
      const database = "prod-music-graph-database";
      await applied(host, "prod-music-graph-backup");

      const filling = { kind: "cloud-sql", ...SERVER, beingFilled: true } as const;
      project.setStacks(stacksOf([shared, machine(filling)]));
      const filled = await applied(database);
      expect(filled.changesOf(database)).toContain("create google_sql_database_instance.database");
      expect(filled.changesOf(host)).toEqual([]);

      project.setStacks(stacksOf([shared, machine({ kind: "cloud-sql", ...SERVER })]));
      const moved = await applied(database, "prod-music-graph-backup");
      expect(moved.changesOf(database)).toEqual([]);
      expect(moved.changesOf(host)).toEqual([
        expect.stringMatching(/^delete google_secret_manager_secret_iam_member\./),
        "update google_compute_instance.machine",
      ]);
      // The host goes on dumping, by the new way.
      expect(moved.changesOf("prod-music-graph-backup")).toEqual([]);
    });
  },
);
