import type { ContractOf, ContractShape } from "@groundplan/core/contracts";
import type { Construct } from "constructs";
import { DatabaseServer, POSTGRES_DIALECT } from "../database/database-server.ts";
import { SecurityGroup } from "../security-group/index.ts";

/**
 * What one stack hands to another so that it can connect. `masterSecretArn` names the master's secret, and
 * is empty where RDS keeps none.
 */
export const POSTGRES_SHAPE = {
  address: "text",
  port: "text",
  database: "text",
  resourceId: "text",
  securityGroupId: "text",
  masterSecretArn: "text",
} as const satisfies ContractShape;

/** A server as those meet it who connect: made in this stack or in another one. */
export abstract class PostgresServer extends DatabaseServer {
  /** Name that clients connect to. */
  abstract readonly address: string;
  readonly dialect = POSTGRES_DIALECT;
}

/** A server that another stack has made, for grants. Its rules here belong to this stack. */
export class ExistingPostgres extends PostgresServer {
  readonly securityGroup: SecurityGroup;
  readonly address: string;
  readonly resourceId: string;
  readonly masterSecretArn: string;
  /** Name of its first database. */
  readonly database: string;
  readonly masterKeyArn?: string;

  /**
   * @param encryptionKeyArn the key of the master's secret: whether there is one is known at synth
   */
  constructor(
    scope: Construct,
    id: string,
    contract: ContractOf<typeof POSTGRES_SHAPE>,
    encryptionKeyArn?: string,
  ) {
    super(scope, id);
    this.address = contract.address;
    this.resourceId = contract.resourceId;
    this.masterSecretArn = contract.masterSecretArn;
    this.database = contract.database;
    this.masterKeyArn = encryptionKeyArn;
    this.securityGroup = SecurityGroup.fromExisting(this, "security-group", contract);
  }
}
