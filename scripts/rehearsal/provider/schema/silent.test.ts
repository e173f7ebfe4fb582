import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { usedTypes } from "../testing/used-types.ts";
import { typeOf } from "../testing/world.ts";
import { isCorrected } from "./corrections.ts";
import type { Facts } from "./schema.ts";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));

/** Types that our modules use and of which nothing forces a replacement but another region. */
const NEVER_REPLACED = {
  aws_cloudfront_cache_policy: "put whole, its name too",
  aws_cloudfront_origin_access_control: "put whole, its name too",
  aws_cloudfront_response_headers_policy: "put whole, its name too",
  aws_codedeploy_deployment_group: "renamed, and given to another application, in place",
  aws_ecr_registry_policy: "put anew",
  aws_ecr_registry_scanning_configuration: "put anew",
  aws_ecr_replication_configuration: "put anew",
  aws_iam_group: "renamed in place",
  aws_iam_user: "renamed in place",
  aws_internet_gateway: "its VPC is attached and detached in place",
  aws_kms_key_policy: "put anew",
  aws_opensearch_domain_policy: "put anew",
};

/** Types that our modules use of which some arguments could not be asked, and what is known. */
const UNASKED = {
  aws_appautoscaling_policy: "a policy is put whole",
  aws_appautoscaling_scheduled_action: "what it is for was known before; the rest changes in place",
  aws_budgets_budget: "its period changes in place",
  aws_cloudfront_distribution: "its configuration is put whole",
  aws_cloudfront_origin_access_control: "it has one protocol",
  aws_cloudwatch_event_target: "a target is put whole",
  aws_codedeploy_deployment_group: "tag filters are put whole",
  aws_db_instance: "windows, and the way of an update, change in place",
  aws_default_network_acl: "rules are put one by one",
  aws_default_route_table: "routes are put one by one",
  aws_default_security_group: "rules are put one by one",
  aws_ecr_registry_scanning_configuration: "put whole",
  aws_ecr_repository: "there is one kind of exclusion",
  aws_ecr_repository_creation_template: "there is one kind of exclusion",
  aws_ecs_cluster: "settings are put whole",
  aws_kms_alias: "its names were known before",
  aws_lambda_function:
    "its name and kind were known before; code and configuration change in place",
  aws_rds_cluster_instance: "windows change in place, and its profile was known before",
  aws_route: "its destinations were known before",
  aws_route_table: "routes are put one by one",
  aws_s3_bucket_logging: "put whole",
  aws_s3_bucket_versioning: "put whole",
  aws_s3_object: "tags of its own provider are put whole; bucket and key were known before",
  aws_scheduler_schedule: "a schedule is put whole",
  aws_security_group: "rules are put one by one",
  aws_sns_topic: "its names and kind were known before; the rest changes in place",
  aws_sqs_queue: "deduplication is switched in place; its name and kind were known before",
  aws_subnet: "an IPv6 range is associated in place",
  aws_vpc: "an IPv6 range is associated in place",
  google_compute_router_nat: "addresses are drained in place",
  google_sql_database_instance: "point in time recovery is switched in place",
};

const FREE = "any text by the provider's source, which holds it against nothing";
const BACKUP = "routing_policy.primary_backup.backup_geo.health_checked_targets";
const REMOTE = "remote_repository_config";

/** Arguments of types that our modules use at which the provider refused something that is no rule for them. */
const WITHOUT_RULE = {
  "aws_budgets_budget tags": FREE,
  [`google_artifact_registry_repository ${REMOTE}.apt_repository.public_repository.repository_path`]:
    FREE,
  [`google_artifact_registry_repository ${REMOTE}.yum_repository.public_repository.repository_path`]:
    FREE,
  [`google_dns_record_set ${BACKUP}.internal_load_balancers.port`]: FREE,
  [`google_dns_record_set ${BACKUP}.internal_load_balancers.project`]: FREE,
  [`google_dns_record_set ${BACKUP}.internal_load_balancers.region`]: FREE,
};

const RULES = ["oneOf", "range", "length", "pattern", "format", "multipleOf", "entries"] as const;

/** Is an argument held against others? */
function isRelated(
  { requiredWith, conflictsWith, exactlyOneOf, atLeastOneOf }: Facts,
  path: string,
) {
  const groups = [...(exactlyOneOf ?? []), ...(atLeastOneOf ?? [])];
  const isIn = (rules: Facts["requiredWith"]) => rules?.[path] !== undefined;
  return isIn(requiredWith) || isIn(conflictsWith) || groups.some((group) => group.includes(path));
}

const types = usedTypes(ROOT).map((type) => ({ type, facts: typeOf(type).facts }));

it("knows what forces a replacement of every type that the modules use, but for those listed", () => {
  expect(types.map(({ type }) => type)).toContain("aws_vpc");
  const forcing = ({ forceNew = [], forceNewIfRemoved = [] }: Facts) =>
    [...forceNew, ...forceNewIfRemoved].filter((path) => path !== "region");
  const silent = types.filter(({ facts }) => forcing(facts).length === 0);
  expect(silent.map(({ type }) => type)).toEqual(Object.keys(NEVER_REPLACED));
});

it("knows by hand what the learner could not ask of those types", () => {
  const unasked = types.filter(({ type, facts }) => facts.unknown && !isCorrected(type));
  expect(unasked.map(({ type }) => type)).toEqual(Object.keys(UNASKED));
});

it("knows the rule wherever the provider refused a value of those types, but for those listed", () => {
  const ruleless = types.flatMap(({ type, facts }) =>
    (facts.otherRule ?? [])
      .filter((path) => !RULES.some((kind) => facts[kind]?.[path] !== undefined))
      .filter((path) => !isRelated(facts, path))
      .map((path) => `${type} ${path}`),
  );
  expect(ruleless).toEqual(Object.keys(WITHOUT_RULE));
});
