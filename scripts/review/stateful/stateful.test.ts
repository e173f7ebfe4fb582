import { describe, expect, it } from "vitest";
import type { Json } from "../../stacks/template.ts";
import { stakeOf } from "./stateful.ts";

/** Facts as text; those that make a loss worse begin with `!`. */
function facts(type: string, values: Json, forgotten = false): string[] | undefined {
  return stakeOf(type, values, forgotten)?.facts.map(
    ({ label, value, danger }) => `${danger ? "! " : ""}${label}: ${value}`,
  );
}

describe("what is lost with a thing", () => {
  it.each<[string, Json, string[]]>([
    [
      "aws_db_instance",
      {
        skip_final_snapshot: true,
        deletion_protection: false,
        backup_retention_period: 0,
        delete_automated_backups: true,
      },
      [
        "! final snapshot: no",
        "! deletion protection: off",
        "! automated backups: none",
        "! automated backups stay: off",
      ],
    ],
    [
      "aws_rds_cluster",
      { skip_final_snapshot: false, deletion_protection: true, backup_retention_period: 7 },
      [
        "final snapshot: yes",
        "deletion protection: on: the apply will fail",
        "automated backups: 7 days",
      ],
    ],
    ["aws_s3_bucket", { force_destroy: true }, ["! objects: deleted with it"]],
    [
      "aws_s3_bucket",
      { force_destroy: false },
      ["objects: must be gone before, or the apply will fail"],
    ],
    ["aws_kms_key", { deletion_window_in_days: 7 }, ["can be restored for: 7 days"]],
    [
      "aws_dynamodb_table",
      { deletion_protection_enabled: false, point_in_time_recovery: [{ enabled: true }] },
      ["! deletion protection: off", "point-in-time recovery: on"],
    ],
    [
      "google_storage_bucket",
      { force_destroy: false, soft_delete_policy: [{ retention_duration_seconds: 604_800 }] },
      [
        "objects: must be gone before, or the apply will fail",
        "soft delete keeps objects for: 604800 seconds",
      ],
    ],
    [
      "cloudflare_zone",
      {},
      [
        "! records and settings: deleted with it",
        "! name servers: new ones: the domain must be delegated again",
      ],
    ],
  ])("is decided by facts as they stand: %s", (type, values, expected) => {
    expect(facts(type, values)).toEqual(expected);
  });

  it("says nothing of what the state does not tell", () => {
    expect(facts("aws_db_instance", {})).toEqual([]);
  });

  it("is nothing where the thing is only forgotten, or holds nothing", () => {
    expect(facts("aws_db_instance", { deletion_protection: false }, true)).toEqual([]);
    expect(stakeOf("aws_route_table", {})).toBeUndefined();
    expect(stakeOf("constructor", {})).toBeUndefined();
  });
});
