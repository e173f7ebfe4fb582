// @module-tag long
import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { missing } from "../parts/parts.ts";
import { readPlanSet } from "../plan/set.ts";
import { setDigest } from "../plan/set-digest.ts";
import { Estate, layers } from "../plan/testing/estate.ts";
import { applyPlanSet } from "./apply-set.ts";
import { renderApply } from "./report.ts";
import { type ApplyReport, exitCodeOf } from "./result.ts";

const NETWORK = "dev-shop-network";
const SERVICE = "dev-shop-service";
const IDS = [NETWORK, SERVICE, "dev-shop-edge"];

describe.skipIf(missing("terraform"))("applying a plan set over three layers", () => {
  let estate: Estate;
  let states: ReadonlyMap<string, string>;
  beforeAll(async () => {
    estate = await Estate.open();
    estate.project.setStacks(layers(estate));
    await estate.plan(["dev"]);
    for (const id of IDS) estate.applyByHand(id);
    states = new Map(IDS.map((id) => [id, estate.stateOf(id)]));
  });
  afterAll(() => estate.remove());
  /** Nothing stands. */
  beforeEach(() => {
    for (const id of IDS) rmSync(estate.state(id), { force: true });
    for (const name of [".plan", ".plan-2", ".plan-3"]) {
      rmSync(estate.path(name), { recursive: true, force: true });
    }
    estate.project.setStacks(layers(estate));
  });
  /** All three stand. */
  const stand = () => {
    for (const [id, state] of states) writeFileSync(estate.state(id), state);
  };

  const apply = (set = ".plan", next = ".plan-2") =>
    applyPlanSet({
      ...estate.common,
      folder: estate.path(set),
      next: estate.path(next),
      approved: setDigest(readPlanSet(estate.path(set))),
      command: "infra apply",
    });
  const endings = ({ stacks }: ApplyReport) =>
    stacks.map(
      ({ stack, ending, right }) => `${stack}: ${[ending, right].filter(Boolean).join(", ")}`,
    );
  const input = (id: string) => {
    const { resources } = JSON.parse(estate.stateOf(id));
    const [made] = resources.filter(({ mode }: { mode: string }) => mode === "managed");
    return made.instances[0].attributes.input.value ?? made.instances[0].attributes.input;
  };

  it("applies what was reviewed, and plans what nobody has seen as a set of its own", async () => {
    await estate.plan(["dev"]);
    const first = await apply();
    expect(endings(first)).toEqual([
      "dev-shop-network: applied, as reviewed",
      "dev-shop-service: needs approval",
      "dev-shop-edge: waiting",
    ]);
    expect(exitCodeOf(first)).toBe(3);
    expect(first.stacks.map(({ at }) => at)).toEqual(Array(3).fill("2026-11-21T14:02:00.000Z"));
    const second = await apply(".plan-2", ".plan-3");
    expect(endings(second)).toEqual([
      "dev-shop-service: applied, as reviewed",
      "dev-shop-edge: needs approval",
    ]);
    const third = await apply(".plan-3", ".plan-4");
    expect(endings(third)).toEqual(["dev-shop-edge: applied, as reviewed"]);
    expect(exitCodeOf(third)).toBe(0);
    expect(third.next).toBeUndefined();
    expect(existsSync(estate.path(".plan-4"))).toBe(false);
    expect((await estate.plan(["dev"])).stacks.every(({ official }) => official?.add === 0)).toBe(
      true,
    );
  });

  it("lets a reader follow a value that the review marked as moving, and says so", async () => {
    stand();
    estate.project.setStacks(layers(estate, "vpc-b"));
    await estate.plan(["dev"]);
    const report = await apply();
    expect(endings(report)).toEqual([
      "dev-shop-network: applied, as reviewed",
      "dev-shop-service: applied, follows what moved",
      "dev-shop-edge: unchanged",
    ]);
    expect(report.stacks[1]!.follows).toEqual(["terraform_data.api: input"]);
    expect(input(SERVICE)).toBe("in vpc-b");
    expect(renderApply(report, "infra apply")).toContain(
      "dev-shop-service follows what moved:\n  terraform_data.api: input",
    );
  });

  it("lets no reader follow what the review did not foresee, and puts off only that", async () => {
    const handingOn = (vpc: string) => {
      const { [SERVICE]: service, ...others } = layers(estate, vpc);
      const of = "data.terraform_remote_state.producer.outputs";
      const output = { service_name: { value: `api of \${${of}.network_vpc_id}` } };
      return { ...others, [SERVICE]: { ...service, output } };
    };
    stand();
    estate.project.setStacks(handingOn("vpc-a"));
    await estate.plan([SERVICE, "dev-shop-edge"]);
    for (const id of [SERVICE, "dev-shop-edge"]) estate.applyByHand(id);
    estate.project.setStacks(handingOn("vpc-b"));
    await estate.plan(["dev"]);
    const report = await apply();
    expect(report.stacks[1]).toMatchObject({ ending: "applied", right: "follows what moved" });
    expect(report.stacks[2]).toMatchObject({
      ending: "needs approval",
      problems: ["service_name of dev-shop-service moved, which the review did not foresee"],
    });
    expect(readdirSync(estate.path(".plan-2/stacks"))).toEqual(["dev-shop-edge"]);
    // Once more, nothing else is found: what has moved is not forgotten.
    expect((await apply()).stacks[2]!.ending).toBe("needs approval");
  });

  it("lets no reader follow with a destruction, a replacement or another code", async () => {
    stand();
    const moved = layers(estate, "vpc-b");
    const of = "${data.terraform_remote_state.producer.outputs.network_vpc_id}";
    const replacing = { terraform_data: { api: { input: "in vpc-a", triggers_replace: of } } };
    estate.project.setStacks({
      ...layers(estate),
      [SERVICE]: { ...moved[SERVICE], resource: replacing },
    });
    await estate.plan([SERVICE]);
    await apply();
    estate.project.setStacks({ ...moved, [SERVICE]: { ...moved[SERVICE], resource: replacing } });
    await estate.plan(["dev"]);
    const report = await apply();
    expect(report.stacks[1]).toMatchObject({
      ending: "needs approval",
      problems: ["terraform_data.api would be changed by delete, create"],
    });
    expect(report.stacks[1]!.differences).toMatchObject([
      { about: "terraform_data.api", reviewed: "nothing", now: "replace" },
    ]);
  });

  it("plans again what stands on another state, and applies it where it does the same", async () => {
    stand();
    estate.project.setStacks(layers(estate, "vpc-b"));
    await estate.plan([NETWORK]);
    const state = JSON.parse(estate.stateOf(NETWORK));
    writeFileSync(estate.state(NETWORK), JSON.stringify({ ...state, serial: state.serial + 1 }));
    const report = await apply();
    expect(endings(report)).toEqual(["dev-shop-network: applied, planned again, the same"]);
    expect(input(NETWORK)).toBe("vpc-b");
  });

  it("tells address by address what would happen otherwise than reviewed", async () => {
    stand();
    estate.project.setStacks(layers(estate, "vpc-b"));
    await estate.plan([NETWORK]);
    estate.project.setStacks(layers(estate, "vpc-c"));
    const report = await apply();
    expect(renderApply(report, "infra apply")).toContain(
      [
        "dev-shop-network: the code is not the one that was reviewed, and the plan is another",
        "dev-shop-network would do something else than was reviewed:",
        "  terraform_data.vpc: update with other values",
        '    input: reviewed "vpc-b", now "vpc-c"',
        "  output network_vpc_id: update with other values",
      ].join("\n"),
    );
    expect(input(NETWORK)).toBe("vpc-a");
  });

  it("puts off the readers of what is put off, though they have nothing to do yet", async () => {
    stand();
    estate.project.setStacks(layers(estate, "vpc-b"));
    await estate.plan(["dev"]);
    estate.project.setStacks(layers(estate, "vpc-c"));
    expect(endings(await apply())).toEqual([
      "dev-shop-network: needs approval",
      "dev-shop-service: waiting",
      "dev-shop-edge: unchanged",
    ]);
    expect(endings(await apply(".plan-2", ".plan-3"))).toEqual([
      "dev-shop-network: applied, as reviewed",
      "dev-shop-service: applied, follows what moved",
    ]);
    expect(input(SERVICE)).toBe("in vpc-c");
  });

  it("tells no secret, not where Terraform's own words quote one", async () => {
    const secret = "planted-Canary-4711";
    const command = `echo ${secret} >&2; exit 3`;
    const vpc = { input: secret, provisioner: [{ "local-exec": { command } }] };
    estate.project.setStacks({
      [NETWORK]: {
        terraform: estate.backend(NETWORK),
        resource: { terraform_data: { vpc } },
        output: { password: { value: secret, sensitive: true } },
      },
    });
    await estate.plan([NETWORK]);
    const report = await apply();
    expect(report.stacks[0]!.ending).toBe("failed");
    expect(report.stacks[0]!.problems[0]).toContain("exit status 3");
    expect(JSON.stringify(report)).not.toContain(secret);
  });

  it("finds everything done when it is applied once more", async () => {
    await estate.plan([NETWORK]);
    await apply();
    const again = await apply();
    expect(endings(again)).toEqual(["dev-shop-network: unchanged"]);
    expect(exitCodeOf(again)).toBe(0);
  });

  it("names who reads what has moved and is not in the set", async () => {
    stand();
    estate.project.setStacks(layers(estate, "vpc-b"));
    await estate.plan([NETWORK]);
    const report = await apply();
    expect(report.leftBehind).toEqual([
      { stack: SERVICE, producer: NETWORK, outputs: ["network_vpc_id"] },
    ]);
    expect(renderApply(report, "infra apply")).toContain(
      "dev-shop-service reads network_vpc_id of dev-shop-network, which moved, and is not in this plan set: infra plan dev-shop-service",
    );
  });
});
