import {
  always,
  amount,
  type FactRule,
  finalSnapshot,
  force,
  kept,
  namedSnapshot,
  protection,
} from "./facts.ts";

/** A type whose loss is more than the work of making it again. */
export interface StatefulType {
  /** What is lost. */
  readonly kind: string;
  readonly facts: readonly FactRule[];
}

const AUTOMATED = amount("backup_retention_period", "automated backups", "days");
const RDS = [
  finalSnapshot(),
  protection("deletion_protection"),
  AUTOMATED,
  kept("delete_automated_backups", "automated backups stay", false),
];
const CLUSTER = [finalSnapshot(), protection("deletion_protection"), AUTOMATED];
const RECOVERY = amount("recovery_window_in_days", "can be restored for", "days");
const NAMESERVERS = always("name servers", "new ones: the domain must be delegated again");
const ADDRESS = always("address", "a new one: whoever knows the old one loses it");

/** Types that hold data, keys or names that others rely on. */
export const STATEFUL: Readonly<Record<string, StatefulType>> = {
  aws_backup_vault: { kind: "backups", facts: [force("force_destroy", "recovery points")] },
  aws_cloudwatch_log_group: {
    kind: "logs",
    facts: [kept("skip_destroy", "kept when destroyed")],
  },
  aws_cognito_user_pool: { kind: "users", facts: [protection("deletion_protection", "ACTIVE")] },
  aws_db_instance: { kind: "database", facts: RDS },
  aws_docdb_cluster: { kind: "database", facts: CLUSTER },
  aws_dynamodb_table: {
    kind: "database",
    facts: [
      protection("deletion_protection_enabled"),
      kept("point_in_time_recovery.enabled", "point-in-time recovery"),
    ],
  },
  aws_ebs_volume: { kind: "disk", facts: [kept("final_snapshot", "final snapshot")] },
  aws_ecr_repository: { kind: "images", facts: [force("force_delete", "images")] },
  aws_efs_file_system: { kind: "files", facts: [] },
  aws_eip: { kind: "address", facts: [ADDRESS] },
  aws_elasticache_cluster: { kind: "cache", facts: [namedSnapshot("final_snapshot_identifier")] },
  aws_elasticache_replication_group: {
    kind: "cache",
    facts: [
      namedSnapshot("final_snapshot_identifier"),
      amount("snapshot_retention_limit", "snapshots", "days"),
    ],
  },
  aws_fsx_lustre_file_system: { kind: "files", facts: [finalSnapshot("skip_final_backup")] },
  aws_instance: {
    kind: "disk",
    facts: [
      protection("disable_api_termination"),
      kept("root_block_device.delete_on_termination", "root disk stays", false),
    ],
  },
  aws_kinesis_stream: { kind: "stream", facts: [] },
  aws_kms_key: {
    kind: "key",
    facts: [amount("deletion_window_in_days", "can be restored for", "days")],
  },
  aws_memorydb_cluster: { kind: "database", facts: [namedSnapshot("final_snapshot_name")] },
  aws_mq_broker: { kind: "queue", facts: [] },
  aws_msk_cluster: { kind: "stream", facts: [] },
  aws_neptune_cluster: { kind: "database", facts: CLUSTER },
  aws_opensearch_domain: { kind: "search index", facts: [] },
  aws_rds_cluster: { kind: "database", facts: RDS },
  aws_rds_global_cluster: { kind: "database", facts: [protection("deletion_protection")] },
  aws_redshift_cluster: { kind: "database", facts: [finalSnapshot()] },
  aws_route53_zone: { kind: "DNS zone", facts: [force("force_destroy", "records"), NAMESERVERS] },
  aws_s3_bucket: { kind: "files", facts: [force("force_destroy", "objects")] },
  aws_secretsmanager_secret: { kind: "secret", facts: [RECOVERY] },
  aws_sqs_queue: { kind: "queue", facts: [] },
  aws_ssm_parameter: { kind: "setting", facts: [] },
  aws_timestreaminfluxdb_db_instance: { kind: "database", facts: [] },
  aws_timestreamwrite_table: { kind: "database", facts: [] },
  cloudflare_d1_database: { kind: "database", facts: [] },
  cloudflare_r2_bucket: { kind: "files", facts: [] },
  cloudflare_workers_kv_namespace: { kind: "database", facts: [] },
  cloudflare_zone: {
    kind: "DNS zone",
    facts: [always("records and settings", "deleted with it"), NAMESERVERS],
  },
  google_alloydb_cluster: {
    kind: "database",
    facts: [kept("deletion_policy", "default deletion policy", "DEFAULT")],
  },
  google_artifact_registry_repository: { kind: "images", facts: [] },
  google_bigquery_dataset: {
    kind: "database",
    facts: [force("delete_contents_on_destroy", "tables")],
  },
  google_bigquery_table: { kind: "database", facts: [protection("deletion_protection")] },
  google_bigtable_instance: { kind: "database", facts: [protection("deletion_protection")] },
  google_compute_address: { kind: "address", facts: [ADDRESS] },
  google_compute_disk: {
    kind: "disk",
    facts: [kept("create_snapshot_before_destroy", "final snapshot")],
  },
  google_compute_global_address: { kind: "address", facts: [ADDRESS] },
  google_compute_instance: {
    kind: "disk",
    facts: [
      protection("deletion_protection"),
      kept("boot_disk.auto_delete", "boot disk stays", false),
    ],
  },
  google_dns_managed_zone: {
    kind: "DNS zone",
    facts: [force("force_destroy", "records"), NAMESERVERS],
  },
  google_filestore_instance: { kind: "files", facts: [protection("deletion_protection_enabled")] },
  google_firestore_database: {
    kind: "database",
    facts: [protection("delete_protection_state", "DELETE_PROTECTION_ENABLED")],
  },
  google_kms_crypto_key: {
    kind: "key",
    facts: [always("key versions", "destroyed: what they encrypt is lost")],
  },
  google_kms_key_ring: { kind: "key", facts: [] },
  google_pubsub_subscription: { kind: "queue", facts: [] },
  google_pubsub_topic: { kind: "queue", facts: [] },
  google_redis_instance: { kind: "cache", facts: [] },
  google_secret_manager_secret: { kind: "secret", facts: [protection("deletion_protection")] },
  google_secret_manager_secret_version: {
    kind: "secret",
    facts: [],
  },
  google_spanner_database: { kind: "database", facts: [protection("deletion_protection")] },
  google_spanner_instance: { kind: "database", facts: [force("force_destroy", "backups")] },
  google_sql_database: { kind: "database", facts: [] },
  google_sql_database_instance: {
    kind: "database",
    facts: [
      protection("deletion_protection"),
      kept("settings.backup_configuration.enabled", "automated backups (gone with the instance)"),
      kept("settings.final_backup_config.enabled", "final backup"),
    ],
  },
  google_storage_bucket: {
    kind: "files",
    facts: [
      force("force_destroy", "objects"),
      amount(
        "soft_delete_policy.retention_duration_seconds",
        "soft delete keeps objects for",
        "seconds",
      ),
    ],
  },
};
