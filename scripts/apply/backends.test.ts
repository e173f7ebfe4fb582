import { execFileSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { missing } from "../parts/parts.ts";
import { readPlanSet } from "../plan/set.ts";
import { setDigest } from "../plan/set-digest.ts";
import { Estate } from "../plan/testing/estate.ts";
import { until } from "../rehearsal/run/testing/project.ts";
import { type Server, startGcs, startMoto } from "../state/testing/servers.ts";
import { applyPlanSet } from "./apply-set.ts";

const NETWORK = "dev-shop-network";
const SERVICE = "dev-shop-service";
const S3 = { bucket: "state", key: "network", region: "us-east-1", use_path_style: true };

/** Gives a server up soon, but not at the first connection that breaks off: 1 would be no second try. */
const BACKEND = { s3: { ...S3, use_lockfile: true, max_retries: 3 } };

const GCS = { gcs: { bucket: "state", prefix: "service" } };

/** Plans as a step before an apply, which is not worth trying where this one failed. */
async function plan(estate: Estate, names: readonly string[], env: Readonly<NodeJS.ProcessEnv>) {
  const { stacks } = await estate.plan(names, { env: { ...estate.common.env, ...env } });
  expect(stacks.flatMap(({ problems }) => problems)).toEqual([]);
}

const apply = (estate: Estate, env: Readonly<Record<string, string>>) => {
  const { common } = estate;
  return applyPlanSet({
    ...common,
    env: { ...common.env, ...env },
    folder: estate.path(".plan"),
    next: estate.path(".plan-2"),
    approved: setDigest(readPlanSet(estate.path(".plan"))),
    command: "infra apply",
  });
};

describe.skipIf(missing("terraform") || missing("moto_server") || missing("fake-gcs-server"))(
  "applying with states in S3 and in Cloud Storage",
  () => {
    let estate: Estate;
    let s3: Server;
    let gcs: Server;
    beforeAll(async () => {
      estate = await Estate.open();
      [s3, gcs] = await Promise.all([startMoto(), startGcs()]);
      for (const server of [s3, gcs]) await server.createBucket("state");
    }, 60_000);
    afterAll(async () => {
      await Promise.all([s3.stop(), gcs.stop()]);
      estate.remove();
    });

    it("applies a layer of each, and leaves no lock in either", async () => {
      const vpc = { value: "vpc-a", description: "Contract network: read by other stacks" };
      estate.project.setStacks({
        [NETWORK]: {
          terraform: { backend: BACKEND },
          resource: { terraform_data: { vpc: { input: "vpc-a" } } },
          output: { network_vpc_id: vpc },
        },
        [SERVICE]: {
          terraform: { backend: GCS },
          data: estate.reads(NETWORK, { backend: "s3", config: S3 }),
          resource: {
            terraform_data: {
              api: { input: "${data.terraform_remote_state.producer.outputs.network_vpc_id}" },
            },
          },
        },
      });
      const env = { ...s3.env, ...gcs.env };
      await plan(estate, ["dev"], env);
      const first = await apply(estate, env);
      expect(first.stacks.map(({ ending }) => ending)).toEqual(["applied", "needs approval"]);
      await plan(estate, ["dev"], env);
      const second = await apply(estate, env);
      expect(second.stacks.map(({ ending }) => ending)).toEqual(["unchanged", "applied"]);
      expect(await s3.list("state")).toEqual(["network"]);
      expect(await gcs.list("state")).toEqual(["service/default.tfstate"]);
      expect(await gcs.read("state", "service/default.tfstate")).toContain("vpc-a");
    }, 90_000);
  },
);

describe.skipIf(missing("terraform") || missing("moto_server"))(
  "a backend that is gone in mid-apply",
  () => {
    let estate: Estate;
    let server: Server;
    beforeAll(async () => {
      estate = await Estate.open();
      server = await startMoto();
      await server.createBucket("state");
    }, 60_000);
    afterAll(async () => {
      await server.stop();
      estate.remove();
    });

    it("loses nothing: the state is kept here, said where, and goes back as it is told", async () => {
      const command = `touch ${estate.path("begun")}; while [ ! -e ${estate.path("enough")} ]; do sleep 0.05; done`;
      const vpc = { input: "vpc-a", provisioner: [{ "local-exec": { command } }] };
      estate.project.setStacks({
        [NETWORK]: { terraform: { backend: BACKEND }, resource: { terraform_data: { vpc } } },
      });
      const env = (own: Server) => ({ ...estate.common.env, ...own.env });
      await plan(estate, [NETWORK], server.env);
      const applying = apply(estate, server.env);
      const begun = until(() => existsSync(estate.path("begun")), "Terraform makes it");
      const early = await Promise.race([begun, applying]);
      expect(early?.stacks.map(({ problems }) => problems)).toBeUndefined();
      await server.stop();
      estate.project.write("../enough", "");
      const { stacks } = await applying;
      const kept = estate.path(`.errored/${NETWORK}.tfstate`);
      expect(stacks[0]).toMatchObject({
        ending: "unknown",
        things: { done: ["terraform_data.vpc"] },
      });
      expect(stacks[0]!.problems[0]).toBe(
        `${NETWORK}: an apply could not write its state and kept it in .errored/${NETWORK}.tfstate: without it everything would be made twice. If it could not take its lock off either, state push names the lock's ID: when surely nobody works on the stack, terraform -chdir=cdktf.out/stacks/${NETWORK} force-unlock <ID>. When the backend answers again: terraform -chdir=cdktf.out/stacks/${NETWORK} state push ${kept} && rm ${kept}`,
      );
      expect(statSync(kept).mode & 0o777).toBe(0o600);

      server = await startMoto();
      await server.createBucket("state");
      await expect(estate.plan([NETWORK], { env: env(server) })).rejects.toThrow(kept);
      const told = stacks[0]!.problems[0]!.split("When the backend answers again: ")[1]!;
      execFileSync("/bin/sh", ["-c", told], { cwd: estate.project.root, env: env(server) });
      const { stacks: planned } = await estate.plan([NETWORK], { env: env(server) });
      expect(planned[0]!.official).toMatchObject({ add: 0, change: 0, remove: 0 });
    }, 120_000);
  },
);
