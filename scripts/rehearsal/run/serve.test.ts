// @module-tag long
import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { amount } from "../../parts/amount.ts";
import { missing } from "../../parts/parts.ts";
import { type Ended, ended, TestProject, until } from "./testing/project.ts";

const SYNTH = fileURLToPath(new URL("../../synth/main.sh", import.meta.url));
const BIN = fileURLToPath(new URL("../../../node_modules/.bin", import.meta.url));

const why = "cdktf takes seconds to come up, and one stack after the other";

/** True where cdktf is only asked to deploy and to destroy. */
const BRIEF = amount({ all: false, few: true, why });

/** What is served, and how much of dev stands then. */
const SERVED = amount({
  all: { names: ["dev"], least: 9 },
  few: {
    names: ["dev-foundation-state", "dev-music-graph-zone", "dev-music-library-network"],
    least: 3,
  },
  why,
});

/** However loaded the machine is, each of these ends. */
const LONG = { timeout: 600_000 };

/** The end of what a program printed. */
const said = ({ stdout, stderr }: Ended) => (stdout + stderr).slice(-2000);

describe.skipIf(missing("terraform"))(`a rehearsal cloud of ${SERVED.names.join(", ")}`, () => {
  let project: TestProject;
  let serving: ChildProcess;
  let served: ReturnType<typeof ended>;
  let directions: string;
  beforeAll(async () => {
    project = new TestProject({}, undefined, `sh ${SYNTH}`);
    serving = project.start(["rehearse", "--serve", ...SERVED.names]);
    directions = "";
    serving.stdout?.on("data", (chunk) => {
      directions += chunk;
    });
    served = ended(serving);
    await until(() => directions.includes("cdktf destroy"), "the rehearsal cloud says how");
  }, 180_000);
  afterAll(async () => {
    serving.kill("SIGINT");
    expect(await served).toMatchObject({ code: 0 });
    project.remove();
  });

  /** Types a line of the directions, or what is made of it, into a shell of its own. */
  const type = (line: RegExp, made = (typed: string) => typed) => {
    const lines = directions.split("\n");
    const chosen = made(lines.find((each) => line.test(each))!);
    const script = [
      ...lines.filter((each) => /^(export|unset) /.test(each)),
      `exec ${chosen.replace("npx cdktf", `${BIN}/cdktf`)}`,
    ].join("\n");
    const env = { ...process.env, CI: "true" };
    return ended(spawn("sh", ["-c", script], { cwd: project.root, env, timeout: 300_000 }));
  };

  it("serves plain terraform, and refuses a second rehearsal meanwhile", async () => {
    const plan = await type(/^terraform -chdir=\S*dev-music-library-network plan$/);
    expect(plan).toMatchObject({ code: 0, stdout: expect.stringContaining("to add, 0 to change") });
    const second = await project.infra(["rehearse", "dev"]);
    expect(second).toMatchObject({ code: 1, stdout: "" });
    expect(second.stderr).toMatch(
      /^infra: the rehearsal of dev is in use by "infra rehearse --serve dev\S*( \S+)*" \(process \d+, since .*\); wait until it has ended, or stop it\n$/,
    );
  });

  /** What stands of an environment, by its states. */
  const standing = (environment: string) =>
    readdirSync(project.rehearsed(environment), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .flatMap(({ name }) => {
        const state = JSON.parse(project.read(`${environment}/${name}/terraform.tfstate`));
        return state.resources.length > 0 ? [name] : [];
      });

  it("lets cdktf deploy on the states of infra", LONG, async () => {
    const deployed = await type(/cdktf deploy(?!.*--unprotected)/);
    expect(deployed.code, said(deployed)).toBe(0);
    const plan = await type(/^terraform -chdir=\S*dev-music-library-network plan$/);
    expect(plan.stdout).toContain("No changes.");
    expect(standing("dev").length).toBeGreaterThanOrEqual(SERVED.least);
    expect(standing("shared")).toContain("shared-music-graph-zone");
  });

  it.skipIf(BRIEF)("lets cdktf list, diff and tell outputs", LONG, async () => {
    const listed = await type(/cdktf list/);
    expect(listed.stdout).toContain("dev-music-library-network");
    const diff = await type(/cdktf diff/);
    expect(diff.stdout).toContain("No changes.");
    const output = await type(/cdktf output/);
    expect(output.stdout).toMatch(/api = https:\/\/api\.example\.net/);
  });

  it("does not let what is protected be destroyed", LONG, async () => {
    const why = await type(/^terraform -chdir=\S*dev-foundation-state plan$/, (plan) =>
      plan.concat(" -destroy"),
    );
    expect(why).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("Instance cannot be destroyed"),
    });
  });

  // cdktf does not always show what Terraform said.
  it.skipIf(BRIEF)("nor by cdktf", LONG, async () => {
    const refused = await type(/cdktf destroy/, (all) =>
      all
        .replace("'*'", "dev-foundation-state --ignore-missing-stack-dependencies")
        .replace("--unprotected ", ""),
    );
    expect(refused.code).toBeGreaterThan(0);
    expect(standing("dev")).toContain("dev-foundation-state");
  });

  it(
    "lets cdktf destroy it once its protections are off, and nothing of shared",
    LONG,
    async () => {
      const shared = standing("shared");
      const open = await type(/cdktf deploy.*--unprotected/);
      expect(open.code, said(open)).toBe(0);
      const destroyed = await type(/cdktf destroy/);
      expect(destroyed.code, said(destroyed)).toBe(0);
      expect(standing("dev")).toEqual([]);
      expect(standing("shared")).toEqual(shared);
    },
  );
});
