import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { STACK_FILES } from "../plan/manifest.ts";
import { NewPlanSet } from "../plan/set.ts";
import { TestProject } from "../rehearsal/run/testing/project.ts";
import type { PlanJson } from "../review/plan/plan-json.ts";
import { CANARY } from "../review/testing/fixtures.ts";
import { changeOf, planOf } from "../review/testing/handmade.ts";

const STACK = "dev-app-network";

/** Writes a plan set of one stack. */
function writeSet(folder: string, plan: PlanJson): void {
  const set = new NewPlanSet(folder);
  writeFileSync(join(set.stack(STACK), STACK_FILES.json), JSON.stringify(plan));
  set.finish({
    version: 1,
    engine: { engine: "terraform", version: "1.11.4" },
    dirty: false,
    rehearsal: false,
    planned: "2026-11-21T14:02:00.000Z",
    command: "infra plan dev",
    stacks: [
      {
        stack: STACK,
        environment: "dev",
        dependencies: [],
        result: "planned",
        problems: [],
        warnings: [],
        stale: [],
        providers: [],
        files: set.seal(STACK),
      },
    ],
  });
}

const losses = (count: number) =>
  planOf(
    Array.from({ length: count }, (_, at) =>
      changeOf(`aws_ssm_parameter.parameter-number-${at}`, {
        actions: ["delete"],
        before: { value: CANARY },
        before_sensitive: { value: true },
      }),
    ),
  );

describe("infra render", () => {
  let project: TestProject;
  beforeAll(() => {
    project = new TestProject({ [STACK]: {} });
    writeSet(join(project.root, ".plan"), losses(2));
    writeSet(join(project.root, "great"), losses(5000));
  });
  afterAll(() => project.remove());

  it("tells what the plan set in .plan would do, and ends with 0", async () => {
    const { code, stdout, stderr } = await project.infra(["render"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^Plan: destroys data · 2 destroy · 1 of 1 stack\n/);
    expect(stdout).toContain("destroy aws_ssm_parameter.parameter-number-1 (setting)");
    expect(stdout).not.toContain(CANARY);
  });

  it("gives Markdown, or the review as data, without a secret in either", async () => {
    const comment = await project.infra(["render", ".plan", "--format", "comment"]);
    expect(comment.stdout).toMatch(/^## Plan: destroys data/);
    const { stdout } = await project.infra(["render", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: "destroys data", counts: { destroy: 2 } });
    expect(comment.stdout + stdout).not.toContain(CANARY);
  });

  it("ends with 1 where not everything that goes could be named, and says where it is", async () => {
    const { code, stdout, stderr } = await project.infra([
      "render",
      "great",
      "--format",
      "comment",
    ]);
    expect(code).toBe(1);
    expect(stdout).toContain("5000 destructive changes, too many to be named here");
    expect(stderr).toBe(
      "infra: not every destructive change could be named in this size; see --format summary\n",
    );
    const summary = await project.infra(["render", "great", "--format", "summary"]);
    expect(summary.code).toBe(0);
    expect(summary.stdout).toContain("parameter-number-4999");
  });

  it("ends with 2 at a format that it does not know, with 1 where there is no plan set", async () => {
    expect(await project.infra(["render", "--format", "html"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("--format must be terminal, comment, summary; got html"),
    });
    const nowhere = await project.infra(["render", "nowhere"]);
    expect(nowhere.code).toBe(1);
    expect(nowhere.stderr).toContain(
      'is no plan set: it has no plan-set.json; make one with "infra plan"',
    );
  });
});
