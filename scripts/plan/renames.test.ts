import { describe, expect, it } from "vitest";
import { removedOf } from "./renames.ts";

/** A stack with resources of these names. */
const stack = (id: string, ...names: readonly string[]) => ({
  id,
  template: {
    resource: { terraform_data: Object.fromEntries(names.map((name) => [name, {}])) },
  },
});

/** What became of each stack that is gone, given those of both sides. */
function became(base: readonly Stack[], head: readonly Stack[]): Record<string, string> {
  const without = (all: readonly Stack[], others: readonly Stack[]) =>
    all.filter(({ id }) => !others.some((other) => other.id === id));
  const removed = removedOf(without(base, head), without(head, base), head);
  return Object.fromEntries(removed.map(({ id, renamedTo = "gone" }) => [id, renamedTo]));
}

type Stack = ReturnType<typeof stack>;

describe("a stack that is not in the code any more", () => {
  it("has its new name in its own environment, though another has one that is the same", () => {
    const base = [stack("dev-shop-names", "a", "b"), stack("prod-shop-names", "a", "b")];
    const head = [stack("dev-shop-dns", "a", "b"), stack("prod-shop-dns", "a", "b")];
    expect(became(base, head)).toEqual({
      "dev-shop-names": "dev-shop-dns",
      "prod-shop-names": "prod-shop-dns",
    });
  });

  it("has no new name in another environment while its own is still there", () => {
    const base = [stack("prod-shop-names", "a"), stack("prod-shop-network", "b")];
    const head = [stack("dev-shop-dns", "a"), stack("prod-shop-network", "b")];
    expect(became(base, head)).toEqual({ "prod-shop-names": "gone" });
  });

  it("goes with its environment where that got another name", () => {
    const base = [stack("dev-shop-names", "a"), stack("dev-shop-network", "b")];
    const head = [stack("test-shop-names", "a"), stack("test-shop-network", "b")];
    expect(became(base, head)).toEqual({
      "dev-shop-names": "test-shop-names",
      "dev-shop-network": "test-shop-network",
    });
  });

  it("has the name that is most like it, which no other gets", () => {
    const base = [stack("dev-shop-old", "a", "b", "c", "d"), stack("dev-shop-cut", "a", "b", "c")];
    const head = [
      stack("dev-shop-new", "a", "b", "c", "d"),
      stack("dev-shop-other", "a", "b", "c", "d", "e"),
    ];
    expect(became(base, head)).toEqual({ "dev-shop-old": "dev-shop-new", "dev-shop-cut": "gone" });
  });
});
