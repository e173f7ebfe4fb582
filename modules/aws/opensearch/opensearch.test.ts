import { fixedCosts } from "@groundplan/core/cost";
import {
  addresses,
  only,
  refusal,
  resourcesOf,
  type Template,
} from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { Bucket } from "../bucket/index.ts";
import { testApp } from "../testing/fargate.ts";
import { synth } from "../testing/index.ts";
import { actionsOf, allows } from "../testing/judge-policy.ts";
import { FakeNetwork } from "../testing/network.ts";
import { Opensearch } from "./opensearch.ts";
import type { OpensearchProps } from "./opensearch-props.ts";
import { SEARCH_SHAPE } from "./search-domain.ts";

type Given = Partial<Omit<OpensearchProps, "network">>;
interface Made {
  readonly search: Opensearch;
  readonly app: ReturnType<typeof testApp>;
}

const ZONES = ["eu-west-1a", "eu-west-1b", "eu-west-1c"];
const AT = "arn:aws:es:eu-west-1:111122223333:domain/acme-prod-shop";

/** A domain in a network of three zones, and an application beside it. */
function make(props: Given = {}, then: (made: Made) => void = () => {}): Template {
  return synth((stack) => {
    const network = new FakeNetwork(stack, ZONES);
    const search = new Opensearch(stack, "search", {
      stage: "prod",
      name: "acme-prod-shop",
      network,
      engineVersion: "OpenSearch_2.19",
      adminRoleArn: "arn:aws:iam::111122223333:role/search-admin",
      ...props,
    });
    then({ search, app: testApp(stack, { network }) });
  });
}

/** The same with a bucket for snapshots. */
function withSnapshots(then: (made: Made) => void = () => {}): Template {
  return synth((stack) => {
    const network = new FakeNetwork(stack, ZONES);
    const bucket = Bucket.fromExisting(stack, "bucket", { name: "acme-snapshots" });
    const search = new Opensearch(stack, "search", {
      stage: "dev",
      name: "acme-prod-shop",
      network,
      engineVersion: "OpenSearch_2.19",
      adminRoleArn: "arn:aws:iam::111122223333:role/search-admin",
      snapshots: { bucket, prefix: "search/" },
    });
    then({ search, app: testApp(stack, { network }) });
  });
}

const domain = (props: Given = {}) => only(make(props), "aws_opensearch_domain");
const policyNamed = (template: Template, name: string) =>
  JSON.parse(
    Object.values(resourcesOf(template, "aws_iam_role_policy")).find((each) => each.name === name)!
      .policy,
  );

describe("a domain", () => {
  it("is encrypted everywhere, speaks HTTPS alone, and knows roles and no passwords", () => {
    expect(domain()).toMatchObject({
      encrypt_at_rest: { enabled: true },
      node_to_node_encryption: { enabled: true },
      domain_endpoint_options: {
        enforce_https: true,
        tls_security_policy: "Policy-Min-TLS-1-2-PFS-2023-10",
      },
      advanced_security_options: {
        enabled: true,
        anonymous_auth_enabled: false,
        internal_user_database_enabled: false,
        master_user_options: { master_user_arn: "arn:aws:iam::111122223333:role/search-admin" },
      },
    });
  });

  it("in dev is one small node, in one zone, that a destroy takes along", () => {
    const { cluster_config: cluster, ebs_options: volume, ...rest } = domain({ stage: "dev" });
    expect(cluster).toEqual({
      instance_type: "t3.small.search",
      instance_count: 1,
      dedicated_master_enabled: false,
      zone_awareness_enabled: false,
    });
    expect(volume).toMatchObject({ volume_type: "gp3", volume_size: 10 });
    expect(rest.vpc_options.subnet_ids).toEqual(["subnet-private-eu-west-1a"]);
    // AWS refuses to tune a type that lends its processor.
    expect(rest["auto_tune_options"]).toBeUndefined();
    expect(rest["lifecycle"]).toBeUndefined();
  });

  it("in prod holds through the loss of a zone, and is protected", () => {
    const { cluster_config: cluster, ...rest } = domain();
    expect(cluster).toEqual({
      instance_type: "m6g.large.search",
      instance_count: 3,
      dedicated_master_enabled: true,
      dedicated_master_type: "m6g.large.search",
      dedicated_master_count: 3,
      zone_awareness_enabled: true,
      zone_awareness_config: { availability_zone_count: 3 },
    });
    expect(rest.vpc_options.subnet_ids).toHaveLength(3);
    expect(rest.auto_tune_options.desired_state).toBe("ENABLED");
    expect(rest["lifecycle"]).toEqual({ prevent_destroy: true });
  });

  it("keeps its address: changing it destroys the data", () => {
    expect(addresses(make())).toContain("aws_opensearch_domain.search");
  });

  it("costs what its nodes and volumes cost", () => {
    const costs: (string | number)[] = [];
    make({}, ({ search }) =>
      costs.push(...fixedCosts(search).flatMap(({ item, usdPerMonth }) => [item, usdPerMonth])),
    );
    expect(costs).toEqual([
      "3 m6g.large.search",
      280.32,
      "3 m6g.large.search",
      280.32,
      "300 GiB of gp3",
      36.6,
    ]);
  });
});

describe("logs", () => {
  it.each([
    ["dev", 3, 7],
    ["prod", 4, 90],
  ] as const)("in %s are %i groups for %i days", (stage, count, days) => {
    const groups = Object.values(resourcesOf(make({ stage }), "aws_cloudwatch_log_group")).filter(
      ({ name }) => name.startsWith("/aws/opensearch/acme-prod-shop/"),
    );
    expect(groups).toHaveLength(count);
    for (const group of groups) expect(group.retention_in_days).toBe(days);
    const told = domain({ stage }).log_publishing_options.map(
      ({ log_type: type }: { log_type: string }) => type,
    );
    expect(told.includes("AUDIT_LOGS")).toBe(stage === "prod");
  });

  it("are let in before the domain is made, from this account alone", () => {
    const template = make();
    const policy = only(template, "aws_cloudwatch_log_resource_policy");
    expect(JSON.parse(policy.policy_document).Statement[0]).toMatchObject({
      Principal: { Service: ["es.amazonaws.com"] },
      Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:PutLogEventsBatch"],
      Resource: ["arn:aws:logs:eu-west-1:111122223333:log-group:/aws/opensearch/acme-prod-shop/*"],
      Condition: { StringLike: { "aws:SourceAccount": ["111122223333"] } },
    });
    expect(only(template, "aws_opensearch_domain").depends_on).toEqual([
      expect.stringMatching(/^aws_cloudwatch_log_resource_policy\./),
    ]);
  });
});

describe("who gets in", () => {
  it("is the account's own, signed: nobody else by the domain's policy", () => {
    const { access_policies: policy } = only(make(), "aws_opensearch_domain_policy");
    expect(JSON.parse(policy).Statement).toEqual([
      {
        Sid: "OwnAccount",
        Effect: "Allow",
        Action: ["es:ESHttp*"],
        Principal: { AWS: ["arn:aws:iam::111122223333:root"] },
        Resource: [`${AT}/*`],
      },
    ]);
  });

  it("comes through one port that is opened for it", () => {
    const template = make({}, ({ search, app }) => search.allowFrom(app));
    const rules = Object.values(resourcesOf(template, "aws_vpc_security_group_ingress_rule"));
    expect(rules).toEqual([
      expect.objectContaining({ from_port: 443, to_port: 443, ip_protocol: "tcp" }),
    ]);
    expect(resourcesOf(make(), "aws_vpc_security_group_ingress_rule")).toEqual({});
  });

  it("may call this domain and change nothing about it", () => {
    const policy = policyNamed(
      make({}, ({ search, app }) => search.grantConnect(app)),
      "connect-search",
    );
    const may = (action: string, resource: string) => allows(policy, { action, resource });
    expect(may("es:ESHttpPost", `${AT}/songs/_search`)).toBe(true);
    expect(may("es:ESHttpPost", `${AT}-other/songs/_search`)).toBe(false);
    expect(may("es:DeleteDomain", AT)).toBe(false);
    expect(actionsOf(policy)).toEqual(
      ["Delete", "Get", "Head", "Patch", "Post", "Put"].map((method) => `es:ESHttp${method}`),
    );
  });
});

describe("a domain of another stack", () => {
  it("is told by host and group, and gives the same rights to the same domain", () => {
    let told: object = {};
    make({}, ({ search }) => {
      told = search.contractValues();
    });
    expect(Object.keys(told)).toEqual(Object.keys(SEARCH_SHAPE));
    const template = synth((stack) => {
      const app = testApp(stack);
      const search = Opensearch.fromExisting(stack, "search", {
        name: "acme-prod-shop",
        endpoint: "vpc-acme-prod-shop.eu-west-1.es.amazonaws.com",
        securityGroupId: "sg-search",
      });
      search.grantConnect(app);
      search.allowFrom(app);
    });
    const policies = Object.values(resourcesOf(template, "aws_iam_role_policy"));
    const policy = JSON.parse(policies.find(({ name }) => name === "connect-search")!.policy);
    expect(allows(policy, { action: "es:ESHttpGet", resource: `${AT}/albums/_search` })).toBe(true);
    expect(allows(policy, { action: "es:ESHttpGet", resource: `${AT}-2/_search` })).toBe(false);
    const rules = Object.values(resourcesOf(template, "aws_vpc_security_group_ingress_rule"));
    expect(rules).toContainEqual(
      expect.objectContaining({ security_group_id: "sg-search", from_port: 443 }),
    );
  });
});

describe("snapshots", () => {
  it("are written by a role that this domain alone takes, below the prefix", () => {
    const template = withSnapshots();
    const roles = Object.values(resourcesOf(template, "aws_iam_role"));
    const role = roles.find(({ name }) => name === "acme-prod-shop-snapshots")!;
    expect(JSON.parse(role.assume_role_policy).Statement[0]).toMatchObject({
      Principal: { Service: ["es.amazonaws.com"] },
      Condition: { ArnLike: { "aws:SourceArn": [AT] } },
    });
    const writes = policyNamed(template, "write-bucket");
    const put = (object: string) =>
      allows(writes, { action: "s3:PutObject", resource: `arn:aws:s3:::acme-snapshots/${object}` });
    expect([put("search/1"), put("other/1")]).toEqual([true, false]);
  });

  it("are registered by who may pass that role", () => {
    const template = withSnapshots(({ search, app }) => search.grantRegisterSnapshots(app));
    const [register, pass] = policyNamed(template, "register-snapshots-search").Statement;
    expect(register.Action).toEqual(["es:ESHttpPut"]);
    expect(register.Resource).toEqual([`${AT}/_snapshot/*`]);
    expect(pass).toMatchObject({
      Action: ["iam:PassRole"],
      Condition: { StringEquals: { "iam:PassedToService": ["es.amazonaws.com"] } },
    });
    const act = () => make({}, ({ search, app }) => search.grantRegisterSnapshots(app));
    expect(refusal(act)).toBe("test/search: snapshots must be given where somebody registers them");
  });
});
