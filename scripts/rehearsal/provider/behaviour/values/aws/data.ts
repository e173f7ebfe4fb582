import type { RuleTable, Subject } from "../rule.ts";
import { regional } from "./arn.ts";

/** Default port of a database engine. */
function port(self: Subject): number {
  return self.text("engine").includes("postgres") ? 5432 : 3306;
}

/** The secret that RDS keeps when it manages the password. */
function managedSecret(self: Subject) {
  if (self.value("manage_master_user_password") !== true) return [];
  const secret_arn = self.expand(regional("secretsmanager", "secret:rds!db-{uuid}-{alnum:6}"));
  const kms = self.text("master_user_secret_kms_key_id");
  const kms_key_id = kms || self.expand(regional("kms", "key/{uuid:account}"));
  return [{ secret_arn, kms_key_id, secret_status: "active" }];
}

/** Only the name; the endpoint of a thing in a VPC starts with `vpc-`, any other with `search-`. */
function searchEndpoint(self: Subject): string {
  const inVpc = (self.value("vpc_options") as readonly unknown[] | null)?.length;
  return self.expand(
    `${inVpc ? "vpc" : "search"}-{domain_name}-{alnum:26:id}.{region}.es.amazonaws.com`,
  );
}

/** Computed values of buckets, databases, queues and backups. */
export const DATA: RuleTable = {
  aws_s3_bucket: {
    id: "{bucket}",
    arn: "arn:{partition}:s3:::{bucket}",
    bucket: (self) => self.expand(`${self.text("bucket_prefix") || "terraform-"}{digits:26}`),
    bucket_domain_name: "{bucket}.s3.amazonaws.com",
    bucket_regional_domain_name: "{bucket}.s3.{region}.amazonaws.com",
    bucket_region: "{region}",
    hosted_zone_id: "Z{upper:13:region}",
    request_payer: "BucketOwner",
    website_domain: "",
    website_endpoint: "",
  },
  aws_s3_object: { id: "{bucket}/{key}", arn: "arn:{partition}:s3:::{bucket}/{key}" },
  aws_dynamodb_table: {
    id: "{name}",
    arn: regional("dynamodb", "table/{name}"),
    stream_arn: (self) =>
      self.value("stream_enabled") === true ? self.expand("{arn}/stream/{stream_label}") : "",
    stream_label: (self) =>
      self.value("stream_enabled") === true ? "2025-01-01T00:00:00.000" : "",
  },
  aws_sqs_queue: {
    id: "{url}",
    arn: regional("sqs", "{name}"),
    url: "https://sqs.{region}.amazonaws.com/{account}/{name}",
    sqs_managed_sse_enabled: (self) => self.text("kms_master_key_id") === "",
    kms_data_key_reuse_period_seconds: 300,
  },
  aws_sqs_queue_policy: { id: "{queue_url}" },
  aws_sns_topic: { id: "{arn}", arn: regional("sns", "{name}"), owner: "{account}" },
  aws_sns_topic_subscription: { id: "{arn}", arn: "{topic_arn}:{uuid}" },
  aws_db_subnet_group: {
    id: "{name}",
    arn: regional("rds", "subgrp:{name}"),
    supported_network_types: () => ["IPV4"],
    vpc_id: "vpc-{hex:17}",
  },
  aws_db_parameter_group: { id: "{name}", arn: regional("rds", "pg:{name}") },
  aws_rds_cluster_parameter_group: { id: "{name}", arn: regional("rds", "cluster-pg:{name}") },
  aws_db_instance: {
    id: "{resource_id}",
    identifier: (self) =>
      self.expand(`${self.text("identifier_prefix") || "terraform-"}{digits:26}`),
    arn: regional("rds", "db:{identifier}"),
    resource_id: "db-{upper:26}",
    address: "{identifier}.{alnum:12:account}.{region}.rds.amazonaws.com",
    endpoint: "{address}:{port}",
    port,
    status: "available",
    hosted_zone_id: "Z{upper:13:region}",
    master_user_secret: managedSecret,
    engine_version_actual: "{engine_version}",
    availability_zone: "{region}a",
  },
  aws_rds_cluster: {
    id: "{cluster_identifier}",
    cluster_identifier: (self) =>
      self.expand(`${self.text("cluster_identifier_prefix") || "tf-"}{digits:26}`),
    arn: regional("rds", "cluster:{cluster_identifier}"),
    cluster_resource_id: "cluster-{upper:26}",
    endpoint: "{cluster_identifier}.cluster-{alnum:12:account}.{region}.rds.amazonaws.com",
    reader_endpoint:
      "{cluster_identifier}.cluster-ro-{alnum:12:account}.{region}.rds.amazonaws.com",
    port,
    hosted_zone_id: "Z{upper:13:region}",
    master_user_secret: managedSecret,
    engine_version_actual: "{engine_version}",
    backup_retention_period: 1,
    availability_zones: (self) => ["a", "b", "c"].map((zone) => self.expand(`{region}${zone}`)),
  },
  aws_rds_cluster_instance: {
    id: "{identifier}",
    identifier: (self) => self.expand(`${self.text("identifier_prefix") || "tf-"}{digits:26}`),
    arn: regional("rds", "db:{identifier}"),
    dbi_resource_id: "db-{upper:26}",
    endpoint: "{identifier}.{alnum:12:account}.{region}.rds.amazonaws.com",
    port,
    availability_zone: "{region}a",
    engine_version_actual: "{engine_version}",
  },
  aws_elasticache_subnet_group: {
    id: "{name}",
    arn: regional("elasticache", "subnetgroup:{name}"),
    vpc_id: "vpc-{hex:17}",
  },
  aws_elasticache_replication_group: {
    id: "{replication_group_id}",
    arn: regional("elasticache", "replicationgroup:{replication_group_id}"),
    primary_endpoint_address: "master.{replication_group_id}.{alnum:6:account}.cache.amazonaws.com",
    reader_endpoint_address: "replica.{replication_group_id}.{alnum:6:account}.cache.amazonaws.com",
    configuration_endpoint_address: "",
    engine_version_actual: "{engine_version}",
    num_cache_clusters: 1,
  },
  aws_opensearch_domain: {
    id: "{arn}",
    arn: regional("es", "domain/{domain_name}"),
    domain_id: "{account}/{domain_name}",
    endpoint: searchEndpoint,
    dashboard_endpoint: (self) => `${self.text("endpoint")}/_dashboards`,
  },
  aws_opensearch_vpc_endpoint: {
    id: "aos-{hex:17}",
    endpoint: "vpc-endpoint-{alnum:26}.{region}.es.amazonaws.com",
  },
  aws_efs_file_system: {
    id: "fs-{hex:17}",
    arn: regional("elasticfilesystem", "file-system/{id}"),
    dns_name: "{id}.efs.{region}.amazonaws.com",
    creation_token: "terraform-{digits:26}",
    performance_mode: "generalPurpose",
    availability_zone_id: "",
    name: "",
  },
  aws_efs_access_point: {
    id: "fsap-{hex:17}",
    arn: regional("elasticfilesystem", "access-point/{id}"),
    file_system_arn: regional("elasticfilesystem", "file-system/{file_system_id}"),
  },
  aws_efs_mount_target: {
    id: "fsmt-{hex:17}",
    dns_name: "{file_system_id}.efs.{region}.amazonaws.com",
    network_interface_id: "eni-{hex:17}",
    ip_address: "10.0.0.{octet}",
  },
  aws_ecr_repository: {
    id: "{name}",
    arn: regional("ecr", "repository/{name}"),
    repository_url: "{account}.dkr.ecr.{region}.amazonaws.com/{name}",
  },
  aws_ecr_lifecycle_policy: { id: "{repository}" },
  aws_backup_vault: {
    id: "{name}",
    arn: regional("backup", "backup-vault:{name}"),
    kms_key_arn: regional("kms", "key/{uuid:account}"),
  },
  aws_backup_plan: {
    id: "{uuid}",
    arn: regional("backup", "backup-plan:{id}"),
    version: "{alnum:48}",
  },
  aws_backup_selection: { id: "{uuid}" },
};
