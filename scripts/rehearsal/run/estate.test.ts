import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { missing } from "../../parts/parts.ts";
import { destroyRehearsal } from "./destroy.ts";
import { rehearse } from "./rehearse.ts";
import { TestProject } from "./testing/project.ts";

const SYNTH = fileURLToPath(new URL("../../synth/main.sh", import.meta.url));

const ALL = ["dev", "prod", "shared"];

/** However loaded the machine is, each of these ends: none proves how long it takes. */
const TIMEOUT = 600_000;

describe.skipIf(missing("terraform"))("the estate", () => {
  let project: TestProject;
  beforeAll(() => {
    project = new TestProject({}, undefined, `sh ${SYNTH}`);
  });
  afterAll(() => project.remove());

  const run = async (work: typeof rehearse, ...names: string[]) => {
    const said: string[] = [];
    const { stacks } = await work(await project.options(names, (text) => said.push(text)));
    const problems = stacks.flatMap(({ stack, problems }) =>
      problems.map((each) => `${stack}: ${each}`),
    );
    return { stacks, problems, said };
  };

  it("rehearses green in dev, prod and shared", { timeout: TIMEOUT }, async () => {
    const { stacks, problems } = await run(rehearse, ...ALL);
    expect(problems).toEqual([]);
    expect(new Set(stacks.map(({ ending }) => ending))).toEqual(new Set(["ok"]));
    expect(new Set(stacks.map(({ environment }) => environment))).toEqual(new Set(ALL));
  });

  it("changes nothing when it is rehearsed again", { timeout: TIMEOUT }, async () => {
    const { stacks, problems } = await run(rehearse, ...ALL);
    expect(problems).toEqual([]);
    expect(stacks.flatMap(({ changes }) => changes)).toEqual([]);
  });

  it("refuses to let prod go, lets it go unprotected, and leaves nothing", {
    timeout: TIMEOUT,
  }, async () => {
    const { problems, said } = await run(destroyRehearsal, ...ALL);
    expect(problems).toEqual([]);
    expect(said.join("\n")).toMatch(/prod-\S+: destroying is refused, as it must be: /);
    expect(existsSync(project.rehearsed(""))).toBe(false);
  });
});
