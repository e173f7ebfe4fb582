import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nearest, selectStacks, UnknownNames, withProducers } from "./select.ts";

const stack = (id: string, ...dependencies: string[]) => ({
  id,
  environment: id.split("-")[0]!,
  dependencies,
});

const STACKS = [
  stack("shared-app-registry"),
  stack("dev-app-network"),
  stack("dev-app-service", "dev-app-network", "shared-app-registry"),
  stack("dev-app-edge", "dev-app-service"),
  stack("prod-app-network"),
];
const idsOf = (stacks: readonly { id: string }[]) => stacks.map(({ id }) => id);
const selected = (...names: string[]) => idsOf(selectStacks(STACKS, names).stacks);

describe("choosing stacks", () => {
  it("takes environments, stacks and globs, each once and in order", () => {
    expect(selected("prod")).toEqual(["prod-app-network"]);
    expect(selected("dev-app-edge", "dev-app-network")).toEqual([
      "dev-app-network",
      "dev-app-edge",
    ]);
    expect(selected("*-network", "dev-app-network")).toEqual([
      "dev-app-network",
      "prod-app-network",
    ]);
    expect(selected("dev-app-????")).toEqual(["dev-app-edge"]);
    expect(selected("*")).toHaveLength(5);
  });

  it("takes a name for a name: nothing in it is a pattern but * and ?", () => {
    expect(selectStacks(STACKS, ["dev.app.network", "(dev)"]).stacks).toEqual([]);
  });

  it("adds everything that is read, however far away", () => {
    const chosen = selectStacks(STACKS, ["dev-app-edge"]).stacks;
    expect(idsOf(withProducers(STACKS, chosen))).toEqual([
      "shared-app-registry",
      "dev-app-network",
      "dev-app-service",
      "dev-app-edge",
    ]);
  });

  it("tells what is unknown, with the nearest names", () => {
    const { unknown } = selectStacks(STACKS, ["pord", "dev-app-netwrok", "dev", "zzzzzz"]);
    expect(unknown).toEqual([
      { name: "pord", nearest: ["prod"] },
      { name: "dev-app-netwrok", nearest: ["dev-app-network"] },
      { name: "zzzzzz", nearest: [] },
    ]);
    expect(new UnknownNames(unknown).message).toBe(
      "no environment or stack is called pord; did you mean prod?\n" +
        "no environment or stack is called dev-app-netwrok; did you mean dev-app-network?\n" +
        "no environment or stack is called zzzzzz; see infra list",
    );
  });
});

describe("the nearest names", () => {
  it("hold the name of which one letter slipped", () => {
    const name = fc.stringMatching(/^[a-z]{4,12}$/);
    fc.assert(
      fc.property(name, fc.nat(), fc.stringMatching(/^[a-z]$/), (right, at, letter) => {
        const i = at % right.length;
        const changed = right.slice(0, i) + letter + right.slice(i + 1);
        const dropped = right.slice(0, i) + right.slice(i + 1);
        const doubled = right.slice(0, i) + right[i] + right.slice(i);
        for (const typed of [changed, dropped, doubled])
          expect(nearest(typed, [right])).toEqual([right]);
      }),
    );
  });

  it("are at most three, the closest first", () => {
    expect(nearest("plan", ["plane", "plans", "clan", "apply", "plan"])).toEqual([
      "plan",
      "clan",
      "plane",
    ]);
  });

  it("hold what begins like it", () => {
    expect(nearest("reh", ["list", "rehearse"])).toEqual(["rehearse"]);
  });
});
