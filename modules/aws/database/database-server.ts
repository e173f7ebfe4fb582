import { check, matching, must } from "@groundplan/core/problems";
import { Construct } from "constructs";
import { arnOf } from "../account/index.ts";
import { grantInline } from "../iam/grant-inline.ts";
import type { AwsGrantee } from "../iam/index.ts";
import type { Connectable, Peer, SecurityGroup } from "../security-group/index.ts";

/** Somebody with a role and a security group: a `FargateApp`. */
export type Connecting = AwsGrantee & Connectable;

/** What a database is, as far as those who connect must know it. */
export interface Dialect {
  /** As people call it; stands in the descriptions of rules. */
  readonly label: string;
  readonly port: number;
  /** Longest name of a user. */
  readonly userLimit: number;
}

/** Source: PostgreSQL, `NAMEDATALEN`; RDS API reference, "DBName" of RDS for PostgreSQL. */
export const POSTGRES_DIALECT: Dialect = { label: "PostgreSQL", port: 5432, userLimit: 63 };

/** Source: MySQL 8.0 Reference Manual, "Identifier Length Limits". */
export const MYSQL_DIALECT: Dialect = { label: "MySQL", port: 3306, userLimit: 32 };

/** A server or a cluster as those meet it who connect: made in this stack or in another one. */
export abstract class DatabaseServer extends Construct implements Connectable {
  abstract readonly securityGroup: SecurityGroup;
  /** What IAM calls it by. It is another one for every server, also for one of the same name. */
  abstract readonly resourceId: string;
  /** The master's secret, where RDS keeps one. */
  abstract readonly masterSecretArn?: string;
  /** The key that encrypts it, where it is not that of AWS. */
  abstract readonly masterKeyArn?: string;
  abstract readonly dialect: Dialect;

  get port(): number {
    return this.dialect.port;
  }

  /**
   * Lets an application connect and log in as a user, with no password: a rule for the port, and
   * `rds-db:connect` for this user of this database. The user is made in SQL, see the README. A second
   * user of the same application takes `grantLogIn`: the rule is there.
   *
   * @param user one that IAM logs in; the master is none
   */
  grantConnect(to: Connecting, user: string): void {
    this.grantLogIn(to, user);
    this.allowFrom(to);
  }

  /** The half of `grantConnect` that IAM knows, for who reaches the port by another way. */
  grantLogIn(to: AwsGrantee, user: string): void {
    const { userLimit } = this.dialect;
    const words = "be lower-case letters, digits and _";
    check(this, [
      matching("user", user, /^[a-z_][a-z0-9_]*$/, words),
      must(user.length <= userLimit, "user", `have at most ${userLimit} characters`, user),
    ]);
    grantInline(this, `connect-${user}`, to, [
      {
        sid: "LogIn",
        actions: ["rds-db:connect"],
        resources: [arnOf(this, "rds-db", `dbuser:${this.resourceId}/${user}`)],
      },
    ]);
  }

  /** Lets a peer reach the port: who logs in is told by the database. */
  allowFrom(peer: Peer): void {
    const { port, label } = this.dialect;
    this.securityGroup.allowFrom(peer, { port, description: label });
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
