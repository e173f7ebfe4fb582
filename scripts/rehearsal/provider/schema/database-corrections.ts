import { AWS, type Correction } from "./correction.ts";

const RESTORE = [
  ...["restore_to_time", "restore_type", "source_cluster_identifier"],
  ...["source_cluster_resource_id", "use_latest_restorable_time"],
].map((name) => `restore_to_point_in_time.${name}`);

const IMPORT = [
  ...["bucket_name", "bucket_prefix", "ingestion_role", "source_engine", "source_engine_version"],
].map((name) => `s3_import.${name}`);

const PARAMETER_GROUP: Correction = {
  source: `${AWS}/rds/validate.go: of a prefix it says 226 characters, and takes 255`,
  facts: { length: { name_prefix: [0, 255] } },
};

/** Databases; clusters of Aurora are other things than Multi-AZ clusters of RDS. */
export const DATABASES: Readonly<Record<string, Correction>> = {
  aws_db_parameter_group: PARAMETER_GROUP,
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
  aws_rds_cluster_parameter_group: PARAMETER_GROUP,
};
