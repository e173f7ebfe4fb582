import { chmodSync, existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { missing } from "../parts/parts.ts";
import { renderSet } from "./render-set.ts";
import { StateNotPutBack } from "./rescued-state.ts";
import { readPlanSet } from "./set.ts";
import { Estate, layers, told } from "./testing/estate.ts";

describe.skipIf(missing("terraform"))("a plan set over three layers", () => {
  let estate: Estate;
  beforeAll(async () => {
    estate = await Estate.open();
    estate.project.setStacks(layers(estate));
  });
  afterAll(() => estate.remove());

  it("says by which stack another is blocked while nothing stands", async () => {
    const { stacks } = await estate.plan(["dev"]);
    expect(stacks.map(told)).toEqual([
      "dev-shop-network: planned",
      "dev-shop-service: blocked by dev-shop-network",
      "dev-shop-edge: blocked by dev-shop-service",
    ]);
  });

  it("holds for each planned stack a saved plan, its JSON and the template, closed to others", () => {
    const [network] = readPlanSet(estate.path(".plan")).stacks;
    expect(Object.keys(network!.files)).toEqual(["plan.tfplan", "plan.json", "cdk.tf.json"]);
    const mode = (name: string) => statSync(estate.path(`.plan/${name}`)).mode & 0o777;
    expect(mode("stacks/dev-shop-network")).toBe(0o700);
    expect(mode("stacks/dev-shop-network/plan.tfplan")).toBe(0o600);
    expect(mode("stacks/dev-shop-network/plan.json")).toBe(0o600);
    expect(mode("plan-set.json")).toBe(0o600);
  });

  it("says of a stack what was synthesized, when it was planned, and what it would do, the same in another run", async () => {
    const first = readPlanSet(estate.path(".plan")).stacks[0]!;
    const [again] = (await estate.plan(["dev-shop-network"])).stacks;
    expect(first.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(first.synthesized).toMatch(/^[0-9a-f]{64}$/);
    expect(first.planned).toBe("2026-11-21T14:02:00.000Z");
    expect([again!.digest, again!.synthesized]).toEqual([first.digest, first.synthesized]);
  });

  it("says what was planned against outputs that the set moves", async () => {
    for (const layer of ["network", "service", "edge"]) estate.applyByHand(`dev-shop-${layer}`);
    expect((await estate.plan(["dev"])).stacks.map(told)).toEqual([
      "dev-shop-network: planned",
      "dev-shop-service: planned",
      "dev-shop-edge: planned",
    ]);
    estate.project.setStacks(layers(estate, "vpc-b"));
    expect((await estate.plan(["dev"])).stacks.map(told)).toEqual([
      "dev-shop-network: planned",
      "dev-shop-service: planned stale on network_vpc_id of dev-shop-network",
      "dev-shop-edge: planned",
    ]);
  });

  it("plans taking everything down, and does not mind what producers will say then", async () => {
    const { stacks, mode } = await estate.plan(["dev"], { mode: "destroy" });
    expect(mode).toBe("destroy");
    expect(stacks.map(told).every((each) => each.endsWith(": planned"))).toBe(true);
    const actions = estate
      .planOf("dev-shop-edge")
      .resource_changes!.map(({ change }) => change.actions);
    expect(actions).toEqual([["delete"]]);
  });

  it("only looks, and plans no change, where drift is asked for", async () => {
    await estate.plan(["dev-shop-network"], { mode: "refresh-only" });
    expect(estate.planOf("dev-shop-network").resource_changes ?? []).toEqual([]);
  });

  it("keeps the plans of the others where one fails, with the reason", async () => {
    const { "dev-shop-edge": edge, ...others } = layers(estate);
    const resource = { terraform_data: { cdn: { input: "${terraform_data.gone.id}" } } };
    estate.project.setStacks({ ...others, "dev-shop-edge": { ...edge, resource } });
    const { stacks } = await estate.plan(["dev"]);
    expect(stacks.map(({ result }) => result)).toEqual(["planned", "planned", "failed"]);
    expect(stacks[2]!.problems[0]!.text).toContain("Reference to undeclared resource");
    expect(renderSet(estate.path(".plan"), { format: "comment" }).rendered.text).toContain(
      "Plan: planning failed",
    );
  });

  it("says in the set how to make it again, as a shell takes it", async () => {
    await estate.project.infra(["plan", "dev-shop-net*"], { TF_CLI_CONFIG_FILE: "/dev/null" });
    const { command } = JSON.parse(estate.read(".plan/plan-set.json"));
    expect(command).toBe("infra plan 'dev-shop-net*'");
  });

  it("plans nothing while a state waits to be put back", async () => {
    mkdirSync(estate.path(".errored"));
    writeFileSync(estate.path(".errored/dev-shop-network.tfstate"), "{}");
    const planning = estate.plan(["dev"]);
    await expect(planning).rejects.toThrow(StateNotPutBack);
    await expect(planning).rejects.toThrow(
      "dev-shop-network: an apply could not write its state and kept it in .errored/dev-shop-network.tfstate: without it everything would be made twice.",
    );
    await expect(estate.plan(["dev-shop-service"])).resolves.toBeDefined();
  });

  it("plans nothing where the set could not be kept", async () => {
    const out = estate.path("stacks.json/mine");
    const before = estate.said.length;
    await expect(estate.plan(["dev-shop-service"], { out })).rejects.toThrow(
      `no plan set can be made in ${out} (ENOTDIR); name another folder with --out, for an apply with --next`,
    );
    expect(estate.said.slice(before)).toEqual([]);
  });

  it("leaves a folder alone that is no plan set", async () => {
    const out = estate.path("mine");
    mkdirSync(out);
    writeFileSync(`${out}/notes.txt`, "keep");
    chmodSync(out, 0o755);
    await expect(estate.plan(["dev-shop-service"], { out })).rejects.toThrow(
      `${out} is there and is no plan set; it is left alone: name another folder with --out, for an apply with --next`,
    );
    expect(existsSync(`${out}/notes.txt`)).toBe(true);
  });
});
