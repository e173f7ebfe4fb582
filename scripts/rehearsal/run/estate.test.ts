import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { missing } from "../../parts/parts.ts";
import type { RehearsalReport } from "./result.ts";
import { TestProject } from "./testing/project.ts";

const SYNTH = fileURLToPath(new URL("../../synth/main.mjs", import.meta.url));

describe.skipIf(missing("terraform"))("the estate", () => {
  let project: TestProject;
  beforeAll(() => {
    project = new TestProject({}, undefined, `${process.execPath} ${SYNTH}`);
  });
  afterAll(() => project.remove());

  const rehearse = async (...args: string[]) => {
    const { code, stdout, stderr } = await project.infra(["rehearse", ...args, "--json"]);
    const { stacks }: RehearsalReport = JSON.parse(stdout || '{"stacks":[]}');
    const problems = stacks.flatMap(({ stack, problems }) =>
      problems.map((each) => `${stack}: ${each}`),
    );
    return { code, stderr, stacks, problems };
  };

  it("rehearses green in dev, prod and shared", { timeout: 120_000 }, async () => {
    const { code, stacks, problems } = await rehearse("dev", "prod", "shared");
    expect(problems).toEqual([]);
    expect(code).toBe(0);
    expect(new Set(stacks.map(({ environment }) => environment))).toEqual(
      new Set(["dev", "prod", "shared"]),
    );
  });

  it("changes nothing when it is rehearsed again", { timeout: 120_000 }, async () => {
    const { code, stacks } = await rehearse("dev", "prod", "shared");
    expect(code).toBe(0);
    expect(stacks.flatMap(({ changes }) => changes)).toEqual([]);
  });

  it("refuses to let prod go, lets it go unprotected, and leaves nothing", {
    timeout: 120_000,
  }, async () => {
    const dev = await rehearse("dev", "--destroy");
    expect(dev.problems.filter((problem) => !problem.includes("kept: read by prod-"))).toEqual([]);
    const rest = await rehearse("prod", "shared", "--destroy");
    expect(rest.problems).toEqual([]);
    expect(rest.stderr).toMatch(/prod-\S+: destroying is refused, as it must be: /);
    expect(existsSync(project.rehearsed(""))).toBe(false);
  });
});
