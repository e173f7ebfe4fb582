import { cpSync, existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { amount } from "../../parts/amount.ts";
import { missing } from "../../parts/parts.ts";
import { destroyRehearsal } from "./destroy.ts";
import { rehearse } from "./rehearse.ts";
import { TestProject } from "./testing/project.ts";

const SYNTH = fileURLToPath(new URL("../../synth/main.sh", import.meta.url));

/** What people make by hand in prod, and stacks look up. */
const EXISTING = "environments/prod/existing.json";

const why = "each stack is some ten runs of Terraform";

/** What is rehearsed: all, or the larger environment and what it reads. */
const NAMES = amount({
  all: ["dev", "prod", "shared"],
  few: ["prod"],
  why,
});

/** True where nothing is rehearsed twice: each rehearsal ends with a second plan anyway. */
const ONCE = amount({ all: false, few: true, why });

/** The environments that are rehearsed then. */
const ENVIRONMENTS = [...new Set([...NAMES, "shared"])];

/** However loaded the machine is, each of these ends: none proves how long it takes. */
const TIMEOUT = 600_000;

describe.skipIf(missing("terraform"))(`the estate (${NAMES.join(", ")})`, () => {
  let project: TestProject;
  beforeAll(() => {
    project = new TestProject({}, undefined, `sh ${SYNTH}`);
    const existing = fileURLToPath(new URL(`../../../${EXISTING}`, import.meta.url));
    cpSync(existing, join(project.root, EXISTING), { recursive: true });
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

  it("rehearses green, with what it reads", { timeout: TIMEOUT }, async () => {
    const { stacks, problems } = await run(rehearse, ...NAMES);
    expect(problems).toEqual([]);
    expect(new Set(stacks.map(({ ending }) => ending))).toEqual(new Set(["ok"]));
    expect(new Set(stacks.map(({ environment }) => environment))).toEqual(new Set(ENVIRONMENTS));
  });

  it.skipIf(ONCE)("changes nothing when it is rehearsed again", { timeout: TIMEOUT }, async () => {
    const { stacks, problems } = await run(rehearse, ...NAMES);
    expect(problems).toEqual([]);
    expect(stacks.flatMap(({ changes }) => changes)).toEqual([]);
  });

  it("refuses to let prod go, lets it go unprotected, and leaves nothing", {
    timeout: TIMEOUT,
    tags: ["long"],
  }, async () => {
    const { problems, said } = await run(destroyRehearsal, ...NAMES);
    expect(problems).toEqual([]);
    expect(said.join("\n")).toMatch(/prod-\S+: destroying is refused, as it must be: /);
    expect(existsSync(project.rehearsed(""))).toBe(false);
  });
});
