import type { AskedRules } from "./schema.ts";

const TIME = "([01][0-9]|2[0-3]):[0-5][0-9]";
const DAY =
  "([Mm][Oo][Nn]|[Tt][Uu][Ee]|[Ww][Ee][Dd]|[Tt][Hh][Uu]|[Ff][Rr][Ii]|[Ss][Aa][Tt]|[Ss][Uu][Nn])";
const HOUR_OF_A_DAY = `^${TIME}-${TIME}$`;
const HOUR_OF_A_WEEK = `^${DAY}:${TIME}-${DAY}:${TIME}$`;

const IDENTIFIER = "^[a-z]([0-9a-z]|-(?!-|$))*$";
const PREFIX = "^[a-z]([0-9a-z]|-(?!-))*$";
const CUSTOM_PROFILE = "^AWSRDSCustom";

/**
 * What names and windows of databases are held against.
 *
 * Source: terraform-provider-aws v5.100.0, asked with samples.
 */
export const DATABASE_RULES: Readonly<Record<string, AskedRules>> = {
  aws_db_instance: {
    // Two of them; the facts know no rule for how many.
    format: { domain_dns_ips: "ip" },
    pattern: {
      backup_window: HOUR_OF_A_DAY,
      custom_iam_instance_profile: CUSTOM_PROFILE,
      final_snapshot_identifier: "^[A-Za-z]([0-9A-Za-z]|-(?!-|$))*$",
      identifier: IDENTIFIER,
      identifier_prefix: PREFIX,
      maintenance_window: HOUR_OF_A_WEEK,
    },
  },
  aws_rds_cluster: {
    pattern: {
      cluster_identifier: IDENTIFIER,
      cluster_identifier_prefix: PREFIX,
      // Of a cluster it may begin with anything.
      final_snapshot_identifier: "^([0-9A-Za-z]|-(?!-|$))+$",
      preferred_backup_window: HOUR_OF_A_DAY,
      preferred_maintenance_window: HOUR_OF_A_WEEK,
    },
  },
  aws_rds_cluster_endpoint: {
    pattern: { cluster_endpoint_identifier: IDENTIFIER, cluster_identifier: IDENTIFIER },
  },
  aws_rds_cluster_instance: {
    pattern: {
      custom_iam_instance_profile: CUSTOM_PROFILE,
      identifier: IDENTIFIER,
      identifier_prefix: PREFIX,
      preferred_backup_window: HOUR_OF_A_DAY,
      preferred_maintenance_window: HOUR_OF_A_WEEK,
    },
  },
};
