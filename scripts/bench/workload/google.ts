import { ArtifactRegistryRepository } from "@cdktf/provider-google/lib/artifact-registry-repository/index.js";
import { BigqueryDataset } from "@cdktf/provider-google/lib/bigquery-dataset/index.js";
import { BigqueryTable } from "@cdktf/provider-google/lib/bigquery-table/index.js";
import { CloudRunV2Service } from "@cdktf/provider-google/lib/cloud-run-v2-service/index.js";
import { CloudRunV2ServiceIamMember } from "@cdktf/provider-google/lib/cloud-run-v2-service-iam-member/index.js";
import { ComputeFirewall } from "@cdktf/provider-google/lib/compute-firewall/index.js";
import { ComputeNetwork } from "@cdktf/provider-google/lib/compute-network/index.js";
import { ComputeRouter } from "@cdktf/provider-google/lib/compute-router/index.js";
import { ComputeRouterNat } from "@cdktf/provider-google/lib/compute-router-nat/index.js";
import { ComputeSubnetwork } from "@cdktf/provider-google/lib/compute-subnetwork/index.js";
import { ContainerCluster } from "@cdktf/provider-google/lib/container-cluster/index.js";
import { ContainerNodePool } from "@cdktf/provider-google/lib/container-node-pool/index.js";
import { DnsManagedZone } from "@cdktf/provider-google/lib/dns-managed-zone/index.js";
import { DnsRecordSet } from "@cdktf/provider-google/lib/dns-record-set/index.js";
import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member/index.js";
import { PubsubSubscription } from "@cdktf/provider-google/lib/pubsub-subscription/index.js";
import { PubsubTopic } from "@cdktf/provider-google/lib/pubsub-topic/index.js";
import { SecretManagerSecret } from "@cdktf/provider-google/lib/secret-manager-secret/index.js";
import { SecretManagerSecretIamMember } from "@cdktf/provider-google/lib/secret-manager-secret-iam-member/index.js";
import { ServiceAccount } from "@cdktf/provider-google/lib/service-account/index.js";
import { SqlDatabase } from "@cdktf/provider-google/lib/sql-database/index.js";
import { SqlDatabaseInstance } from "@cdktf/provider-google/lib/sql-database-instance/index.js";
import { StorageBucket } from "@cdktf/provider-google/lib/storage-bucket/index.js";
import { StorageBucketIamMember } from "@cdktf/provider-google/lib/storage-bucket-iam-member/index.js";
import { type App, Fn } from "cdktf";
import { WorkloadStack } from "./base.ts";
import type { Settings } from "./settings.ts";

const REGION = "europe-west1";
const SERVICES = ["ingest", "enrich", "rank", "export", "preview", "label"];
const TOPICS = ["clicks", "orders", "errors", "audits", "renders", "imports", "visits"];
const RULES = { health: 8080, internal: 443, ssh: 22, metrics: 9090 };

/** A Google Cloud side: network, Kubernetes, run services, queues, storage and analytics. */
export class GoogleStack extends WorkloadStack {
  constructor(app: App, settings: Settings) {
    super(app, "google", settings, ["google"]);
    const { network, subnet } = this.createNetwork();
    this.createKubernetes(network, subnet);
    const registry = new ArtifactRegistryRepository(this, "registry", {
      repositoryId: this.named("images"),
      format: "DOCKER",
      location: REGION,
      cleanupPolicies: [
        { id: "keep", action: "KEEP", mostRecentVersions: { keepCount: 20 } },
        { id: "old", action: "DELETE", condition: { olderThan: "2592000s" } },
      ],
    });
    for (const name of SERVICES) this.createService(name, registry);
    for (const name of TOPICS) this.createTopic(name);
    this.createDatabase(network);
    this.createAnalytics();
    this.createZone();
  }

  private createNetwork() {
    const network = new ComputeNetwork(this, "network", {
      name: this.named("network"),
      autoCreateSubnetworks: false,
    });
    const subnet = new ComputeSubnetwork(this, "subnet", {
      name: this.named("subnet"),
      network: network.selfLink,
      region: REGION,
      ipCidrRange: Fn.cidrsubnet(this.settings.cidr, 4, 8),
      secondaryIpRange: [
        { rangeName: "pods", ipCidrRange: "10.64.0.0/14" },
        { rangeName: "services", ipCidrRange: "10.68.0.0/20" },
      ],
    });
    const router = new ComputeRouter(this, "router", {
      name: this.named("router"),
      network: network.id,
      region: REGION,
    });
    new ComputeRouterNat(this, "nat", {
      name: this.named("nat"),
      router: router.name,
      region: REGION,
      natIpAllocateOption: "AUTO_ONLY",
      sourceSubnetworkIpRangesToNat: "ALL_SUBNETWORKS_ALL_IP_RANGES",
    });
    for (const [name, port] of Object.entries(RULES)) {
      new ComputeFirewall(this, `allow-${name}`, {
        name: this.named(`allow-${name}`),
        network: network.name,
        sourceRanges: ["35.191.0.0/16"],
        allow: [{ protocol: "tcp", ports: [`${port}`] }],
      });
    }
    return { network, subnet };
  }

  private createKubernetes(network: ComputeNetwork, subnet: ComputeSubnetwork): void {
    const cluster = new ContainerCluster(this, "cluster", {
      name: this.named("cluster"),
      location: REGION,
      network: network.name,
      subnetwork: subnet.name,
      initialNodeCount: 1,
      removeDefaultNodePool: true,
      ipAllocationPolicy: {
        clusterSecondaryRangeName: "pods",
        servicesSecondaryRangeName: "services",
      },
      workloadIdentityConfig: { workloadPool: `acme-${this.settings.environment}.svc.id.goog` },
    });
    for (const pool of ["general", "batch"]) {
      new ContainerNodePool(this, `pool-${pool}`, {
        name: pool,
        cluster: cluster.name,
        location: REGION,
        autoscaling: { minNodeCount: 1, maxNodeCount: 5 },
        nodeConfig: { machineType: "e2-standard-4", oauthScopes: ["cloud-platform"] },
      });
    }
  }

  private createAccount(name: string, roles: readonly string[]): ServiceAccount {
    const account = new ServiceAccount(this, `${name}-account`, { accountId: this.named(name) });
    for (const role of roles) {
      new ProjectIamMember(this, `${name}-${role.replace(".", "-")}`, {
        project: `acme-${this.settings.environment}`,
        role: `roles/${role}`,
        member: `serviceAccount:${account.email}`,
      });
    }
    return account;
  }

  private createService(name: string, registry: ArtifactRegistryRepository): void {
    const account = this.createAccount(name, ["logging.logWriter", "cloudtrace.agent"]);
    const member = `serviceAccount:${account.email}`;
    const secret = new SecretManagerSecret(this, `${name}-secret`, {
      secretId: this.named(name),
      replication: { auto: {} },
    });
    new SecretManagerSecretIamMember(this, `${name}-secret-reader`, {
      secretId: secret.id,
      role: "roles/secretmanager.secretAccessor",
      member,
    });
    const service = new CloudRunV2Service(this, `${name}-service`, {
      name: this.named(name),
      location: REGION,
      template: {
        serviceAccount: account.email,
        scaling: { minInstanceCount: 0, maxInstanceCount: 10 },
        containers: [
          {
            image: `${REGION}-docker.pkg.dev/${registry.name}/${name}:stable`,
            env: [
              {
                name: "SECRET",
                valueSource: { secretKeyRef: { secret: secret.secretId, version: "latest" } },
              },
            ],
            resources: { limits: { cpu: "1", memory: "512Mi" } },
          },
        ],
      },
    });
    new CloudRunV2ServiceIamMember(this, `${name}-invoker`, {
      name: service.name,
      location: service.location,
      role: "roles/run.invoker",
      member,
    });
    const bucket = new StorageBucket(this, `${name}-bucket`, {
      name: this.named(`${name}-files`),
      location: "EU",
      uniformBucketLevelAccess: true,
      lifecycleRule: [{ action: { type: "Delete" }, condition: { age: 30 } }],
    });
    new StorageBucketIamMember(this, `${name}-bucket-writer`, {
      bucket: bucket.name,
      role: "roles/storage.objectUser",
      member,
    });
  }

  private createTopic(name: string): void {
    const topic = new PubsubTopic(this, `topic-${name}`, { name: this.named(name) });
    const dead = new PubsubTopic(this, `topic-${name}-dead`, { name: this.named(`${name}-dead`) });
    new PubsubSubscription(this, `subscription-${name}`, {
      name: this.named(name),
      topic: topic.id,
      ackDeadlineSeconds: 60,
      deadLetterPolicy: { deadLetterTopic: dead.id, maxDeliveryAttempts: 10 },
      retryPolicy: { minimumBackoff: "10s", maximumBackoff: "600s" },
    });
    this.publish(`topic-${name}`, topic.id);
  }

  private createDatabase(network: ComputeNetwork): void {
    const instance = new SqlDatabaseInstance(this, "sql", {
      name: this.named("sql"),
      databaseVersion: "POSTGRES_16",
      region: REGION,
      deletionProtection: true,
      settings: {
        tier: "db-custom-2-7680",
        ipConfiguration: { ipv4Enabled: false, privateNetwork: network.selfLink },
        backupConfiguration: { enabled: true, pointInTimeRecoveryEnabled: true },
      },
    });
    for (const name of ["catalog", "ledger"]) {
      new SqlDatabase(this, `sql-${name}`, { name, instance: instance.name });
    }
  }

  private createAnalytics(): void {
    const dataset = new BigqueryDataset(this, "analytics", {
      datasetId: this.named("analytics").replaceAll("-", "_"),
      location: "EU",
    });
    for (const tableId of ["clicks", "orders", "visits"]) {
      new BigqueryTable(this, `analytics-${tableId}`, {
        datasetId: dataset.datasetId,
        tableId,
        timePartitioning: { type: "DAY" },
        schema: Fn.jsonencode([{ name: "at", type: "TIMESTAMP", mode: "REQUIRED" }]),
      });
    }
  }

  private createZone(): void {
    const zone = new DnsManagedZone(this, "zone", {
      name: this.named("zone"),
      dnsName: `g.${this.settings.domain}.`,
    });
    for (const name of ["api", "files", "live"]) {
      new DnsRecordSet(this, `record-${name}`, {
        name: `${name}.${zone.dnsName}`,
        managedZone: zone.name,
        type: "A",
        ttl: 300,
        rrdatas: ["192.0.2.10"],
      });
    }
  }
}
