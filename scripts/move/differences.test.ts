import { expect, it } from "vitest";
import { differencesFound } from "./differences.ts";
import { approvalOf } from "./s3/writes.ts";

it("lets only what somebody approved differ, and tells it with the reason", () => {
  const approved = { "cache/*": "Thumbnails are made anew", "a.jpg": "It was drawn anew" };
  const names = ["a.jpg", "a.jpg.bak", "cache/1", "cached"];
  const differences = names.map((name) => [name, `${name} has other tags`] as const);
  expect(differencesFound(differences, (name) => approvalOf(approved, name))).toEqual({
    problems: ["a.jpg.bak has other tags", "cached has other tags"],
    warnings: [
      "a.jpg has other tags, and may: It was drawn anew",
      "cache/1 has other tags, and may: Thumbnails are made anew",
    ],
  });
});
