interface Change {
  before?: unknown;
  after?: unknown;
  readonly before_sensitive?: unknown;
  readonly after_sensitive?: unknown;
}

/** A plan as those see it who may not see sensitive values: each is a text, whatever its type. */
export function redactedPlan(text: string): string {
  const { format_version, resource_changes, resource_drift, output_changes } = JSON.parse(text);
  for (const { change } of [...(resource_changes ?? []), ...(resource_drift ?? [])]) hide(change);
  for (const change of Object.values(output_changes ?? {})) hide(change as Change);
  const plan_format_version = format_version;
  return JSON.stringify({ plan_format_version, resource_changes, resource_drift, output_changes });
}

function hide(change: Change): void {
  change.before = hidden(change.before, change.before_sensitive);
  change.after = hidden(change.after, change.after_sensitive);
}

function hidden(value: unknown, marks: unknown): unknown {
  if (marks === true) return value === null ? null : "REDACTED";
  if (typeof marks !== "object" || marks === null || typeof value !== "object" || !value)
    return value;
  const entries = Object.entries(value).map(([key, each]) => [
    key,
    hidden(each, (marks as Record<string, unknown>)[key]),
  ]);
  return Array.isArray(value) ? entries.map(([, each]) => each) : Object.fromEntries(entries);
}
