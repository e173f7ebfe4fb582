import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { missing } from "../parts/parts.ts";
import { Estate, layers } from "../plan/testing/estate.ts";
import { readOutputs, renderOutputs, sorted } from "./outputs.ts";

const NETWORK = "dev-shop-network";
const SECRET = "hunter2-of-the-network";

describe.skipIf(missing("terraform"))("what a stack hands out", () => {
  let estate: Estate;
  beforeAll(async () => {
    estate = await Estate.open();
    const { [NETWORK]: network, ...others } = layers(estate);
    const more = { url: { value: ["a", "b"] }, key: { value: SECRET, sensitive: true } };
    estate.project.setStacks({
      ...others,
      [NETWORK]: { ...network, output: { ...network!.output, ...more } },
    });
    await estate.project.infra(["synth"]);
    estate.applyByHand(NETWORK);
  });
  afterAll(() => estate.remove());

  const read = (stack: string, rehearsal = false) =>
    readOutputs({ ...estate.common, command: "infra output", stack, rehearsal });

  it("is told by whom it is for, and what is sensitive stays where it is", async () => {
    expect(await read(NETWORK)).toEqual({
      stack: NETWORK,
      contracts: { network_vpc_id: "vpc-a" },
      others: { url: ["a", "b"] },
      withheld: ["key"],
    });
    const { code, stdout } = await estate.project.infra(["output", NETWORK, "--json"], {
      TF_CLI_CONFIG_FILE: "/dev/null",
    });
    expect(code).toBe(0);
    expect(stdout).not.toContain(SECRET);
  });

  it("is nothing while nothing stands, and says how it comes to stand", async () => {
    await expect(read("dev-shop-service")).rejects.toThrow(
      "dev-shop-service hands out nothing: nothing of it stands yet; infra plan dev-shop-service, then infra apply",
    );
    await expect(read(NETWORK, true)).rejects.toThrow(
      `${NETWORK} hands out nothing: nothing of it stands yet; infra rehearse ${NETWORK}`,
    );
  });

  it("is asked for by the whole name of one stack", async () => {
    await expect(read("dev-shop-netwrok")).rejects.toThrow(
      `no environment or stack is called dev-shop-netwrok; did you mean ${NETWORK}?`,
    );
  });

  it("is read of the rehearsal, too", async () => {
    const { code } = await estate.project.infra(["rehearse", NETWORK]);
    expect(code).toBe(0);
    expect((await read(NETWORK, true)).contracts).toEqual({ network_vpc_id: "vpc-a" });
  });
});

describe("outputs as text", () => {
  it("have a part for other stacks, for people, and for what is not shown", () => {
    const output = { vpc_id: { description: "Contract network: read by other stacks" } };
    const state = {
      vpc_id: { value: "vpc-1" },
      url: { value: "https://example.org" },
      password: { value: "no", sensitive: true },
    };
    expect(renderOutputs(sorted("dev-shop-network", { output }, state))).toBe(
      [
        "for other stacks",
        '  vpc_id = "vpc-1"',
        "for people",
        '  url = "https://example.org"',
        "sensitive, not shown",
        "  password",
      ].join("\n"),
    );
    expect(renderOutputs(sorted("dev-shop-network", {}, {}))).toBe("no outputs");
  });
});
