import type { Attributes, OldThing } from "./old-state.ts";

/** What a thing stands in. Two that stand in different places are never one. */
const PLACES: ReadonlySet<string> = new Set(["project", "location", "region", "zone"]);

/** How most things are told from others of their type. */
const USUAL = [...PLACES, "name"];

/**
 * Types that are told from others of their type by something else than place and name. Source: what
 * each provider imports them by.
 */
const IDENTITIES: Readonly<Record<string, readonly string[]>> = {
  google_artifact_registry_repository: ["project", "location", "repository_id"],
  google_dns_record_set: ["project", "managed_zone", "name", "type"],
  google_iam_workload_identity_pool: ["project", "workload_identity_pool_id"],
  google_iam_workload_identity_pool_provider: [
    "project",
    "workload_identity_pool_id",
    "workload_identity_pool_provider_id",
  ],
  google_monitoring_alert_policy: ["project", "display_name"],
  google_monitoring_notification_channel: ["project", "type", "display_name"],
  google_project_service: ["project", "service"],
  google_secret_manager_secret: ["project", "secret_id"],
  google_secret_manager_secret_version: ["secret", "version"],
  google_service_account: ["project", "account_id"],
  google_sql_database: ["project", "instance", "name"],
  google_sql_user: ["project", "instance", "name"],
  google_storage_bucket: ["name"],
  aws_ecr_repository: ["name"],
  aws_iam_role_policies_exclusive: ["role_name"],
  aws_iam_role_policy: ["role", "name"],
  aws_iam_role_policy_attachment: ["role", "policy_arn"],
  aws_iam_role_policy_attachments_exclusive: ["role_name"],
  aws_iam_user_policy_attachment: ["user", "policy_arn"],
  aws_route53_record: ["zone_id", "name", "type", "set_identifier"],
  aws_s3_bucket: ["bucket"],
  cloudflare_dns_record: ["zone_id", "name", "type", "content"],
  cloudflare_ruleset: ["zone_id", "phase"],
  cloudflare_zone_setting: ["zone_id", "setting_id"],
};

/** What a grant is on: whichever of these its type has. */
const GRANTED_ON = [
  "project",
  "bucket",
  "location",
  "repository",
  "secret_id",
  "service_account_id",
  "crypto_key_id",
];

/**
 * The attributes that tell a thing from others of its type, with their values.
 *
 * @param attributes what is known of it: literal values only
 * @returns nothing where too little is known to tell it apart
 */
export function identityOf(
  type: string,
  attributes: Attributes,
): Readonly<Record<string, string>> | undefined {
  const names = IDENTITIES[type] ?? (isGrant(type) ? grantNames(type) : USUAL);
  const given = names
    .map((name) => [name, attributes[name]] as const)
    .filter(([, value]) => value !== undefined && value !== null && value !== "");
  if (given.some(([, value]) => typeof value === "symbol")) return undefined;
  if (given.every(([name]) => PLACES.has(name))) return undefined;
  const inProject = given.flatMap(
    ([, value]) => /^projects\/([^/]+)\//.exec(String(value))?.[1] ?? [],
  );
  return {
    ...(inProject[0] && { project: inProject[0] }),
    ...Object.fromEntries(given.map(([name, value]) => [name, plain(value)])),
  };
}

/** True when all that both say is equal, and they say enough. */
export function isSame(
  ours: Readonly<Record<string, string>>,
  theirs: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(ours).every(
    ([name, value]) => theirs[name] === value || (PLACES.has(name) && !(name in theirs)),
  );
}

/** True where one says that it stands where the other does not. */
export function isElsewhere(
  ours: Readonly<Record<string, string>>,
  theirs: Readonly<Record<string, string>>,
): boolean {
  return [...PLACES].some((name) => {
    const [here, there] = [ours[name], theirs[name]];
    return here !== undefined && there !== undefined && here.toLowerCase() !== there.toLowerCase();
  });
}

function isGrant(type: string): boolean {
  return /^google_.*_iam_(member|binding)$/.test(type);
}

function grantNames(type: string): string[] {
  return [...GRANTED_ON, "role", ...(type.endsWith("_member") ? ["member"] : [])];
}

/** Google writes some things as links, as paths or by their last part, and means the same. */
export function plain(value: unknown): string {
  const text = String(value).replace(/^https:\/\/www\.googleapis\.com\/compute\/v1\//, "");
  return /^(projects|b)\//.test(text) ? text.slice(text.lastIndexOf("/") + 1) : text;
}

/** Import ids that are not the `id` of the state. Source: the providers' own pages of these types. */
const IMPORT_IDS: Readonly<Record<string, string>> = {
  aws_appautoscaling_policy: "{service_namespace}/{resource_id}/{scalable_dimension}/{name}",
  aws_appautoscaling_target: "{service_namespace}/{resource_id}/{scalable_dimension}",
  aws_cloudwatch_event_target: "{event_bus_name}/{rule}/{target_id}",
  aws_db_instance: "{identifier}",
  aws_ecs_service: "{cluster}/{name}",
  aws_ecs_task_definition: "{arn}",
  aws_iam_group_policy_attachment: "{group}/{policy_arn}",
  aws_iam_role_policies_exclusive: "{role_name}",
  aws_iam_role_policy_attachment: "{role}/{policy_arn}",
  aws_iam_role_policy_attachments_exclusive: "{role_name}",
  aws_iam_user_policy_attachment: "{user}/{policy_arn}",
  aws_lambda_permission: "{function_name}/{statement_id}",
  aws_route: "{route_table_id}_{destination_cidr_block}",
  aws_route_table_association: "{subnet_id}/{route_table_id}",
  cloudflare_dns_record: "{zone_id}/{id}",
  cloudflare_ruleset: "zones/{zone_id}/{id}",
  cloudflare_zone_setting: "{zone_id}/{setting_id}",
  google_sql_user: "{project}/{instance}/{name}",
};

/** Types that their providers cannot import. */
const NOT_IMPORTED = /^aws_(iam_access_key|security_group_rule)$|^google_service_account_key$/;

/** The id that its provider imports a thing by; nothing where it cannot. */
export function importIdOf({ type, attributes }: OldThing): string | undefined {
  const id = attributes["id"];
  if (NOT_IMPORTED.test(type) || typeof id !== "string") return undefined;
  if (isGrant(type)) return grantId(type, id, attributes);
  const form = IMPORT_IDS[type];
  if (!form) return id;
  const cluster = type === "aws_ecs_service";
  return form.replace(/\{(\w+)\}/g, (_all, name) => {
    const value = String(attributes[name] ?? "");
    return cluster ? value.slice(value.lastIndexOf("/") + 1) : value;
  });
}

/** A grant's id is `<what it is on>/<role>[/<member>]`; it is imported with spaces between. */
function grantId(type: string, id: string, attributes: Attributes): string | undefined {
  const parts = [attributes["role"], ...(type.endsWith("_member") ? [attributes["member"]] : [])];
  const end = `/${parts.join("/")}`;
  // A condition stands behind; its title is part of the import id, too.
  const at = id.lastIndexOf(end);
  if (at < 0) return undefined;
  const title = id.slice(at + end.length).replace(/^\//, "");
  return [id.slice(0, at), ...parts, ...(title ? [title] : [])].join(" ");
}

/** Why a thing cannot be taken over as it is; nothing where it can. */
export function unfitnessOf(thing: OldThing): string | undefined {
  if (thing.unfit) return thing.unfit;
  return importIdOf(thing) === undefined ? "its provider cannot import it" : undefined;
}
