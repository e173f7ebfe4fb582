import type { ContractOf, ContractShape } from "@groundplan/core/contracts";
import { check, must } from "@groundplan/core/problems";
import type { Construct } from "constructs";
import { DatabaseServer, type Dialect } from "../database/database-server.ts";
import { grantInline } from "../iam/grant-inline.ts";
import type { AwsGrantee } from "../iam/index.ts";
import { SecurityGroup } from "../security-group/index.ts";
import { type AuroraEngine, engineWords } from "./engine.ts";

/**
 * What one stack hands to another so that it can connect. `masterSecretArn` names the master's secret, and
 * is empty where RDS keeps none.
 */
export const AURORA_SHAPE = {
  endpoint: "text",
  readerEndpoint: "text",
  port: "text",
  database: "text",
  resourceId: "text",
  clusterArn: "text",
  securityGroupId: "text",
  masterSecretArn: "text",
} as const satisfies ContractShape;

/** What a program does over the Data API. */
const STATEMENTS = [
  "BatchExecuteStatement",
  "BeginTransaction",
  "CommitTransaction",
  "ExecuteStatement",
  "RollbackTransaction",
].map((call) => `rds-data:${call}`);

/** A cluster as those meet it who connect: made in this stack or in another one. */
export abstract class AuroraServer extends DatabaseServer {
  /** Name of the instance that writes, whichever it is. */
  abstract readonly endpoint: string;
  /** Name of those that read, each connection to another one; of a single instance, of that. */
  abstract readonly readerEndpoint: string;
  abstract readonly clusterArn: string;
  /** Whether it takes SQL over HTTPS; nothing where another stack knows. */
  abstract readonly dataApi?: boolean;

  /**
   * Lets a role run SQL over HTTPS as the user whose password a secret holds: `rds-data:` BatchExecute,
   * Execute, Begin, Commit and Rollback on this cluster, `secretsmanager:GetSecretValue` on this secret.
   *
   * @param keyArn the key that encrypts the secret, for `kms:Decrypt`. Default: that of AWS
   */
  grantDataApi(to: AwsGrantee, secretArn: string, keyArn?: string): void {
    check(this, [
      must(this.dataApi !== false, "dataApi", "be true, so that there is something to call"),
    ]);
    grantInline(this, "data-api", to, [
      { sid: "RunSql", actions: STATEMENTS, resources: [this.clusterArn] },
      { sid: "ReadUser", actions: ["secretsmanager:GetSecretValue"], resources: [secretArn] },
      ...(keyArn ? [{ sid: "ReadKey", actions: ["kms:Decrypt"], resources: [keyArn] }] : []),
    ]);
  }
}

/** What is known at synth of a cluster that another stack has made. */
export interface KnownAurora {
  readonly engine: AuroraEngine;
  /** The key of the master's secret. @default that of AWS */
  readonly encryptionKeyArn?: string;
}

/** A cluster that another stack has made, for grants. Its rules here belong to this stack. */
export class ExistingAurora extends AuroraServer {
  readonly securityGroup: SecurityGroup;
  readonly endpoint: string;
  readonly readerEndpoint: string;
  readonly resourceId: string;
  readonly clusterArn: string;
  readonly masterSecretArn: string;
  /** Name of its first database. */
  readonly database: string;
  readonly dialect: Dialect;
  readonly masterKeyArn?: string;
  readonly dataApi = undefined;

  constructor(
    scope: Construct,
    id: string,
    contract: ContractOf<typeof AURORA_SHAPE>,
    { engine, encryptionKeyArn }: KnownAurora,
  ) {
    super(scope, id);
    this.endpoint = contract.endpoint;
    this.readerEndpoint = contract.readerEndpoint;
    this.resourceId = contract.resourceId;
    this.clusterArn = contract.clusterArn;
    this.masterSecretArn = contract.masterSecretArn;
    this.database = contract.database;
    this.dialect = engineWords(engine).dialect;
    this.masterKeyArn = encryptionKeyArn;
    this.securityGroup = SecurityGroup.fromExisting(this, "security-group", contract);
  }
}
