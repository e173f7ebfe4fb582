// @module-tag long
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { unmark } from "../../comment/marker.ts";
import { GithubStandIn } from "../../comment/testing/github-stand-in.ts";
import { bodyOf, FIRST, SECOND } from "../../comment/testing/markers.ts";
import { planText, record } from "../../comment/testing/plans.ts";
import { ended, reportOf } from "../../comment/testing/reports.ts";
import { TestProject } from "../../rehearsal/run/testing/project.ts";
import { jobsIn, type Step, workflowFiles } from "./read.ts";
import { filledIn, StepRunner } from "./runner.ts";

const ACTION = ".github/actions/outdated";
const files = workflowFiles();

describe("after each apply", () => {
  const jobs = jobsIn(files);
  const uses = (steps: readonly Step[], action: string) =>
    steps.find((step) => step.uses === `./.github/actions/${action}`);

  it("a job tells other pull requests, which may write nothing but comments and statuses", () => {
    const applying = jobs.filter(({ job }) => uses(job.steps, "apply"));
    expect(applying.map(({ name }) => name)).toEqual(["apply", "shared", "dev", "prod"]);
    for (const { file, name, job } of applying) {
      const after = jobs.find(
        (each) => each.file === file && each.job.needs?.length === 1 && each.job.needs[0] === name,
      )!.job;
      expect(after.permissions).toEqual({
        ...{ contents: "read", "pull-requests": "write", statuses: "write" },
      });
      expect(after.if).toBe(`\${{ always() && needs.${name}.result != 'skipped' }}`);
      expect(after["continue-on-error"]).toBe(true);
      const environment = uses(job.steps, "apply")!.with!["environment"];
      const values = { "inputs.environment": "dev" };
      const told = uses(after.steps, "outdated")!.with!["environment"];
      expect(filledIn(String(told), values)).toBe(filledIn(String(environment), values));
    }
  });

  it("and its script does so, as it is written", async () => {
    const server = new GithubStandIn();
    await server.start();
    const project = new TestProject({});
    try {
      server.add(bodyOf(planText(record(["dev-shop-api"], "2026-11-21T14:00:00Z"))));
      mkdirSync(join(project.root, "reports"));
      const applied = ended("dev-shop-api", "applied", { at: "2026-11-21T15:00:00.000Z" });
      writeFileSync(
        join(project.root, "reports/report-dev.json"),
        JSON.stringify(reportOf(applied)),
      );
      const runner = new StepRunner(project.root, {
        ...server.job,
        GITHUB_SHA: SECOND,
        GITHUB_STEP_SUMMARY: join(project.root, "summary.md"),
      });
      const { job } = jobs.find(({ file }) => file.path === `${ACTION}/action.yml`)!;
      const values = { "inputs.environment": "dev", "inputs.token": "t" };
      for (const step of job.steps.filter(({ run }) => run !== undefined)) {
        const { code, stderr } = await runner.run(step, values);
        expect([code, stderr]).toEqual([0, ""]);
      }
      expect(unmark(server.comments[0]!.body)!.text).toContain("**Out of date**");
      expect(server.statuses).toMatchObject([{ state: "pending", sha: FIRST }]);
      expect(readFileSync(join(project.root, "summary.md"), "utf8")).toContain("out of date: 7.");
    } finally {
      project.remove();
      await server.stop();
    }
  });
});
