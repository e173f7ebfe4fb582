import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { missing } from "../../parts/parts.ts";
import { type Ended, ended, TestProject, until } from "./testing/project.ts";

const SYNTH = fileURLToPath(new URL("../../synth/main.mjs", import.meta.url));
const BIN = fileURLToPath(new URL("../../../node_modules/.bin", import.meta.url));

/** The end of what a program printed. */
const said = ({ stdout, stderr }: Ended) => (stdout + stderr).slice(-2000);

describe.skipIf(missing("terraform"))("a rehearsal cloud that is kept running", () => {
  let project: TestProject;
  let serving: ChildProcess;
  let served: ReturnType<typeof ended>;
  let directions: string;
  beforeEach(async () => {
    project = new TestProject({}, undefined, `${process.execPath} ${SYNTH}`);
    serving = project.start(["rehearse", "--serve", "dev-music-*"]);
    directions = "";
    serving.stdout?.on("data", (chunk) => {
      directions += chunk;
    });
    served = ended(serving);
    await until(() => directions.includes("cdktf destroy"), "the rehearsal cloud says how");
  }, 30_000);
  afterEach(async () => {
    serving.kill("SIGINT");
    await served;
    project.remove();
  });

  /** Types lines of the directions into a shell of its own, after the variables. */
  const type = (line: RegExp) => {
    const lines = directions.split("\n");
    const chosen = lines.find((each) => line.test(each))!.replace("npx cdktf", `${BIN}/cdktf`);
    const script = [
      ...lines.filter((each) => /^(export|unset) /.test(each)),
      `exec ${chosen}`,
    ].join("\n");
    const env = { ...process.env, CI: "true" };
    return ended(spawn("sh", ["-c", script], { cwd: project.root, env, timeout: 110_000 }));
  };

  it("serves plain terraform, and refuses a second rehearsal meanwhile", async () => {
    const plan = await type(/^terraform -chdir=\S*dev-music-library-network plan$/);
    expect(plan).toMatchObject({ code: 0, stdout: expect.stringContaining("to add, 0 to change") });
    const second = await project.infra(["rehearse", "dev"]);
    expect(second).toMatchObject({ code: 1, stdout: "" });
    expect(second.stderr).toMatch(
      /^infra: the rehearsal of dev is in use by "infra rehearse --serve dev-music-\*" \(process \d+, since .*\); wait until it has ended, or stop it\n$/,
    );
    serving.kill("SIGINT");
    expect(await served).toMatchObject({ code: 0 });
  });

  it("lets cdktf deploy and destroy the platforms of dev, on the states of infra", {
    timeout: 240_000,
  }, async () => {
    const deployed = await type(/cdktf deploy/);
    expect(deployed.code, said(deployed)).toBe(0);
    const plan = await type(/^terraform -chdir=\S*dev-music-library-network plan$/);
    expect(plan.stdout).toContain("No changes.");
    const destroyed = await type(/cdktf destroy/);
    expect(destroyed.code, said(destroyed)).toBe(0);
    const stacks = readdirSync(project.rehearsed("dev"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    expect(stacks.length).toBeGreaterThan(5);
    for (const stack of stacks) {
      const state = JSON.parse(project.read(`dev/${stack}/terraform.tfstate`));
      expect({ stack, left: state.resources }).toEqual({ stack, left: [] });
    }
    const shared = project.read("shared/shared-music-graph-registry/terraform.tfstate");
    expect(JSON.parse(shared).resources).not.toEqual([]);
  });
});
