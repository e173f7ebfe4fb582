import { only, resourcesOf } from "@groundplan/core/testing/synth";
import { Construct } from "constructs";
import { describe, expect, it } from "vitest";
import { synth } from "../testing/index.ts";
import { awsConfig } from "./aws-config.ts";
import { CertbotDns, type CertbotDnsProps } from "./certbot-dns.ts";

const UNIQUE_ID = "108000000000000000001";

const PROPS: CertbotDnsProps = {
  stage: "prod",
  name: "acme-prod-certbot",
  zones: { main: { zoneId: "Z0MAIN", domain: "example.com", names: ["graph.example.com"] } },
  caller: { google: { serviceAccountUniqueId: UNIQUE_ID, audience: "certbot.prod.acme" } },
};

function make(props: Partial<CertbotDnsProps>) {
  return synth((stack) => new CertbotDns(stack, "certbot", { ...PROPS, ...props }));
}

describe("a role for a Google machine", () => {
  it("trusts one service account by three claims and the issuer that AWS knows", () => {
    const trust = JSON.parse(only(make({}), "aws_iam_role").assume_role_policy);
    expect(trust.Statement).toEqual([
      {
        Sid: "GoogleServiceAccount",
        Effect: "Allow",
        Principal: { Federated: ["accounts.google.com"] },
        Action: ["sts:AssumeRoleWithWebIdentity"],
        Condition: {
          StringEquals: {
            "accounts.google.com:aud": [UNIQUE_ID],
            "accounts.google.com:oaud": ["certbot.prod.acme"],
            "accounts.google.com:sub": [UNIQUE_ID],
          },
        },
      },
    ]);
  });

  it("needs no provider, user or key", () => {
    expect(Object.keys(make({}).resource).sort()).toEqual([
      "aws_iam_role",
      "aws_iam_role_policies_exclusive",
      "aws_iam_role_policy",
      "aws_iam_role_policy_attachments_exclusive",
    ]);
  });

  it("can do nothing but its one policy", () => {
    const template = make({});
    const [policy] = Object.keys(resourcesOf(template, "aws_iam_role_policy"));
    expect(only(template, "aws_iam_role_policies_exclusive").policy_names).toEqual([
      `\${aws_iam_role_policy.${policy}.name}`,
    ]);
    expect(only(template, "aws_iam_role_policy_attachments_exclusive").policy_arns).toEqual([]);
  });

  it.each(["dev", "prod"] as const)("has sessions of an hour in %s", (stage) => {
    expect(only(make({ stage }), "aws_iam_role").max_session_duration).toBe(3600);
  });

  it("takes a boundary and longer sessions", () => {
    const permissionsBoundaryArn = "arn:aws:iam::111122223333:policy/boundary";
    const google = { serviceAccountUniqueId: UNIQUE_ID, audience: "certbot.prod.acme" };
    const template = make({
      caller: { google: { ...google, maxSessionSeconds: 7200, permissionsBoundaryArn } },
    });
    expect(only(template, "aws_iam_role")).toMatchObject({
      name: "acme-prod-certbot",
      permissions_boundary: permissionsBoundaryArn,
      max_session_duration: 7200,
    });
  });

  it("gives overrides the last word but on name and trust", () => {
    const overrides = { role: { path: "/certbot/", assumeRolePolicy: "{}", name: "other" } };
    const role = only(make({ overrides }), "aws_iam_role");
    expect(role).toMatchObject({ path: "/certbot/", name: "acme-prod-certbot" });
    expect(role.assume_role_policy).toContain(UNIQUE_ID);
  });
});

describe("rights for a role that is there", () => {
  it("adds one policy to the role of a task or an instance and makes no role", () => {
    const template = synth((stack) => {
      const grantee = Object.assign(new Construct(stack, "task"), {
        role: { name: "acme-prod-task", arn: "arn:aws:iam::111122223333:role/acme-prod-task" },
      });
      new CertbotDns(stack, "certbot", { ...PROPS, caller: { grantee } });
    });
    expect(Object.keys(template.resource)).toEqual(["aws_iam_role_policy"]);
    expect(only(template, "aws_iam_role_policy").role).toBe("acme-prod-task");
  });
});

describe("refuses", () => {
  const zone = PROPS.zones.main!;
  it.each<[string, Partial<CertbotDnsProps>, string]>([
    ["no zone", { zones: {} }, "zones must hold at least one zone"],
    [
      "every zone at once",
      { zones: { main: { ...zone, zoneId: "*" } } },
      'zones.main.zoneId must be the id of one hosted zone, such as Z0123456789ABCDEFGHIJ, got "*"',
    ],
    [
      "a zone id with its path",
      { zones: { main: { ...zone, zoneId: "/hostedzone/Z0MAIN" } } },
      'zones.main.zoneId must be the id of one hosted zone, such as Z0123456789ABCDEFGHIJ, got "/hostedzone/Z0MAIN"',
    ],
    [
      "no name",
      { zones: { main: { ...zone, names: [] } } },
      "zones.main.names must hold at least one name",
    ],
    [
      "a name of another zone",
      { zones: { main: { ...zone, names: ["graph.example.org"] } } },
      'zones.main.names must lie in the zone example.com, got "graph.example.org"',
    ],
    [
      "a neighbour that only ends alike",
      { zones: { main: { ...zone, names: ["graph.myexample.com"] } } },
      'zones.main.names must lie in the zone example.com, got "graph.myexample.com"',
    ],
    [
      "a name that no certificate has",
      { zones: { main: { ...zone, names: ["a.*.example.com"] } } },
      'zones.main.names must be domain names of at most 237 characters, with * only as the whole first label, got "a.*.example.com"',
    ],
    [
      "any name without a reason",
      { zones: { main: { ...zone, names: { anyName: { reason: "why not" } } } } },
      'zones.main.names.anyName.reason must say why in 10 to 200 characters, got "why not"',
    ],
    [
      "a public and a private zone of one name",
      { zones: { main: zone, twin: { ...zone, zoneId: "Z0TWIN" } } },
      'zones.main.domain must differ from that of zones.twin, got "example.com"; name the public zone only: certbot passes private ones over',
    ],
    [
      "a name whose record certbot writes to a closer zone",
      {
        zones: {
          main: zone,
          close: { zoneId: "Z0CLOSE", domain: "graph.example.com", names: ["a.graph.example.com"] },
        },
      },
      'zones.main.names must stand in zones.close, whose longer name certbot picks, got "graph.example.com"',
    ],
    [
      "clean-up that would fail in silence",
      { changes: ["UPSERT"] },
      'changes must hold DELETE and one of UPSERT and CREATE, got ["UPSERT"]; clients hide a refused clean-up, and the records pile up',
    ],
    [
      "an address for the unique id, and an audience with spaces",
      { caller: { google: { serviceAccountUniqueId: "vm@acme.iam", audience: "a b c" } } },
      'caller.google.serviceAccountUniqueId must be the numeric unique id, not the address, got "vm@acme.iam"\n' +
        'test/certbot: caller.google.audience must be 4 to 255 letters, digits and . _ : / -, got "a b c"',
    ],
    [
      "a session longer than IAM allows",
      {
        caller: {
          google: {
            serviceAccountUniqueId: UNIQUE_ID,
            audience: "certbot",
            maxSessionSeconds: 900,
          },
        },
      },
      "caller.google.maxSessionSeconds must be 3600 to 43200, got 900",
    ],
  ])("%s", (_title, props, message) => {
    expect(() => make(props)).toThrow(`test/certbot: ${message}`);
  });

  it("more names than IAM has room for", () => {
    const names = Array.from({ length: 400 }, (_, i) => `host-${i}.example.com`);
    expect(() => make({ zones: { main: { ...zone, names } } })).toThrow(
      /^test\/certbot: zones must make a policy of at most 10240 characters, got \d+; share wildcard names, or make a second identity$/,
    );
  });
});

describe("awsConfig", () => {
  const HELPER = {
    helperPath: "/opt/groundplan/fetch-aws-credentials.sh",
    roleArn: "arn:aws:iam::111122223333:role/acme-prod-certbot",
    audience: "certbot.prod.acme",
    region: "eu-west-1",
  };

  it("asks the helper for the role and holds no secret", () => {
    expect(awsConfig(HELPER)).toBe(
      "[default]\nregion = eu-west-1\ncredential_process = /opt/groundplan/fetch-aws-credentials.sh " +
        "--role-arn arn:aws:iam::111122223333:role/acme-prod-certbot --audience certbot.prod.acme --region eu-west-1\n",
    );
  });

  it("refuses what would reach a shell", () => {
    expect(() =>
      awsConfig({ ...HELPER, helperPath: "/opt/a; rm -rf /", audience: "$(id)" }),
    ).toThrow(
      'aws config: helperPath must be an absolute path, got "/opt/a; rm -rf /"\n' +
        'aws config: audience must be what the role trusts, got "$(id)"',
    );
  });
});
