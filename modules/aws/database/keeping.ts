import { between, type Finding, matching, must, whole } from "@groundplan/core/problems";
import { KEY_ARN } from "../account/index.ts";
import { retentionProblem } from "../log-retention/index.ts";

/** Fewest days of backups that a protected database keeps. */
const POLICY_DAYS = 7;

/** What is wrong with what is kept. 1 to 35 days: RDS API reference, "BackupRetentionPeriod". */
export function keepingProblems({
  backupDays,
  protect,
  logDays,
}: {
  readonly backupDays: number;
  readonly protect: boolean;
  readonly logDays: number;
}): Finding[] {
  return [
    between("backups.days", backupDays, 1, 35),
    whole("backups.days", backupDays),
    must(
      !protect || backupDays >= POLICY_DAYS,
      "backups.days",
      `be at least ${POLICY_DAYS} while protected`,
      backupDays,
    ),
    retentionProblem("logDays", logDays),
  ];
}

/** What is wrong with a key of one's own. */
export function keyProblem(prop: string, keyArn: string | undefined): Finding {
  return matching(prop, keyArn, KEY_ARN, "be the ARN of a key");
}

/** What is wrong with the moment of a birth from the past. */
export function momentProblem(prop: string, at: string): Finding {
  const pattern = /^(latest|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)$/;
  return matching(prop, at, pattern, "be latest or a second in UTC such as 2026-11-01T02:00:00Z");
}

/** What is wrong with the name of a snapshot. */
export function snapshotProblem(prop: string, snapshot: string): Finding {
  const pattern = /^(arn:[^ ]+|(rds:)?[A-Za-z][\w-]*)$/;
  return matching(prop, snapshot, pattern, "be the name of a snapshot or its ARN");
}
