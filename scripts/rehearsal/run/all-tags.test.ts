import { expect, it } from "vitest";
import { withAllTags } from "./all-tags.ts";

const ALL = { Name: "main", team: "a" };

it("changes a tag where both sets have it, and keeps those of the provider block", () => {
  const before = { tags: { Name: "main" }, tags_all: ALL };
  const set = (tags: Record<string, string> | null) =>
    withAllTags(before, { ...before, tags })["tags_all"];
  expect(set({ Name: "other" })).toEqual({ Name: "other", team: "a" });
  expect(set({ Name: "main", by: "hand" })).toEqual({ Name: "main", team: "a", by: "hand" });
  expect(set({})).toEqual({ team: "a" });
  expect(set(null)).toEqual({ team: "a" });
});

it("leaves alone what has one set, or whose tags were not changed", () => {
  const google = { labels: { a: "b" } };
  expect(withAllTags(google, { labels: { a: "c" } })).toEqual({ labels: { a: "c" } });
  const tags = { Name: "main" };
  const after = { tags, tags_all: { team: "b" }, cidr_block: "10.0.0.0/16" };
  expect(withAllTags({ tags, tags_all: ALL }, after)).toBe(after);
});
