import type { Json } from "../../stacks/template.ts";
import type { ResourceChange } from "../plan/plan-json.ts";
import { eitherMarks, isMarked, type Marks, marksAt } from "../secret/marks.ts";
import { amount, type Fact, type FactRule, kept, keptFor } from "./facts.ts";
import { STATEFUL } from "./types.ts";

/** What keeps data while a thing stands, besides what decides when it goes. */
const KEEPING: Readonly<Record<string, readonly FactRule[]>> = {
  aws_cloudwatch_log_group: [keptFor("retention_in_days", "log entries are kept", "days")],
  aws_kinesis_stream: [amount("retention_period", "records are kept for", "hours")],
  aws_s3_bucket_versioning: [
    kept("versioning_configuration.status", "versions of objects", "Enabled"),
  ],
  aws_sqs_queue: [amount("message_retention_seconds", "messages are kept for", "seconds")],
  google_sql_database_instance: [
    kept("settings.backup_configuration.point_in_time_recovery_enabled", "point-in-time recovery"),
    amount(
      "settings.backup_configuration.transaction_log_retention_days",
      "transaction logs are kept for",
      "days",
    ),
  ],
  google_storage_bucket: [
    kept("versioning.enabled", "versions of objects"),
    amount("retention_policy.retention_period", "objects cannot be deleted for", "seconds"),
  ],
};

/**
 * What guards the data of a thing less than before, though the thing stays: `deletion protection: off`,
 * `automated backups: 1 day, was 7 days`. Nothing of what is marked as sensitive is looked at. Nothing
 * at all where there is none.
 */
export function loosenedBy(
  type: string,
  change: ResourceChange["change"],
): readonly string[] | undefined {
  const rules = [...factsOf(type), ...(Object.hasOwn(KEEPING, type) ? KEEPING[type]! : [])];
  if (rules.length === 0) return undefined;
  const marks = eitherMarks(change.before_sensitive, change.after_sensitive);
  const before = plain(change.before, marks);
  const after = plain(change.after, marks);
  const told = rules.flatMap((rule) => {
    const was = rule(before);
    const now = was && rule(after);
    return was && now ? tell(was, now) : [];
  });
  return told.length > 0 ? told : undefined;
}

function factsOf(type: string): readonly FactRule[] {
  return Object.hasOwn(STATEFUL, type) ? STATEFUL[type]!.facts : [];
}

function tell(was: Fact, now: Fact): string[] {
  if (was.amount !== undefined && now.amount !== undefined) {
    return now.amount < was.amount ? [`${now.label}: ${now.value}, was ${was.value}`] : [];
  }
  return now.danger && !was.danger ? [`${now.label}: ${now.value}`] : [];
}

/** Attributes in which nothing is marked. */
function plain(values: unknown, marks: Marks): Json {
  if (typeof values !== "object" || values === null || marks === true) return {};
  const seen: Record<string, unknown> = { ...values };
  for (const name in marks as object) if (isMarked(marksAt(marks, name))) seen[name] = undefined;
  return seen;
}
