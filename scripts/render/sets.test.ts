import { describe, expect, it } from "vitest";
import { CANARY } from "../review/testing/fixtures.ts";
import { SETS } from "../review/testing/sets.ts";
import { golden, rendered } from "./testing/scene.ts";

describe("a comment on a plan set", () => {
  it.each(Object.keys(SETS))("tells of %s", async (name) => {
    const { stacks, ...rest } = SETS[name]!;
    const { text } = rendered(stacks, "comment", rest);
    expect(text).not.toContain(CANARY);
    await expect(text).toMatchFileSnapshot(golden(`set-${name}`));
  });
});
