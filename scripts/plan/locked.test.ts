// @module-tag long
import { existsSync, readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { missing } from "../parts/parts.ts";
import { ended, until } from "../rehearsal/run/testing/project.ts";
import { Estate, layers } from "./testing/estate.ts";

const ID = "dev-shop-network";
const ENV = { TF_CLI_CONFIG_FILE: "/dev/null" };

/** Somebody else's apply holds the lock of a state while all of these tests run. */
describe.skipIf(missing("terraform"))("planning while another run holds the lock", () => {
  let estate: Estate;
  /** Another checkout of the same code, whose states lie at the same places. */
  let other: Estate;
  let holder: ReturnType<typeof ended>;
  let release: () => void;
  beforeAll(async () => {
    estate = await Estate.open();
    const command = `touch ${estate.path("begun")}; while [ ! -e ${estate.path("enough")} ]; do sleep 0.05; done`;
    const { [ID]: network } = layers(estate);
    const slow = { input: "vpc", provisioner: [{ "local-exec": { command } }] };
    const stacks = { [ID]: { ...network, resource: { terraform_data: { vpc: slow } } } };
    other = await Estate.open();
    for (const each of [estate, other]) each.project.setStacks(stacks);
    await other.plan([ID]);
    await estate.plan([ID]);
    holder = ended(estate.project.start(["apply", "--yes"], ENV));
    await until(() => existsSync(estate.path("begun")), "the other run works");
    release = () => estate.project.write("../enough", "");
  });
  afterAll(async () => {
    release();
    expect((await holder).code).toBe(0);
    for (const each of [estate, other]) each.remove();
  });

  it("is refused in the same checkout: it would synthesize into what is worked with", async () => {
    await expect(estate.plan([ID])).rejects.toThrow(
      /^the working folder of cdktf\.out is in use by "infra apply --yes" \(process \d+, since \S+\); wait until it has ended, or stop it$/,
    );
  });

  it("waits as long as it may, then says who holds it, and breaks nothing", async () => {
    const out = other.path("late");
    const { stacks } = await other.plan([ID], { out, lockSeconds: 1 });
    const words = stacks[0]!.problems.map(({ text }) => text).join("\n");
    expect(stacks[0]!.result).toBe("failed");
    expect(words).toMatch(/^Error acquiring the state lock: .*Who: +\S+@\S+/);
    expect(words).toMatch(/Operation: +OperationTypeApply/);
    expect(words).toContain("wait until it has ended and run the same command again");
  });

  it("stops at an interrupt in mid-plan, and keeps the set that was there before", async () => {
    const before = other.read(".plan/plan-set.json");
    const child = other.project.start(["plan", ID], ENV);
    const end = ended(child);
    let said = "";
    child.stderr!.on("data", (chunk) => {
      said += chunk;
    });
    await until(() => said.includes(`${ID}: plan`), "it plans");
    child.kill("SIGTERM");
    const { code, stdout, stderr } = await end;
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(
      "infra: stopped on request; no plan set was made, and the one before it stays",
    );
    expect(other.read(".plan/plan-set.json")).toBe(before);
    const half = `..plan-${child.pid}`;
    expect(readdirSync(other.project.root).filter((name) => name === half)).toEqual([]);
  });
});
