import { expect, it } from "vitest";
import type { ResourceChange } from "../review/plan/plan-json.ts";
import { rendered, stackOf } from "./testing/scene.ts";

/** A database whose deletion protection is switched off: an update like any other. */
const database = (name: string): ResourceChange => ({
  ...{ address: `aws_db_instance.${name}`, mode: "managed", type: "aws_db_instance", name },
  change: {
    actions: ["update"],
    before: { identifier: name, deletion_protection: true },
    after: { identifier: name, deletion_protection: false },
  },
});
const text = (count: number) => {
  const names = Array.from({ length: count }, (_, at) => `d${at}`);
  const plan = { format_version: "1.2", resource_changes: names.map(database) };
  return rendered([stackOf(plan)], "comment").text;
};

it("says above the details what stays and is guarded less than before", () => {
  const line = "- `dev-shop-api` · `aws_db_instance.d0` · **deletion protection: off**";
  const [told, details] = text(1).split("<details>");
  expect(told).toContain(`### Data less guarded\n\n${line}\n`);
  expect(details).toContain("deletion_protection: false");
});

it("counts what it does not name", () => {
  expect(text(23)).toContain("- and 3 more\n");
});
