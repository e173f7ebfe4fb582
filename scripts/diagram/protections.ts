import type { Json } from "../stacks/template.ts";
import { namedIn, type Thing } from "./things.ts";

/** What a thing's own arguments say for its protection: argument, value that does, words with it. */
const ARGUMENTS: readonly (readonly [string, (value: unknown) => boolean, string])[] = [
  ["lifecycle.prevent_destroy", isTrue, "Terraform never destroys it"],
  ["deletion_protection", isOn, "deletion protection"],
  ["deletion_protection_enabled", isTrue, "deletion protection"],
  ["settings.deletion_protection_enabled", isTrue, "deletion protection"],
  ["force_destroy", (value) => value === false, "goes only when empty"],
  ["force_delete", (value) => value === false, "goes only when empty"],
  ["skip_final_snapshot", (value) => value === false, "final snapshot"],
  ["backup_retention_period", isSome, "automated backups for % days"],
  ["settings.backup_configuration.enabled", isTrue, "automated backups"],
  ["point_in_time_recovery.enabled", isTrue, "point-in-time recovery"],
  ["deletion_window_in_days", isSome, "can be restored for % days"],
  ["recovery_window_in_days", isSome, "can be restored for % days"],
  ["versioning.enabled", isTrue, "versions kept"],
  ["soft_delete_policy.retention_duration_seconds", isSome, "deleted objects kept for a while"],
  ["retention_policy.retention_period", isSome, "nothing deleted before its time"],
  ["public_access_prevention", (value) => value === "enforced", "closed to the public"],
  ["storage_encrypted", isTrue, "encrypted"],
  ["encrypted", isTrue, "encrypted"],
  ["encrypt_at_rest.enabled", isTrue, "encrypted"],
  ["sqs_managed_sse_enabled", isTrue, "encrypted"],
  ["kms_key_id", isSome, "encrypted with a key of ours"],
  ["enable_key_rotation", isTrue, "key rotates"],
  ["multi_az", isTrue, "stands in two zones"],
  ["cluster_config.zone_awareness_enabled", isTrue, "stands in several zones"],
  ["image_tag_mutability", isImmutable, "tags cannot be moved"],
  ["docker_config.immutable_tags", isTrue, "tags cannot be moved"],
];

/** What other things say for the protection of the one that they name. */
const BESIDE: Readonly<Record<string, (body: Json) => string | undefined>> = {
  aws_s3_bucket_versioning: (body) =>
    at(body, "versioning_configuration.status") === "Enabled" ? "versions kept" : undefined,
  aws_s3_bucket_server_side_encryption_configuration: (body) => {
    const by = at(body, "rule.apply_server_side_encryption_by_default.sse_algorithm");
    return String(by).startsWith("aws:kms") ? "encrypted with a key of ours" : "encrypted";
  },
  aws_s3_bucket_public_access_block: (body) =>
    at(body, "restrict_public_buckets") === true ? "closed to the public" : undefined,
  aws_s3_bucket_object_lock_configuration: () => "nothing deleted before its time",
  google_compute_disk_resource_policy_attachment: () => "snapshots by a schedule",
};

/** How a thing is protected, each in a few words, as far as its stack says so. */
export function protectionsOf(thing: Thing, things: readonly Thing[]): string[] {
  const own = ARGUMENTS.flatMap(([path, holds, words]) => {
    const value = at(thing.body, path);
    return holds(value) ? [words.replace("%", String(value))] : [];
  });
  const beside = things.flatMap(({ type, body }) => {
    const names = namedIn({ bucket: body["bucket"], disk: body["disk"] });
    return names.includes(thing.address) ? (BESIDE[type]?.(body) ?? []) : [];
  });
  return [...new Set([...own, ...beside])];
}

function isTrue(value: unknown): boolean {
  return value === true;
}

/** On, in the words of whichever service. */
function isOn(value: unknown): boolean {
  return value === true || value === "ACTIVE";
}

/** `IMMUTABLE`, or that with exceptions. */
function isImmutable(value: unknown): boolean {
  return String(value).startsWith("IMMUTABLE");
}

/** There, and not nothing: a number above zero, or a text. */
function isSome(value: unknown): boolean {
  return typeof value === "number" ? value > 0 : typeof value === "string" && value !== "";
}

/** The value at `a.b`; a block that stands at most once is passed through. */
function at(body: Json, path: string): unknown {
  return path.split(".").reduce<unknown>((value, key) => {
    const one = Array.isArray(value) ? value[0] : value;
    return typeof one === "object" && one !== null ? (one as Json)[key] : undefined;
  }, body);
}
