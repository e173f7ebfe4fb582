import type { ExportedModule } from "@groundplan/core/exported";
import { EXPORTED as bucket } from "../../modules/aws/bucket/exported.ts";
import { EXPORTED as certbotDns } from "../../modules/aws/certbot-dns/exported.ts";
import { EXPORTED as ecsCluster } from "../../modules/aws/ecs-cluster/exported.ts";
import { EXPORTED as opensearch } from "../../modules/aws/opensearch/exported.ts";
import { EXPORTED as secret } from "../../modules/aws/parameters/exported.ts";
import { EXPORTED as postgres } from "../../modules/aws/postgres/exported.ts";
import { EXPORTED as queue } from "../../modules/aws/queue/exported.ts";
import { EXPORTED as registry } from "../../modules/aws/registry/exported.ts";
import { EXPORTED as staticSite } from "../../modules/aws/static-site/exported.ts";
import { EXPORTED as vpc } from "../../modules/aws/vpc/exported.ts";
import { EXPORTED as zone } from "../../modules/cloudflare/zone/exported.ts";
import { EXPORTED as artifactRegistry } from "../../modules/google/artifact-registry/exported.ts";
import { EXPORTED as backupBucket } from "../../modules/google/backup-bucket/exported.ts";
import { EXPORTED as googleSecret } from "../../modules/google/secret/exported.ts";
import { EXPORTED as serviceAccount } from "../../modules/google/service-account/exported.ts";
import { EXPORTED as stateBucket } from "../../modules/google/state-bucket/exported.ts";

/** Every module that is exported. */
export const CATALOGUE: readonly ExportedModule[] = [
  ...bucket,
  ...certbotDns,
  ...ecsCluster,
  ...opensearch,
  ...postgres,
  ...queue,
  ...registry,
  ...secret,
  ...staticSite,
  ...vpc,
  ...artifactRegistry,
  ...backupBucket,
  ...googleSecret,
  ...serviceAccount,
  ...stateBucket,
  ...zone,
];
