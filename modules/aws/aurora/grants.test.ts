import { Contract, type ContractOf } from "@groundplan/core/contracts";
import { only, refusal, resourcesOf, type Template } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import type { FargateApp } from "../fargate-service/index.ts";
import { testApp } from "../testing/fargate.ts";
import { synth } from "../testing/index.ts";
import { allows } from "../testing/judge-policy.ts";
import { AURORA_SHAPE, Aurora, type ExistingAurora } from "./index.ts";
import { MYSQL, make } from "./testing/make.ts";

const KEY = "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000";
const CLUSTER = "arn:aws:rds:eu-west-1:111122223333:cluster:acme-prod-db";
const SECRET = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:rds!cluster-1-AbCdEf";
const USER_SECRET = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:api-AbCdEf";
const CONTRACT: ContractOf<typeof AURORA_SHAPE> = {
  endpoint: "acme-prod-db.cluster-abc.eu-west-1.rds.amazonaws.com",
  readerEndpoint: "acme-prod-db.cluster-ro-abc.eu-west-1.rds.amazonaws.com",
  port: "3306",
  database: "app",
  resourceId: "cluster-ABC",
  clusterArn: CLUSTER,
  securityGroupId: "sg-0db",
  masterSecretArn: SECRET,
};
const USERS = "arn:aws:rds-db:eu-west-1:111122223333:dbuser:";

/** A stack that acts on a cluster of another one. */
function elsewhere(act: (cluster: ExistingAurora, app: FargateApp) => void): Template {
  return synth((stack) =>
    act(Aurora.fromExisting(stack, "database", CONTRACT, MYSQL), testApp(stack)),
  );
}

function policyOf(template: Template, name: string) {
  const policies = Object.values(resourcesOf(template, "aws_iam_role_policy"));
  return JSON.parse(policies.find((each) => each.name === name)!.policy);
}

describe("a grant to connect", () => {
  it("is a rule for the engine's port, and to log in as one user of one cluster", () => {
    const template = elsewhere((cluster, app) => cluster.grantConnect(app, "api"));
    expect(only(template, "aws_vpc_security_group_ingress_rule")).toMatchObject({
      security_group_id: "sg-0db",
      from_port: 3306,
      to_port: 3306,
      ip_protocol: "tcp",
      referenced_security_group_id: expect.stringContaining("app"),
    });
    const policy = policyOf(template, "connect-api-database");
    const may = (resource: string) => allows(policy, { action: "rds-db:connect", resource });
    expect(may(`${USERS}cluster-ABC/api`)).toBe(true);
    expect(may(`${USERS}cluster-ABC/admin`)).toBe(false);
    expect(may(`${USERS}cluster-OTHER/api`)).toBe(false);
  });

  it("is held to the cluster that is made here", () => {
    const template = make({}, (cluster, stack, network) =>
      cluster.grantLogIn(testApp(stack, { network }), "api"),
    );
    const [statement] = policyOf(template, "connect-api-database").Statement;
    expect(statement.Resource).toEqual([
      `${USERS}\${aws_rds_cluster.database.cluster_resource_id}/api`,
    ]);
  });

  it("is refused for a user that MySQL has no room for", () => {
    const user = "a".repeat(33);
    expect(refusal(() => elsewhere((cluster, app) => cluster.grantLogIn(app, user)))).toBe(
      `test/database: user must have at most 32 characters, got "${user}"`,
    );
  });
});

it("a grant of the master's password reads this secret and no other", () => {
  const template = elsewhere((cluster, app) => cluster.grantMaster(app));
  const policy = policyOf(template, "master-database");
  const read = "secretsmanager:GetSecretValue";
  expect(allows(policy, { action: read, resource: SECRET })).toBe(true);
  expect(allows(policy, { action: read, resource: USER_SECRET })).toBe(false);
});

describe("a grant of the Data API", () => {
  it("runs SQL on this cluster, as the user of one secret", () => {
    const template = elsewhere((cluster, app) => cluster.grantDataApi(app, USER_SECRET, KEY));
    const policy = policyOf(template, "data-api-database");
    const may = (action: string, resource: string) => allows(policy, { action, resource });
    expect(may("rds-data:ExecuteStatement", CLUSTER)).toBe(true);
    expect(may("rds-data:RollbackTransaction", CLUSTER)).toBe(true);
    expect(may("rds-data:ExecuteStatement", `${CLUSTER}-other`)).toBe(false);
    expect(may("rds:DeleteDBCluster", CLUSTER)).toBe(false);
    expect(may("secretsmanager:GetSecretValue", USER_SECRET)).toBe(true);
    expect(may("secretsmanager:GetSecretValue", SECRET)).toBe(false);
    expect(may("kms:Decrypt", KEY)).toBe(true);
  });

  it("is refused where there is nothing to call", () => {
    const wrong = () =>
      make({}, (cluster, stack, network) =>
        cluster.grantDataApi(testApp(stack, { network }), USER_SECRET),
      );
    expect(refusal(wrong)).toBe(
      "test/database: dataApi must be true, so that there is something to call",
    );
  });
});

it("hands over where it is, and the secret's name; never a password", () => {
  const template = make({}, (cluster, stack) =>
    new Contract("database", AURORA_SHAPE).publish(stack, cluster.contractValues()),
  );
  const values = Object.fromEntries(
    Object.entries(template.output).map(([name, { value }]) => [name, value]),
  );
  expect(values).toEqual({
    database_endpoint: "${aws_rds_cluster.database.endpoint}",
    database_reader_endpoint: "${aws_rds_cluster.database.reader_endpoint}",
    database_port: "5432",
    database_database: "app",
    database_resource_id: "${aws_rds_cluster.database.cluster_resource_id}",
    database_cluster_arn: "${aws_rds_cluster.database.arn}",
    database_security_group_id: expect.stringMatching(/^\$\{aws_security_group\..*\.id\}$/),
    database_master_secret_arn: "${aws_rds_cluster.database.master_user_secret[0].secret_arn}",
  });
});
