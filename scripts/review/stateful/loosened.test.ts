import { describe, expect, it } from "vitest";
import type { Json } from "../../stacks/template.ts";
import { loosenedBy } from "./loosened.ts";

const loosened = (type: string, before: Json, after: Json, marks: unknown = false) =>
  loosenedBy(type, { actions: ["update"], before, after, before_sensitive: marks });

describe("what guards data less than before", () => {
  it.each<[string, Json, Json, string[]]>([
    [
      "aws_db_instance",
      { deletion_protection: true, skip_final_snapshot: false, backup_retention_period: 7 },
      { deletion_protection: false, skip_final_snapshot: true, backup_retention_period: 1 },
      ["final snapshot: no", "deletion protection: off", "automated backups: 1 day, was 7 days"],
    ],
    [
      "aws_s3_bucket",
      { force_destroy: false },
      { force_destroy: true },
      ["objects: deleted with it"],
    ],
    [
      "aws_s3_bucket_versioning",
      { versioning_configuration: [{ status: "Enabled" }] },
      { versioning_configuration: [{ status: "Suspended" }] },
      ["versions of objects: off"],
    ],
    [
      "aws_cloudwatch_log_group",
      { retention_in_days: 0 },
      { retention_in_days: 30 },
      ["log entries are kept: 30 days, was for ever"],
    ],
    [
      "google_sql_database_instance",
      { settings: [{ backup_configuration: [{ point_in_time_recovery_enabled: true }] }] },
      { settings: [{ backup_configuration: [{ point_in_time_recovery_enabled: false }] }] },
      ["point-in-time recovery: off"],
    ],
  ])("is told of %s", (type, before, after, expected) => {
    expect(loosened(type, before, after)).toEqual(expected);
    expect(loosened(type, after, before)).toBeUndefined();
    expect(loosened(type, before, before)).toBeUndefined();
  });

  it("is nothing where a value is not known yet, is marked, or the type holds nothing", () => {
    const [on, off] = [{ deletion_protection: true }, { deletion_protection: false }];
    expect(loosened("aws_db_instance", on, {})).toBeUndefined();
    expect(loosened("aws_db_instance", on, off, { deletion_protection: true })).toBeUndefined();
    expect(loosened("aws_route_table", on, off)).toBeUndefined();
    expect(loosened("constructor", on, off)).toBeUndefined();
  });
});
