import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document/index.js";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group/index.js";
import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table/index.js";
import { EfsAccessPoint } from "@cdktf/provider-aws/lib/efs-access-point/index.js";
import { EfsFileSystem } from "@cdktf/provider-aws/lib/efs-file-system/index.js";
import { ElasticacheReplicationGroup } from "@cdktf/provider-aws/lib/elasticache-replication-group/index.js";
import { ElasticacheSubnetGroup } from "@cdktf/provider-aws/lib/elasticache-subnet-group/index.js";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias/index.js";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key/index.js";
import { RdsCluster } from "@cdktf/provider-aws/lib/rds-cluster/index.js";
import { RdsClusterInstance } from "@cdktf/provider-aws/lib/rds-cluster-instance/index.js";
import { RdsClusterParameterGroup } from "@cdktf/provider-aws/lib/rds-cluster-parameter-group/index.js";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket/index.js";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration/index.js";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls/index.js";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy/index.js";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block/index.js";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration/index.js";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning/index.js";
import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret/index.js";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic/index.js";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription/index.js";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue/index.js";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy/index.js";
import { type App, Fn } from "cdktf";
import { WorkloadStack } from "./base.ts";
import type { Settings } from "./settings.ts";

const BUCKETS = ["assets", "exports", "logs", "media", "reports"];
const TABLES = ["sessions", "locks", "events", "plans", "quotas", "tokens", "drafts"];
const QUEUES = ["mail", "index", "invoice", "resize", "notify"];

/** Keys, buckets, a database cluster, a cache, tables and queues. */
export class DataStack extends WorkloadStack {
  constructor(app: App, settings: Settings) {
    super(app, "data", settings, ["aws"]);
    const [data, queue] = ["data", "queue", "backup"].map((use) => this.createKey(use));
    for (const name of BUCKETS) this.createBucket(name, data!);
    this.createDatabase(data!);
    this.createCache(data!);
    for (const name of TABLES) this.createTable(name);
    for (const name of QUEUES) this.createQueue(name, queue!);
    for (const name of ["api", "mailer", "search"]) {
      const secret = new SecretsmanagerSecret(this, `secret-${name}`, {
        name: this.named(`${name}-secret`),
        kmsKeyId: data!.arn,
        recoveryWindowInDays: 30,
      });
      this.publish(`secret-${name}`, secret.arn);
    }
    this.createFiles(data!);
  }

  private createKey(use: string): KmsKey {
    const key = new KmsKey(this, `key-${use}`, {
      description: `${use} of ${this.settings.environment}`,
      enableKeyRotation: true,
    });
    new KmsAlias(this, `key-${use}-alias`, {
      name: `alias/${this.named(use)}`,
      targetKeyId: key.keyId,
    });
    return key;
  }

  private createBucket(name: string, key: KmsKey): void {
    const bucket = new S3Bucket(this, `bucket-${name}`, { bucket: this.named(name) });
    const of = { bucket: bucket.id };
    new S3BucketVersioningA(this, `bucket-${name}-versions`, {
      ...of,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, `bucket-${name}-encryption`, {
      ...of,
      rule: [
        {
          bucketKeyEnabled: true,
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key.arn },
        },
      ],
    });
    new S3BucketPublicAccessBlock(this, `bucket-${name}-private`, {
      ...of,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, `bucket-${name}-owner`, {
      ...of,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    new S3BucketLifecycleConfiguration(this, `bucket-${name}-lifecycle`, {
      ...of,
      rule: [
        {
          id: "old-versions",
          status: "Enabled",
          filter: [{ prefix: "" }],
          noncurrentVersionExpiration: [{ noncurrentDays: 30 }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
        },
      ],
    });
    const tlsOnly = new DataAwsIamPolicyDocument(this, `bucket-${name}-tls`, {
      statement: [
        {
          effect: "Deny",
          actions: ["s3:*"],
          resources: [bucket.arn, `${bucket.arn}/*`],
          principals: [{ type: "*", identifiers: ["*"] }],
          condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
        },
      ],
    });
    new S3BucketPolicy(this, `bucket-${name}-policy`, { ...of, policy: tlsOnly.json });
    this.publish(`bucket-${name}`, bucket.arn);
  }

  private createDatabase(key: KmsKey): void {
    const subnets = new DbSubnetGroup(this, "database-subnets", {
      name: this.named("database"),
      subnetIds: this.settings.zones.map((zone) => `subnet-database-${zone}`),
    });
    const parameters = new RdsClusterParameterGroup(this, "database-parameters", {
      family: "aurora-postgresql16",
      parameter: [
        { name: "rds.force_ssl", value: "1" },
        { name: "log_min_duration_statement", value: "500" },
      ],
    });
    const cluster = new RdsCluster(this, "database", {
      clusterIdentifier: this.named("database"),
      engine: "aurora-postgresql",
      dbSubnetGroupName: subnets.name,
      dbClusterParameterGroupName: parameters.name,
      kmsKeyId: key.arn,
      storageEncrypted: true,
      manageMasterUserPassword: true,
      masterUsername: "owner",
      serverlessv2ScalingConfiguration: { minCapacity: 0.5, maxCapacity: 8 },
    });
    for (const role of ["writer", "reader"]) {
      new RdsClusterInstance(this, `database-${role}`, {
        clusterIdentifier: cluster.id,
        engine: cluster.engine,
        instanceClass: "db.serverless",
      });
    }
    this.publish("database-endpoint", cluster.endpoint);
  }

  private createCache(key: KmsKey): void {
    const subnets = new ElasticacheSubnetGroup(this, "cache-subnets", {
      name: this.named("cache"),
      subnetIds: this.settings.zones.map((zone) => `subnet-private-${zone}`),
    });
    new ElasticacheReplicationGroup(this, "cache", {
      replicationGroupId: this.named("cache"),
      description: "Sessions and rate limits",
      engine: "redis",
      nodeType: "cache.t4g.small",
      numCacheClusters: 2,
      automaticFailoverEnabled: true,
      subnetGroupName: subnets.name,
      atRestEncryptionEnabled: "true",
      kmsKeyId: key.arn,
    });
  }

  private createTable(name: string): void {
    const table = new DynamodbTable(this, `table-${name}`, {
      name: this.named(name),
      billingMode: "PAY_PER_REQUEST",
      hashKey: "id",
      rangeKey: "at",
      attribute: [
        { name: "id", type: "S" },
        { name: "at", type: "N" },
        { name: "owner", type: "S" },
      ],
      globalSecondaryIndex: [{ name: "by-owner", hashKey: "owner", projectionType: "ALL" }],
      pointInTimeRecovery: { enabled: true },
      ttl: { enabled: true, attributeName: "expires" },
    });
    this.publish(`table-${name}`, table.arn);
  }

  private createQueue(name: string, key: KmsKey): void {
    const topic = new SnsTopic(this, `topic-${name}`, { name: this.named(name) });
    const dead = new SqsQueue(this, `queue-${name}-dead`, { name: this.named(`${name}-dead`) });
    const queue = new SqsQueue(this, `queue-${name}`, {
      name: this.named(name),
      kmsMasterKeyId: key.id,
      redrivePolicy: Fn.jsonencode({ deadLetterTargetArn: dead.arn, maxReceiveCount: 5 }),
    });
    new SnsTopicSubscription(this, `topic-${name}-queue`, {
      topicArn: topic.arn,
      protocol: "sqs",
      endpoint: queue.arn,
      filterPolicy: Fn.jsonencode({ kind: [name] }),
    });
    new SqsQueuePolicy(this, `queue-${name}-policy`, {
      queueUrl: queue.url,
      policy: Fn.jsonencode({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: "sqs:SendMessage",
            Resource: queue.arn,
            Principal: { Service: "sns.amazonaws.com" },
            Condition: { ArnEquals: { "aws:SourceArn": topic.arn } },
          },
        ],
      }),
    });
  }

  private createFiles(key: KmsKey): void {
    const files = new EfsFileSystem(this, "files", {
      encrypted: true,
      kmsKeyId: key.arn,
      lifecyclePolicy: [{ transitionToIa: "AFTER_30_DAYS" }],
    });
    for (const user of ["web", "worker"]) {
      new EfsAccessPoint(this, `files-${user}`, {
        fileSystemId: files.id,
        posixUser: { uid: 1000, gid: 1000 },
        rootDirectory: {
          path: `/${user}`,
          creationInfo: { ownerUid: 1000, ownerGid: 1000, permissions: "0750" },
        },
      });
    }
  }
}
