// @module-tag long
import { existsSync, readdirSync } from "node:fs";
import { dirname } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { missing } from "../parts/parts.ts";
import { Estate, layers } from "../plan/testing/estate.ts";
import { ended, until } from "../rehearsal/run/testing/project.ts";
import type { ApplyReport } from "./result.ts";

const ID = "dev-shop-network";
const ENV = { TF_CLI_CONFIG_FILE: "/dev/null" };

/** One thing that is made at once, one that takes until somebody says enough, one after it. */
describe.skipIf(missing("terraform"))("ending our command in mid-apply", () => {
  let estate: Estate;
  beforeEach(async () => {
    estate = await Estate.open();
    const command = `touch ${estate.path("begun")}; while [ ! -e ${estate.path("enough")} ]; do echo on; sleep 0.05; done`;
    const slow = {
      input: "${terraform_data.quick.output}",
      provisioner: [{ "local-exec": { command } }],
    };
    const resource = {
      terraform_data: {
        quick: { input: "made" },
        slow,
        later: { input: "${terraform_data.slow.output}" },
      },
    };
    const { [ID]: network, "dev-shop-service": service } = layers(estate);
    estate.project.setStacks({ [ID]: { ...network, resource }, "dev-shop-service": service! });
    await estate.plan(["dev"]);
  });
  afterEach(() => {
    estate.project.write("../enough", "");
    estate.remove();
  });

  const begin = async () => {
    const child = estate.project.start(["apply", "--yes", "--json"], ENV);
    const end = ended(child);
    await until(() => existsSync(estate.path("begun")), "Terraform makes the slow thing");
    return { child, end };
  };
  const locks = () => readdirSync(dirname(estate.state(ID))).filter((name) => /lock/.test(name));
  const unfinished = () =>
    readdirSync(estate.project.root).filter((name) => name.startsWith("..plan"));
  const standing = (): string[] =>
    JSON.parse(estate.stateOf(ID)).resources.map(({ name }: { name: string }) => name);

  it.each(["SIGINT", "SIGTERM"] as const)(
    "tells at a %s what is done and what is not, keeps the state and leaves no lock",
    async (signal) => {
      const { child, end } = await begin();
      child.kill(signal);
      const { code, stdout, stderr } = await end;
      const report: ApplyReport = JSON.parse(stdout);
      expect(code).toBe(1);
      expect(report.stacks).toMatchObject([
        {
          stack: ID,
          ending: "stopped",
          problems: [
            "stopped on request",
            expect.stringMatching(/^local-exec provisioner error: .*terraform_data\.slow/),
          ],
          things: {
            done: ["terraform_data.quick"],
            failed: ["terraform_data.slow"],
            unknown: [],
            notDone: ["terraform_data.later"],
          },
        },
        { stack: "dev-shop-service", ending: "not begun", problems: [`waits for ${ID}`] },
      ]);
      expect(stderr).toContain("stopping: Terraform ends what it is making now");
      expect(standing()).toEqual(["quick", "slow"]);
      expect(locks()).toEqual([]);

      // What was left half-way is nothing that anybody has reviewed.
      const again = await estate.project.infra(["apply", "--yes"], ENV);
      expect(again.code).toBe(3);
      expect(again.stdout).toContain("terraform_data.slow: reviewed create, now replace");
    },
    90_000,
  );

  it("lets Terraform go on to its end at a SIGKILL, and others wait for its lock", async () => {
    const { child, end } = await begin();
    child.kill("SIGKILL");
    await end;
    expect(unfinished()).toHaveLength(1);
    const second = await estate.project.infra(["apply", "--yes", "--lock-timeout", "1"], ENV);
    expect(second.code).toBe(1);
    expect(second.stdout).toMatch(/dev-shop-network: Error acquiring the state lock: .*Who:/);
    expect(second.stdout).toContain("wait until it has ended and run the same command again");
    expect(unfinished()).toEqual([]);

    estate.project.write("../enough", "");
    await until(() => locks().length === 0, "Terraform has ended");
    expect(standing()).toEqual(["later", "quick", "slow"]);
    const third = await estate.project.infra(["apply", "--yes", "--json"], ENV);
    expect(JSON.parse(third.stdout).stacks[0]).toMatchObject({ stack: ID, ending: "unchanged" });
  });

  it("knows at a SIGINT that what Terraform only announced was not begun", async () => {
    const command = `touch ${estate.path("going")}; sleep 60`;
    const provisioner = [{ "local-exec": { when: "destroy", command } }];
    const many = (count: number) => {
      const { [ID]: network } = layers(estate);
      const resource = { terraform_data: { many: { count, provisioner } } };
      estate.project.setStacks({ [ID]: { ...network, resource } });
      return estate.plan(["dev"]);
    };
    // More than Terraform makes at a time.
    await many(30);
    expect((await estate.project.infra(["apply", "--yes"], ENV)).code).toBe(0);
    await many(0);
    const child = estate.project.start(["apply", "--yes", "--json"], ENV);
    const end = ended(child);
    await until(() => existsSync(estate.path("going")), "Terraform destroys the first");
    child.kill("SIGINT");
    const { things } = (JSON.parse((await end).stdout) as ApplyReport).stacks[0]!;
    expect(things.unknown).toEqual([]);
    expect(things.failed.length).toBeGreaterThan(0);
    expect(things.notDone.length).toBe(30 - things.failed.length);
  });
});
