import { only, resourcesOf } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { ENDPOINT_SETS, servicesOf } from "./endpoint-services.ts";
import { byName, made, statements, withNetwork } from "./testing/made.ts";

const account = "${aws_vpc.network.owner_id}";
const endpoint = (service: string, change = {}) =>
  byName(made(change), "aws_vpc_endpoint")[`acme-prod-music-${service}`]!;
const servicesIn = (change = {}) => withNetwork(change, (vpc) => vpc.endpointServices);

describe("gateway endpoints", () => {
  it.each(["s3", "dynamodb"])("to %s stand in every network, on every route table", (service) => {
    const gateway = endpoint(service, { stage: "dev" });
    expect(gateway["vpc_endpoint_type"]).toBe("Gateway");
    const tables = Object.keys(resourcesOf(made({ stage: "dev" }), "aws_route_table"));
    expect(gateway["route_table_ids"]).toHaveLength(tables.length);
  });

  it("to S3 let through the own account, image layers and Amazon Linux packages", () => {
    expect(statements(endpoint("s3")["policy"])).toEqual([
      {
        Sid: "OwnAccount",
        Effect: "Allow",
        Principal: { AWS: ["*"] },
        Action: ["s3:*"],
        Resource: ["*"],
        Condition: { StringEquals: { "aws:PrincipalAccount": [account] } },
      },
      {
        Sid: "ImageLayers",
        Effect: "Allow",
        Principal: { AWS: ["*"] },
        Action: ["s3:GetObject"],
        Resource: ["arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/*"],
      },
      {
        Sid: "AmazonLinuxPackages",
        Effect: "Allow",
        Principal: { AWS: ["*"] },
        Action: ["s3:GetObject"],
        Resource: ["arn:aws:s3:::al2023-repos-eu-west-1-de612dc2/*"],
      },
    ]);
  });

  it("let through more when somebody says what", () => {
    const vendor = {
      sid: "VendorFeed",
      actions: ["s3:GetObject"],
      resources: ["arn:aws:s3:::vendor-feed/*"],
      principals: { AWS: ["*"] },
    };
    const change = { endpoints: { moreStatements: { s3: [vendor] } } };
    expect(statements(endpoint("s3", change)["policy"]).at(-1)).toMatchObject({
      Sid: "VendorFeed",
      Resource: ["arn:aws:s3:::vendor-feed/*"],
    });
  });
});

describe("interface endpoints", () => {
  it("have private names, an address in each zone and the own account's policy", () => {
    const logs = endpoint("logs");
    expect(logs).toMatchObject({
      service_name: "com.amazonaws.eu-west-1.logs",
      vpc_endpoint_type: "Interface",
      private_dns_enabled: true,
    });
    expect(logs["subnet_ids"]).toEqual([
      expect.stringContaining("tier-private_eu-west-1a"),
      expect.stringContaining("tier-private_eu-west-1b"),
    ]);
    expect(statements(logs["policy"]).map(({ Action, Condition }) => [Action, Condition])).toEqual([
      [["logs:*"], { StringEquals: { "aws:PrincipalAccount": [account] } }],
    ]);
  });

  it("let the whole network in on 443 and nothing else, so that tasks get their image", () => {
    const rules = Object.values(resourcesOf(made(), "aws_vpc_security_group_ingress_rule"));
    expect(rules.map((rule) => [rule["cidr_ipv4"], rule["from_port"], rule["to_port"]])).toEqual([
      ["10.20.0.0/16", 443, 443],
    ]);
    expect(resourcesOf(made(), "aws_vpc_security_group_egress_rule")).toEqual({});
  });

  it("are one for a service that two sets and the caller name, whose private names would clash", () => {
    const endpoints = { sets: ["fargate", "session-manager"], services: ["ssm"] } as const;
    const names = Object.values(resourcesOf(made({ endpoints }), "aws_vpc_endpoint")).map(
      (each) => each["service_name"],
    );
    expect(new Set(names).size).toBe(names.length);
    expect(names).toHaveLength(10);
  });

  it("can stand in fewer zones", () => {
    const change = { endpoints: { zones: ["eu-west-1b"] } };
    expect(endpoint("logs", change)["subnet_ids"]).toEqual([
      expect.stringContaining("tier-private_eu-west-1b"),
    ]);
  });

  it("keep private names and policy against an override", () => {
    const overrides = { endpoint: { privateDnsEnabled: false, ipAddressType: "dualstack" } };
    const logs = endpoint("logs", { overrides });
    expect([logs["private_dns_enabled"], logs["ip_address_type"]]).toEqual([true, "dualstack"]);
  });

  it("to STS let pods trade their token for a role of the own account: such a call has no account", () => {
    const sts = endpoint("sts", { endpoints: { sets: ["eks"] } });
    expect(statements(sts["policy"]).map(({ Sid }) => Sid)).toEqual([
      "OwnAccount",
      "TokensForOwnRoles",
    ]);
    expect(statements(sts["policy"])[1]).toEqual({
      Sid: "TokensForOwnRoles",
      Effect: "Allow",
      Principal: { AWS: ["*"] },
      Action: ["sts:AssumeRoleWithWebIdentity"],
      Resource: [`arn:aws:iam::${account}:role/*`],
    });
  });

  it("of a service that takes no policy have none", () => {
    const mail = endpoint("email-smtp", { endpoints: { sets: ["mail"] } });
    expect(mail["policy"]).toBeUndefined();
  });
});

describe("endpoint sets", () => {
  it("for Fargate bring image, logs, secrets, parameters, and shell with its key", () => {
    expect(servicesOf(["fargate"], [])).toEqual([
      "ecr.api",
      "ecr.dkr",
      "kms",
      "logs",
      "secretsmanager",
      "ssm",
      "ssmmessages",
    ]);
  });

  it("for CodeDeploy bring the agents' own endpoint", () => {
    expect(servicesOf(["codedeploy"], [])).toEqual(["codedeploy", "codedeploy-commands-secure"]);
  });

  it("never bring the image without the gateway that its layers come through", () => {
    expect(servicesIn({ endpoints: { sets: ["fargate"] } })).toContain("s3");
    expect(Object.keys(ENDPOINT_SETS)).toContain("ecs-on-ec2");
  });

  it("for OpenSearch bring no endpoint: a domain in the network has its addresses there", () => {
    const endpoints = { sets: ["opensearch"] } as const;
    expect(servicesIn({ endpoints })).toEqual(["dynamodb", "opensearch", "s3"]);
    expect(Object.keys(resourcesOf(made({ endpoints }), "aws_vpc_endpoint"))).toHaveLength(2);
  });
});

describe("an OpenSearch domain in another network", () => {
  it("gets an endpoint that OpenSearch manages, behind the same security group", () => {
    const domain = "arn:aws:es:eu-west-1:111122223333:domain/search";
    const endpoints = { sets: [], openSearchDomains: { search: domain } };
    expect(only(made({ endpoints }), "aws_opensearch_vpc_endpoint")).toMatchObject({
      domain_arn: domain,
      vpc_options: { security_group_ids: [expect.stringContaining("aws_security_group.")] },
    });
    expect(servicesIn({ endpoints })).toContain("opensearch");
  });
});
