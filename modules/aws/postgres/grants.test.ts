import { Contract, type ContractOf } from "@groundplan/core/contracts";
import { only, refusal, resourcesOf, type Template } from "@groundplan/core/testing/synth";
import type { TerraformStack } from "cdktf";
import { describe, expect, it } from "vitest";
import { testApp } from "../testing/fargate.ts";
import { synth } from "../testing/index.ts";
import { allows } from "../testing/judge-policy.ts";
import { FakeNetwork } from "../testing/network.ts";
import { POSTGRES_SHAPE, Postgres, type PostgresProps } from "./index.ts";

const KEY = "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000";
const SECRET = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:rds!db-1-AbCdEf";
const CONTRACT: ContractOf<typeof POSTGRES_SHAPE> = {
  address: "acme-prod-db.abc.eu-west-1.rds.amazonaws.com",
  port: "5432",
  database: "app",
  resourceId: "db-ABC",
  securityGroupId: "sg-0db",
  masterSecretArn: SECRET,
};
const USERS = "arn:aws:rds-db:eu-west-1:111122223333:dbuser:";

function make(
  stack: TerraformStack,
  props: Partial<PostgresProps> = {},
  network = new FakeNetwork(stack),
): Postgres {
  const given = { stage: "dev", name: "acme-dev-db", network, version: 17, ...props } as const;
  return new Postgres(stack, "database", given);
}

function policyOf(template: Template, name: string) {
  const policies = Object.values(resourcesOf(template, "aws_iam_role_policy"));
  return JSON.parse(policies.find((each) => each.name === name)!.policy);
}

describe("a grant to connect", () => {
  it("is a rule for the port, and to log in as one user of one server", () => {
    const template = synth((stack) => {
      const database = Postgres.fromExisting(stack, "database", CONTRACT);
      database.grantConnect(testApp(stack), "app");
    });
    expect(only(template, "aws_vpc_security_group_ingress_rule")).toMatchObject({
      security_group_id: "sg-0db",
      from_port: 5432,
      to_port: 5432,
      ip_protocol: "tcp",
      referenced_security_group_id: expect.stringContaining("app"),
    });
    const policy = policyOf(template, "connect-app-database");
    const may = (resource: string) => allows(policy, { action: "rds-db:connect", resource });
    expect(may(`${USERS}db-ABC/app`)).toBe(true);
    expect(may(`${USERS}db-ABC/postgres`)).toBe(false);
    expect(may(`${USERS}db-OTHER/app`)).toBe(false);
  });

  it("is held to the server that is made here", () => {
    const template = synth((stack) => {
      const network = new FakeNetwork(stack);
      make(stack, {}, network).grantConnect(testApp(stack, { network }), "app");
    });
    const [statement] = policyOf(template, "connect-app-database").Statement;
    expect(statement.Resource).toEqual([`${USERS}\${aws_db_instance.database.resource_id}/app`]);
  });

  it("to a copy reaches that copy, not the server", () => {
    const template = synth((stack) => {
      const network = new FakeNetwork(stack);
      const { replicas } = make(
        stack,
        { master: { password: { version: 1 } }, replicas: { reports: {} } },
        network,
      );
      replicas.reports!.grantConnect(testApp(stack, { network }), "reader");
    });
    const rule = only(template, "aws_vpc_security_group_ingress_rule");
    expect(rule.security_group_id).toContain("replica-reports");
    const [statement] = policyOf(template, "connect-reader-database-replica-reports").Statement;
    expect(statement.Resource[0]).toContain("replica-reports");
  });

  it("is refused for a user that PostgreSQL would quote", () => {
    const wrong = () =>
      synth((stack) =>
        Postgres.fromExisting(stack, "database", CONTRACT).grantConnect(testApp(stack), "App*"),
      );
    expect(refusal(wrong)).toBe(
      'test/database: user must be lower-case letters, digits and _, got "App*"',
    );
  });
});

describe("a grant of the master's password", () => {
  it("reads this secret, and its key where it has one", () => {
    const template = synth((stack) => {
      const database = Postgres.fromExisting(stack, "database", CONTRACT, KEY);
      database.grantMaster(testApp(stack));
    });
    const policy = policyOf(template, "master-database");
    expect(allows(policy, { action: "secretsmanager:GetSecretValue", resource: SECRET })).toBe(
      true,
    );
    expect(allows(policy, { action: "secretsmanager:PutSecretValue", resource: SECRET })).toBe(
      false,
    );
    expect(allows(policy, { action: "kms:Decrypt", resource: KEY })).toBe(true);
    expect(resourcesOf(template, "aws_vpc_security_group_ingress_rule")).toEqual({});
  });

  it("is refused where RDS keeps no secret", () => {
    const wrong = () =>
      synth((stack) => {
        const network = new FakeNetwork(stack);
        const database = make(stack, { master: { password: { version: 1 } } }, network);
        database.grantMaster(testApp(stack, { network }));
      });
    expect(refusal(wrong)).toBe(
      "test/database: master.password must be managed, so that there is a secret to read",
    );
  });
});

it("hands over where it is, and the secret's name; never a password", () => {
  const template = synth((stack) => {
    new Contract("database", POSTGRES_SHAPE).publish(stack, make(stack).contractValues());
  });
  const values = Object.fromEntries(
    Object.entries(template.output).map(([name, { value }]) => [name, value]),
  );
  expect(values).toEqual({
    database_address: "${aws_db_instance.database.address}",
    database_port: "5432",
    database_database: "app",
    database_resource_id: "${aws_db_instance.database.resource_id}",
    database_security_group_id: expect.stringMatching(/^\$\{aws_security_group\..*\.id\}$/),
    database_master_secret_arn: "${aws_db_instance.database.master_user_secret[0].secret_arn}",
  });
});
