/** Arguments of a type, with the values that let its things go. A dot leads into a block. */
type Arguments = Readonly<Record<string, unknown>>;

/** Types that have nothing but one switch against being deleted. */
function switched(argument: string, ...types: readonly string[]): Record<string, Arguments> {
  return Object.fromEntries(types.map((type) => [type, { [argument]: false }]));
}

/**
 * Arguments that keep a thing from being destroyed, with the value that lets it go. A dot leads
 * into a block.
 *
 * Source: the arguments' descriptions in the documentation of the AWS provider 6.25.0, the Google
 * provider 6.50.0; a test holds every one against the providers' schemas, and those against it.
 */
export const LETS_GO: Readonly<Record<string, Arguments>> = {
  ...switched("enable_deletion_protection", "aws_alb", "aws_lb"),
  ...switched("delete_protection", "aws_networkfirewall_firewall"),
  ...switched("delete_protection", "google_storage_batch_operations_job"),
  ...switched("deletion_protected", "aws_ssmincidents_replication_set"),
  ...switched("disable_api_termination", "aws_instance", "aws_spot_instance_request"),
  ...switched("termination_protection", "aws_emr_cluster"),
  ...switched(
    "termination_protection_enabled",
    ...["aws_cloudtrail_event_data_store", "aws_quicksight_account_settings"],
  ),
  ...switched(
    "deletion_protection_enabled",
    ...["aws_cloudwatch_log_group", "aws_dsql_cluster", "aws_dynamodb_table"],
    ...["aws_dynamodb_table_replica", "aws_pinpointsmsvoicev2_phone_number"],
    ...["google_filestore_instance", "google_memorystore_instance", "google_redis_cluster"],
  ),
  ...switched(
    "deletion_protection",
    ...["aws_docdb_global_cluster", "aws_eks_cluster", "aws_neptune_global_cluster"],
    ...["aws_neptunegraph_graph", "aws_qldb_ledger", "google_active_directory_domain"],
    ...["google_bigquery_table", "google_bigtable_instance", "google_bigtable_logical_view"],
    ...["google_bigtable_materialized_view", "google_cloud_run_v2_job"],
    ...["google_cloud_run_v2_service", "google_cloud_run_v2_worker_pool"],
    ...["google_compute_instance", "google_compute_instance_from_template"],
    ...["google_compute_storage_pool", "google_container_cluster"],
    ...["google_dataproc_metastore_federation", "google_dataproc_metastore_service"],
    ...["google_folder", "google_oracle_database_autonomous_database"],
    ...["google_oracle_database_cloud_exadata_infrastructure"],
    ...["google_oracle_database_cloud_vm_cluster", "google_oracle_database_odb_network"],
    ...["google_oracle_database_odb_subnet", "google_privateca_certificate_authority"],
    ...["google_secret_manager_regional_secret", "google_secret_manager_secret"],
    ...["google_spanner_database", "google_workflows_workflow"],
  ),
  aws_backup_vault: { force_destroy: true },
  aws_cognito_user_pool: { deletion_protection: "INACTIVE" },
  aws_db_instance: { deletion_protection: false, skip_final_snapshot: true },
  aws_docdb_cluster: { deletion_protection: false, skip_final_snapshot: true },
  aws_ecr_repository: { force_delete: true },
  aws_neptune_cluster: { deletion_protection: false, skip_final_snapshot: true },
  aws_rds_cluster: { deletion_protection: false, skip_final_snapshot: true },
  aws_rds_global_cluster: { deletion_protection: false, force_destroy: true },
  aws_redshift_cluster: { skip_final_snapshot: true },
  aws_route53_zone: { force_destroy: true },
  aws_s3_bucket: { force_destroy: true },
  aws_verifiedpermissions_policy_store: { deletion_protection: "DISABLED" },
  google_alloydb_cluster: { deletion_policy: "FORCE" },
  google_bigtable_authorized_view: { deletion_protection: "UNPROTECTED" },
  google_bigtable_table: { deletion_protection: "UNPROTECTED" },
  google_dns_managed_zone: { force_destroy: true },
  google_firestore_database: { delete_protection_state: "DELETE_PROTECTION_DISABLED" },
  google_project: { deletion_policy: "DELETE" },
  google_sql_database_instance: {
    deletion_protection: false,
    "settings.deletion_protection_enabled": false,
  },
  google_storage_bucket: { force_destroy: true },
};
