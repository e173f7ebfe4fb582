import type { ContractOf, ContractShape } from "@groundplan/core/contracts";
import { check, matching, must } from "@groundplan/core/problems";
import { Construct } from "constructs";
import { arnOf } from "../account/index.ts";
import { grantInline } from "../iam/grant-inline.ts";
import type { AwsGrantee } from "../iam/index.ts";
import { type Connectable, type Peer, SecurityGroup } from "../security-group/index.ts";
import { PORT } from "./defaults.ts";

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

/** Somebody with a role and a security group: a `FargateApp`. */
export type Connecting = AwsGrantee & Connectable;

/** A server as those meet it who connect: made in this stack or in another one. */
export abstract class PostgresServer extends Construct implements Connectable {
  abstract readonly securityGroup: SecurityGroup;
  /** Name that clients connect to. */
  abstract readonly address: string;
  /** What IAM calls the server by. It is another one for every server, also for one of the same name. */
  abstract readonly resourceId: string;
  /** The master's secret, where RDS keeps one. */
  abstract readonly masterSecretArn?: string;
  /** The key that encrypts it, where it is not that of AWS. */
  abstract readonly masterKeyArn?: string;
  readonly port: number = PORT;

  /**
   * Lets an application connect and log in as a user, with no password: a rule for the port, and
   * `rds-db:connect` for this user of this server. The user is made in SQL: `create user <name>; grant
   * rds_iam to <name>`. A second user of the same application takes `grantLogIn`: the rule is there.
   *
   * @param user one that has `rds_iam`; the master has not
   */
  grantConnect(to: Connecting, user: string): void {
    this.grantLogIn(to, user);
    this.allowFrom(to);
  }

  /** The half of `grantConnect` that IAM knows, for who reaches the port by another way. */
  grantLogIn(to: AwsGrantee, user: string): void {
    const words = "be lower-case letters, digits and _";
    check(this, [matching("user", user, /^[a-z_][a-z0-9_]{0,62}$/, words)]);
    grantInline(this, `connect-${user}`, to, [
      {
        sid: "LogIn",
        actions: ["rds-db:connect"],
        resources: [arnOf(this, "rds-db", `dbuser:${this.resourceId}/${user}`)],
      },
    ]);
  }

  /** Lets a peer reach the port: who logs in is told by PostgreSQL. */
  allowFrom(peer: Peer): void {
    this.securityGroup.allowFrom(peer, { port: PORT, description: "PostgreSQL" });
  }

  /**
   * Lets a role read the master's password: `secretsmanager:GetSecretValue`, and with a key of one's own
   * `kms:Decrypt`. For making users, not for an application.
   */
  grantMaster(to: AwsGrantee): void {
    const { masterSecretArn, masterKeyArn } = this;
    check(this, [
      must(
        Boolean(masterSecretArn),
        "master.password",
        "be managed, so that there is a secret to read",
      ),
    ]);
    grantInline(this, "master", to, [
      {
        sid: "ReadMaster",
        actions: ["secretsmanager:GetSecretValue"],
        resources: [masterSecretArn!],
      },
      ...(masterKeyArn
        ? [{ sid: "ReadKey", actions: ["kms:Decrypt"], resources: [masterKeyArn] }]
        : []),
    ]);
  }
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
