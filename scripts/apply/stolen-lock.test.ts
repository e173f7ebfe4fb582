import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { missing } from "../parts/parts.ts";
import { readPlanSet } from "../plan/set.ts";
import { setDigest } from "../plan/set-digest.ts";
import { Estate } from "../plan/testing/estate.ts";
import { until } from "../rehearsal/run/testing/project.ts";
import { type Server, startMoto } from "../state/testing/servers.ts";
import { applyPlanSet } from "./apply-set.ts";

const STACK = "dev-shop-network";
const BACKEND = {
  s3: {
    bucket: "state",
    key: "network",
    region: "us-east-1",
    use_path_style: true,
    use_lockfile: true,
    max_retries: 3,
  },
};

describe.skipIf(missing("terraform") || missing("moto_server"))(
  "a lock that somebody takes off in mid-apply",
  () => {
    let estate: Estate;
    let server: Server;
    beforeAll(async () => {
      [estate, server] = await Promise.all([Estate.open(), startMoto()]);
      await server.createBucket("state");
    }, 60_000);
    afterAll(async () => {
      await server.stop();
      estate.remove();
    });

    /** What an apply says that makes a thing while somebody takes its lock off and applies as well. */
    const robbed = async (name: string) => {
      const env = { ...estate.common.env, ...server.env };
      const command = `touch ${estate.path(`begun-${name}`)}; while [ ! -e ${estate.path(`enough-${name}`)} ]; do sleep 0.05; done`;
      const thing = { input: name, provisioner: [{ "local-exec": { command } }] };
      estate.project.setStacks({
        [STACK]: {
          terraform: { backend: BACKEND },
          resource: { terraform_data: { [name]: thing } },
        },
      });
      const planned = await estate.plan([STACK], { env });
      expect(planned.stacks.flatMap(({ problems }) => problems)).toEqual([]);
      const applying = applyPlanSet({
        ...estate.common,
        env,
        folder: estate.path(".plan"),
        next: estate.path(".plan-2"),
        approved: setDigest(readPlanSet(estate.path(".plan"))),
        command: "infra apply",
      });
      const begun = until(() => existsSync(estate.path(`begun-${name}`)), "Terraform makes it");
      await Promise.race([begun, applying]);
      const { ID } = JSON.parse((await server.read("state", "network.tflock"))!);
      applyElsewhere(ID, env);
      estate.project.write(`../enough-${name}`, "");
      return (await applying).stacks[0]!;
    };

    /** Somebody believes the one that holds the lock dead, and applies something of their own. */
    const applyElsewhere = (lock: string, env: NodeJS.ProcessEnv) => {
      const cwd = estate.path("elsewhere");
      const theirs = { resource: { terraform_data: { theirs: { input: lock } } } };
      mkdirSync(cwd, { recursive: true });
      writeFileSync(
        join(cwd, "main.tf.json"),
        JSON.stringify({ terraform: { backend: BACKEND }, ...theirs }),
      );
      const terraform = (...args: readonly string[]) =>
        execFileSync(estate.common.terraform.path, args, { cwd, env, stdio: "pipe" });
      terraform("init", "-input=false");
      terraform("force-unlock", "-force", lock);
      terraform("apply", "-auto-approve", "-input=false");
    };

    it("is noticed, and it is said what stands and is not in the state", async () => {
      const { ending, things, problems } = await robbed("first");
      expect([ending, things.done]).toEqual(["unknown", ["terraform_data.first"]]);
      expect(problems[0]).toBe(
        "the lock could not be given back: somebody took it off while this apply ran, or it is still there. Whoever took it may have written the state too, and the last to write wins: terraform_data.first stands and is not in the state, so a plan would make it twice; let nobody apply this stack, compare the versions of its state, bring back what is missing by import blocks, then plan again",
      );
      expect(problems[1]).toMatch(/^Error releasing the state lock: /);
      expect(await server.read("state", "network")).toContain('"theirs"');
    }, 120_000);

    it("is noticed where the state has all of it, and nothing goes on", async () => {
      const { ending, problems } = await robbed("second");
      expect(ending).toBe("unknown");
      expect(problems[0]).toBe(
        "the lock could not be given back: somebody took it off while this apply ran, or it is still there. Whoever took it may have written the state too, and the last to write wins. All that was made is in the state as it is now; find out what the other one did, then plan again",
      );
      expect(await server.read("state", "network")).not.toContain('"theirs"');
    }, 120_000);
  },
);
