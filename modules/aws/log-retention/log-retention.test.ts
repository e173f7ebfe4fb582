import { check } from "@groundplan/core/problems";
import { describe, expect, it } from "vitest";
import { AUDIT_DAYS, retentionProblem } from "./log-retention.ts";

describe("days that logs are kept", () => {
  it.each([1, 7, 90, 400, 3653])("may be %i", (days) => {
    expect(() => check("logs", [retentionProblem("days", days)])).not.toThrow();
  });

  it("are refused when CloudWatch Logs does not offer them", () => {
    expect(() => check("logs", [retentionProblem("days", 10)])).toThrow(
      "logs: days must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653, got 10",
    );
  });

  it("of an audit are a year at least", () => {
    expect(() => check("logs", [retentionProblem("days", 90, AUDIT_DAYS)])).toThrow(
      "logs: days must be one of 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653, got 90",
    );
  });
});
