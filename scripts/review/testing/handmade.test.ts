import { describe, expect, it } from "vitest";
import { plain } from "../phrase.ts";
import { reasonOf } from "../plan/reason.ts";
import { HANDMADE } from "./handmade.ts";

/** Fields of a plan's JSON, format 1.2, and of a change in it: nothing made by hand has others. */
const PLAN = [
  "format_version",
  "terraform_version",
  "applyable",
  "complete",
  "errored",
  "resource_changes",
  "resource_drift",
  "relevant_attributes",
  "output_changes",
  "checks",
  "deferred_changes",
  "action_invocations",
];
const RESOURCE = [
  "address",
  "previous_address",
  "module_address",
  "mode",
  "type",
  "name",
  "index",
  "provider_name",
  "deposed",
  "action_reason",
  "change",
];
const CHANGE = [
  "actions",
  "before",
  "after",
  "after_unknown",
  "before_sensitive",
  "after_sensitive",
  "replace_paths",
  "importing",
  "generated_config",
];

const isKnown = (reason: string) => !plain(reasonOf(reason, "replace") ?? []).startsWith("reason:");

describe("a plan made by hand", () => {
  it.each(Object.entries(HANDMADE))(
    "has the fields of the format and no other: %s",
    (_name, plan) => {
      expect(plan.format_version).toBe("1.2");
      expect(PLAN).toEqual(expect.arrayContaining(Object.keys(plan)));
      const deferred = (plan.deferred_changes ?? []).map(({ resource_change }) => resource_change!);
      for (const each of [...(plan.resource_changes ?? []), ...deferred]) {
        expect(RESOURCE).toEqual(expect.arrayContaining(Object.keys(each)));
        expect(CHANGE).toEqual(expect.arrayContaining(Object.keys(each.change)));
        expect(each.address).toContain(`${each.type}.${each.name}`);
      }
    },
  );

  it.each(Object.entries(HANDMADE).filter(([name]) => name !== "unheard-of"))(
    "gives reasons that Terraform or OpenTofu give: %s",
    (_name, { resource_changes = [] }) => {
      const reasons = resource_changes.flatMap(({ action_reason }) => action_reason ?? []);
      expect(reasons.filter((each) => !isKnown(each))).toEqual([]);
    },
  );
});
