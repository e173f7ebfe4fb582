import { type Finding, oneOf } from "@groundplan/core/problems";

/** Days for which CloudWatch Logs can keep lines. It knows no others. */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
];

/** Fewest days of a log that an audit looks into. */
export const AUDIT_DAYS = 365;

/**
 * Checks days against those that CloudWatch Logs offers. Skips what is absent or a token.
 *
 * @param atLeast fewest days that will do, such as `AUDIT_DAYS`
 */
export function retentionProblem(prop: string, days: number | undefined, atLeast = 1): Finding {
  return oneOf(
    prop,
    days,
    RETENTION_DAYS.filter((offered) => offered >= atLeast),
  );
}
