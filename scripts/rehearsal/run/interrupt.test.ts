// @module-tag long
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { absent, missing } from "../../parts/parts.ts";
import type { RehearsalReport } from "./result.ts";
import { ended, TestProject, until } from "./testing/project.ts";

const FOLDER = "dev/dev-app-slow";
const STATE = `${FOLDER}/terraform.tfstate`;
const BIN = fileURLToPath(new URL("../../infra/bin.mjs", import.meta.url));

/** One thing that is made at once, one that takes five minutes, and one that waits for it. */
const ESTATE = {
  "dev-app-slow": {
    resource: {
      terraform_data: {
        quick: { input: "made" },
        slow: {
          input: "${terraform_data.quick.output}",
          provisioner: [{ "local-exec": { command: "echo $$ > started; sleep 300" } }],
        },
        later: { input: "${terraform_data.slow.output}" },
      },
    },
  },
  "dev-app-next": { dependencies: ["dev-app-slow"] },
};

const hasScript = existsSync("/usr/bin/script") && process.platform === "linux";

describe.skipIf(missing("terraform"))("interrupting a rehearsal in mid-apply", () => {
  let project: TestProject;
  beforeEach(() => {
    project = new TestProject(ESTATE);
  });
  afterEach(() => project.remove());

  const begun = () =>
    until(() => project.has(`${FOLDER}/started`), "Terraform makes the slow thing");

  it.each(["SIGINT", "SIGTERM"] as const)(
    "keeps the state and leaves no lock and no process at a %s to our process alone",
    async (signal) => {
      const child = project.start(["rehearse", "dev", "--json"]);
      const end = ended(child);
      await begun();
      child.kill(signal);
      const { code, stdout, stderr } = await end;
      const report: RehearsalReport = JSON.parse(stdout);
      expect(code).toBe(1);
      expect(
        report.stacks.map(({ stack, ending, problems }) => ({ stack, ending, problems })),
      ).toEqual([
        {
          stack: "dev-app-slow",
          ending: "stopped",
          problems: ["stopped on request after 1 of 3; the same command goes on from there"],
        },
        { stack: "dev-app-next", ending: "blocked", problems: ["blocked by dev-app-slow"] },
      ]);
      expect(stderr).toContain(
        "stopping: Terraform ends what it is making now and keeps the state",
      );
      expectClean(project);
    },
  );

  it("goes on after it from where it stopped", async () => {
    const child = project.start(["rehearse", "dev"]);
    const end = ended(child);
    await begun();
    child.kill("SIGINT");
    await end;
    const { slow, ...others } = ESTATE["dev-app-slow"].resource.terraform_data;
    project.setStacks({
      "dev-app-slow": { resource: { terraform_data: { ...others, slow: { input: slow.input } } } },
    });
    const { code, stdout } = await project.infra(["rehearse", "dev"]);
    expect(code).toBe(0);
    expect(stdout).toContain("1 create, 1 replace");
  });

  it.skipIf(absent("script", !hasScript))("does the same for a Ctrl-C on a terminal", async () => {
    const { CI: _, ...env } = process.env;
    const typed = `stty cols 120; exec ${process.execPath} ${BIN} rehearse dev`;
    const child = spawn("/usr/bin/script", ["-qec", typed, "/dev/null"], {
      cwd: project.root,
      env,
      stdio: ["pipe", "pipe", "pipe"],
    });
    const end = ended(child);
    await begun();
    child.stdin.write("\x03");
    const { code, stdout } = await end;
    expect(code).toBe(1);
    expect(stdout).toContain("dev-app-slow: stopped after");
    expect(stdout).toMatch(/dev-app-slow +\d +3 create +[\d.]+ s +stopped/);
    expectClean(project);
  });

  it("takes over the lock of a killed run, and waits for Terraform's own", async () => {
    const child = project.start(["rehearse", "dev"]);
    const end = ended(child);
    await begun();
    child.kill("SIGKILL");
    await end;
    const { code, stdout, stderr } = await project.infra(["rehearse", "dev"]);
    expect(code).toBe(1);
    expect(stderr).toContain(`taking over the lock of dev: process ${child.pid} has died`);
    expect(stdout).toContain("dev-app-slow: Error acquiring the state lock");
    expect(stdout).toContain("wait until it has ended and run the same command again");
    const terraform = processesIn(project.rehearsed(FOLDER));
    expect(terraform.length).toBeGreaterThan(0);
    for (const pid of terraform) interrupt(pid);
    await until(() => processesIn(project.rehearsed(FOLDER)).length === 0, "Terraform has ended");
  });
});

/** State whole, locks given back, nobody left. */
function expectClean(project: TestProject): void {
  const addresses = JSON.parse(project.read(STATE)).resources.map(
    ({ name }: { name: string }) => name,
  );
  expect(addresses).toContain("quick");
  expect(addresses).not.toContain("later");
  expect(project.has(`${FOLDER}/.terraform.tfstate.lock.info`)).toBe(false);
  expect(project.has(".locks")).toBe(false);
  expect(readdirSync(project.rehearsed("")).filter((name) => name.startsWith(".synth"))).toEqual(
    [],
  );
  expect(processesIn(project.root)).toEqual([]);
}

/** One that ends with another that was interrupted is gone already. */
function interrupt(pid: number): void {
  try {
    process.kill(pid, "SIGINT");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Processes whose working folder is in `folder`. Linux tells; elsewhere none are found. */
function processesIn(folder: string): number[] {
  if (!existsSync("/proc/self/cwd")) return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const zombie = readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");
        return !zombie && readlinkSync(`/proc/${pid}/cwd`).startsWith(folder);
      } catch {
        return false;
      }
    })
    .map(Number);
}
