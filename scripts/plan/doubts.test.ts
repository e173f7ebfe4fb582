import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { missing } from "../parts/parts.ts";
import { renderSet } from "./render-set.ts";
import { Estate } from "./testing/estate.ts";

const [DATA, SERVICE] = ["dev-shop-data", "dev-shop-service"];
const NAMES = ["one", "two", "three", "four", "five", "six"];

/** Things by name, each with its name for a value. */
const things = (...names: readonly string[]) => ({
  terraform_data: Object.fromEntries(names.map((name) => [name, { input: name }])),
});

describe.skipIf(missing("terraform"))("a plan that speaks against itself", () => {
  let estate: Estate;
  let older: string;
  beforeAll(async () => {
    estate = await Estate.open();
    const stacks = (...names: readonly string[]) =>
      estate.project.setStacks({
        [DATA]: { terraform: estate.backend(DATA), resource: things(...names) },
        [SERVICE]: { terraform: estate.backend(SERVICE), resource: things("api") },
      });
    stacks("one");
    await estate.plan(["dev"]);
    estate.applyByHand(SERVICE);
    estate.applyByHand(DATA);
    older = estate.stateOf(DATA);
    stacks(...NAMES);
    await estate.plan(["dev"]);
    estate.applyByHand(DATA);
  });
  afterAll(() => estate.remove());

  const told = () => renderSet(estate.path(".plan"), { format: "terminal" }).rendered.text;

  it("says nothing where the state is the right one", async () => {
    await estate.plan(["dev"]);
    expect(told()).not.toContain("Is this the right state?");
  });

  it.each<[string, () => void, string]>([
    ["is lost", () => rmSync(estate.state(DATA)), "6 things of 6"],
    ["is an older one", () => writeFileSync(estate.state(DATA), older), "5 things of 6"],
  ])(
    "warns of a state that %s, whose things would be made again",
    async (_what, spoil, count) => {
      const right = estate.stateOf(DATA);
      spoil();
      await estate.plan(["dev"]);
      writeFileSync(estate.state(DATA), right);
      expect(told()).toContain(
        `! Is this the right state?\n\n- ${DATA} would create ${count}, while other things of its environment stand`,
      );
    },
    60_000,
  );

  it("fails with Terraform's words where the state is cut off", async () => {
    const right = estate.stateOf(DATA);
    writeFileSync(estate.state(DATA), right.slice(0, right.length / 2));
    const { stacks } = await estate.plan([DATA]);
    writeFileSync(estate.state(DATA), right);
    expect(stacks[0]).toMatchObject({ stack: DATA, result: "failed" });
    expect(stacks[0]!.problems[0]!.text).toContain("state");
  });

  it("carries Terraform's own words where its counts are not ours, and only there", async () => {
    const { terraform } = estate.common;
    const path = estate.path("terraform");
    const miscounts = `#!/bin/sh
if [ "$1" = plan ]; then ${terraform.path} "$@" | sed 's/"changes":{"add":1/"changes":{"add":7/'; exit 2; fi
exec ${terraform.path} "$@"
`;
    writeFileSync(path, miscounts);
    chmodSync(path, 0o755);
    estate.project.setStacks({
      [DATA]: { terraform: estate.backend(DATA), resource: things(...NAMES, "seven") },
      [SERVICE]: { terraform: estate.backend(SERVICE), resource: things("api") },
    });
    const { stacks } = await estate.plan(["dev"], { terraform: { ...terraform, path } });
    expect(stacks.map(({ files }) => Object.keys(files).includes("plan.txt"))).toEqual([
      true,
      false,
    ]);
    expect(told()).toContain(`The counts disagree in ${DATA}: Terraform counts 7 to add`);
    expect(told()).toContain("what Terraform itself says stands below");
    expect(told()).toContain("# terraform_data.seven will be created");
  });
});
