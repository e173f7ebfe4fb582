import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { missing } from "../parts/parts.ts";
import { readPlanSet } from "../plan/set.ts";
import { setDigest } from "../plan/set-digest.ts";
import { Estate } from "../plan/testing/estate.ts";
import { until } from "../rehearsal/run/testing/project.ts";
import { FaultProxy } from "../state/testing/fault-proxy.ts";
import { type Server, startMoto } from "../state/testing/servers.ts";
import { applyPlanSet } from "./apply-set.ts";
import { NO_THINGS } from "./things.ts";

const idOf = (name: string) => `dev-shop-${name}`;

describe.skipIf(missing("terraform") || missing("moto_server"))(
  "a backend that answers with faults",
  () => {
    let estate: Estate;
    let server: Server;
    let proxy: FaultProxy;
    beforeAll(async () => {
      [estate, server] = await Promise.all([Estate.open(), startMoto()]);
      proxy = await FaultProxy.before(server);
      await server.createBucket("state");
    }, 60_000);
    afterEach(() => proxy.mend());
    afterAll(async () => {
      await proxy.stop();
      await server.stop();
      estate.remove();
    });

    /** A thing that is made until somebody says enough, with its state under a key of its own. */
    const planned = async (name: string) => {
      const command = `touch ${estate.path(`begun-${name}`)}; while [ ! -e ${estate.path(`enough-${name}`)} ]; do sleep 0.05; done`;
      const thing = { input: name, provisioner: [{ "local-exec": { command } }] };
      const s3 = { bucket: "state", key: name, region: "us-east-1", use_path_style: true };
      estate.project.setStacks({
        [idOf(name)]: {
          terraform: { backend: { s3: { ...s3, use_lockfile: true, max_retries: 4 } } },
          resource: { terraform_data: { [name]: thing } },
        },
      });
      return estate.plan([idOf(name)], { env: { ...estate.common.env, ...proxy.env } });
    };
    // The proxy answers in this very process: nothing here may wait for a command.
    const run = (command: string) => {
      const env = { ...estate.common.env, ...proxy.env, CHECKPOINT_DISABLE: "1" };
      return promisify(execFile)("/bin/sh", ["-c", command], { cwd: estate.project.root, env });
    };
    const applying = (name: string) => {
      const { common } = estate;
      const report = applyPlanSet({
        ...common,
        env: { ...common.env, ...proxy.env },
        folder: estate.path(".plan"),
        next: estate.path(".plan-2"),
        approved: setDigest(readPlanSet(estate.path(".plan"))),
        command: "infra apply",
      });
      return {
        report,
        begun: until(() => existsSync(estate.path(`begun-${name}`)), "Terraform makes it"),
        enough: () => estate.project.write(`../enough-${name}`, ""),
      };
    };

    it("is asked again where it is too busy, and nothing is lost", async () => {
      await planned("busy");
      const { report, begun, enough } = applying("busy");
      await begun;
      proxy.fail("SlowDown", 2);
      enough();
      const { stacks } = await report;
      expect(stacks[0]).toMatchObject({ ending: "applied" });
      expect(proxy.failed).toBe(2);
      expect(await server.list("state")).toEqual(["busy"]);
    }, 60_000);

    it("keeps the state here where the credentials expire in mid-apply, and does not ask for ever", async () => {
      await planned("expired");
      const { report, begun, enough } = applying("expired");
      await begun;
      proxy.fail("ExpiredToken");
      enough();
      const { stacks } = await report;
      expect(stacks[0]).toMatchObject({
        ending: "unknown",
        things: { ...NO_THINGS, done: ["terraform_data.expired"] },
      });
      const [kept, ...words] = stacks[0]!.problems;
      expect(kept).toContain("an apply could not write its state and kept it in .errored/");
      expect(words[0]).toMatch(/^Failed to save state: .* StatusCode: 403/);
      expect(proxy.failed).toBeLessThan(5);
      proxy.mend();
      expect(await server.list("state")).not.toContain("expired");

      // As it is told: the lock that is left goes first, by its ID; then the state goes back.
      const [, unlock = "", , push = ""] = /(terraform \S+ force-unlock) <ID>(.*again: )(.*)$/.exec(
        kept!,
      )!;
      await expect(run(push)).rejects.toThrow(/Error acquiring the state lock/);
      const { ID } = JSON.parse((await server.read("state", "expired.tflock"))!);
      await run(`${unlock} -force ${ID}`);
      await run(push);
      const { stacks: again } = await planned("expired");
      expect(again[0]!.official).toMatchObject({ add: 0, change: 0, remove: 0 });
    }, 60_000);

    it("is named with what it says where a plan cannot begin", async () => {
      await planned("early");
      proxy.fail("ExpiredToken");
      const { stacks } = await planned("early");
      expect(stacks[0]).toMatchObject({ result: "failed" });
      expect(stacks[0]!.problems[0]!.text).toContain("StatusCode: 403");
    }, 60_000);
  },
);
