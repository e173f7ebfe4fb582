import { isGrant, isMember } from "./identities.ts";
import type { Attributes, OldThing } from "./old-state.ts";

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
  aws_opensearch_domain: "{domain_name}",
  aws_route: "{route_table_id}_{destination_cidr_block}",
  aws_route_table_association: "{subnet_id}/{route_table_id}",
  aws_s3_object: "{bucket}/{key}",
  cloudflare_dns_record: "{zone_id}/{id}",
  cloudflare_ruleset: "zones/{zone_id}/{id}",
  cloudflare_zone_setting: "{zone_id}/{setting_id}",
  google_sql_user: "{project}/{instance}/{name}",
};

/** Types that their providers cannot import. */
const NOT_IMPORTED =
  /^aws_(acm_certificate_validation|iam_access_key|security_group_rule)$|^google_service_account_key$/;

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
  const parts = [attributes["role"], ...(isMember(type) ? [attributes["member"]] : [])];
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
