import type { Correction } from "./correction.ts";

const RESTORE = [
  ...["restore_to_time", "restore_type", "source_cluster_identifier"],
  ...["source_cluster_resource_id", "use_latest_restorable_time"],
].map((name) => `restore_to_point_in_time.${name}`);

const IMPORT = [
  ...["bucket_name", "bucket_prefix", "ingestion_role", "source_engine", "source_engine_version"],
].map((name) => `s3_import.${name}`);

/** Clusters of Aurora, which are other things than Multi-AZ clusters of RDS. */
export const DATABASES: Readonly<Record<string, Correction>> = {
  aws_rds_cluster: {
    source:
      "terraform-provider-aws, docs of aws_rds_cluster: storage_type of Aurora changes in place, of Multi-AZ clusters alone it forces a new one",
    facts: {
      forceNew: [
        ...["availability_zones", "cluster_identifier", "cluster_identifier_prefix"],
        ...["cluster_scalability_type", "database_name", "db_subnet_group_name", "db_system_id"],
        ...["engine", "engine_mode", "kms_key_id", "master_username", "restore_to_point_in_time"],
        ...RESTORE,
        ...IMPORT,
        ...["snapshot_identifier", "source_region", "storage_encrypted"],
      ],
    },
  },
};
