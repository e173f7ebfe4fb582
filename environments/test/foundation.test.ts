import type { FoundationSettings } from "@groundplan/apps/foundation/settings";
import { refusal } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { dev } from "../dev/environment.ts";
import type { Environment } from "../environment.ts";
import { ENVIRONMENTS } from "../estate.ts";
import { prod } from "../prod/environment.ts";
import { shared } from "../shared/environment.ts";
import { stateKey } from "../state.ts";
import { validate } from "../validate.ts";
import { synthEstate } from "./synth-estate.ts";

const estate = synthEstate();
const ci = (environment: Environment) => environment.apps.foundation!.ci;

/** IAM prefix of the service behind a resource type, where it is not the type's second word. */
const SERVICES: Readonly<Record<string, string>> = {
  appautoscaling: "application-autoscaling",
  cloudwatch_event: "events",
  cloudwatch_log: "logs",
  db: "rds",
  lb: "elasticloadbalancing",
  opensearch: "es",
};
const EC2 =
  /^aws_(default_|ec2_|eip|flow_log|internet_gateway|launch_template|nat_|network_|route|security_group|subnet|vpc)/;

function serviceOf(type: string): string {
  if (EC2.test(type) && !type.startsWith("aws_route53")) return "ec2";
  const name = type.replace(/^aws_/, "");
  const special = Object.keys(SERVICES).find((prefix) => name.startsWith(prefix));
  return special ? SERVICES[special]! : name.split("_")[0]!;
}

describe("the foundation", () => {
  it("stands in every environment, and its state bucket is the one that the states name", () => {
    const buckets = [...estate.values()]
      .filter(({ stack }) => stack.layer === "state")
      .map(({ stack, template }) => {
        const of = (type: string) => template.resource[type]?.["state"];
        return [
          stack.node.id,
          (of("aws_s3_bucket") ?? of("google_storage_bucket"))?.["bucket"] ??
            of("google_storage_bucket")?.["name"],
        ];
      });
    expect(buckets).toEqual(
      ENVIRONMENTS.map(({ name, state }) => [
        `${name}-foundation-state`,
        "bucket" in state ? state.bucket : undefined,
      ]),
    );
  });

  it("hands no other stack anything but names", () => {
    for (const [id, { stack, template }] of estate) {
      const producers = stack.dependencies.map((each) => each.node.id);
      const allowed = stack.app === "foundation" ? 1 : 0;
      const read = producers.filter((each) => each.includes("-foundation-"));
      expect(read.length, id).toBeLessThanOrEqual(allowed);
      expect(JSON.stringify(template.data), id).not.toContain("/foundation/");
    }
  });

  it("lets CI reach every state of its environment and of no other", () => {
    for (const { stack } of estate.values()) {
      expect(stateKey(stack)).toMatch(new RegExp(`^${stack.site.environment}/`));
    }
    const policies = JSON.stringify(estate.get("dev-foundation-ci")!.template.resource);
    expect(policies).toContain("acme-dev-terraform-state/dev/*.tfstate");
    expect(policies).not.toContain("acme-prod");
  });

  it.each([dev, prod] as Environment[])(
    "lets CI make what the apps of $name are made of",
    (environment) => {
      const types = [...estate.values()]
        .filter(({ stack }) => stack.site.environment === environment.name)
        .filter(({ stack }) => stack.app !== "foundation")
        .flatMap(({ template }) => Object.keys(template.resource))
        .filter((type) => type.startsWith("aws_") && !type.startsWith("aws_iam_"));
      const services = [...new Set(types.map(serviceOf))].sort();
      expect(ci(environment).aws?.services).toEqual(services);
    },
  );

  it.each([dev, prod] as Environment[])(
    "lets CI hand roles to the services that the apps of $name hand them to",
    (environment) => {
      const trusted = [...estate.values()]
        .filter(({ stack }) => stack.site.environment === environment.name)
        .filter(({ stack }) => stack.app !== "foundation")
        .flatMap(({ template }) => Object.values(template.resource["aws_iam_role"] ?? {}))
        .flatMap((role) => JSON.parse(role["assume_role_policy"]).Statement)
        .flatMap(({ Principal }) => Principal.Service ?? []);
      expect(ci(environment).aws?.passedTo).toEqual([...new Set(trusted)].sort());
    },
  );

  it.each([dev, prod] as Environment[])(
    "lets CI's plans read the parameters that the stacks of $name hold or look up, and no other",
    (environment) => {
      const named = [...estate.values()]
        .filter(({ stack }) => stack.site.environment === environment.name)
        .flatMap(({ template: { resource, data } }) => [resource, data])
        .flatMap((section) => Object.values(section["aws_ssm_parameter"] ?? {}))
        .map(({ name }) => name);
      expect(ci(environment).aws?.parameters).toEqual([...new Set(named)].sort());
    },
  );

  it("is applied by the jobs of the environment's own name", () => {
    for (const environment of ENVIRONMENTS) {
      expect(ci(environment).apply).toEqual([{ environment: environment.name }]);
    }
  });
});

it("trusts tokens by exact audience and exact subject, whoever made the role", () => {
  const trusts = [...estate.values()]
    .flatMap(({ template }) => Object.values(template.resource["aws_iam_role"] ?? {}))
    .flatMap((role) => JSON.parse(role["assume_role_policy"]).Statement)
    .filter(({ Principal }) => Principal.Federated);
  expect(trusts.length).toBeGreaterThan(0);
  for (const { Condition } of trusts) {
    expect(Object.keys(Condition)).toEqual(["StringEquals"]);
    const claims = Object.keys(Condition.StringEquals).map((key) => key.split(":").at(-1));
    expect(claims).toEqual(expect.arrayContaining(["aud", "sub"]));
    expect(JSON.stringify(Condition)).not.toMatch(/[*?]/);
  }
});

describe("validate refuses", () => {
  const withCi = (environment: Environment, change: Partial<FoundationSettings["ci"]>) => ({
    ...environment,
    apps: { foundation: { ci: { ...ci(environment), ...change } } },
  });
  const said = (environment: Environment) =>
    refusal(() => validate([environment]))
      .split("\n")
      .map((line) => line.replace(`environments/${environment.name}/environment.ts: `, ""));

  it("states in a bucket that the foundation does not make, or in a region where it makes none", () => {
    const state = { kind: "s3", bucket: "acme-prod-tf", region: "eu-central-1" } as const;
    expect(said({ ...withCi(prod, {}), state })).toEqual([
      'state.bucket must be acme-prod-terraform-state, which the foundation makes, got "acme-prod-tf"',
      'state.region must be aws.region, where the foundation makes the bucket, got "eu-central-1"',
      "state.kmsKeyArn must be set in prod: arn:aws:kms:eu-west-1:444455556666:alias/acme-prod-terraform-state, which the foundation makes",
    ]);
  });

  it("another key than the foundation's", () => {
    const kmsKeyArn = "arn:aws:kms:eu-west-1:111122223333:alias/other";
    expect(said({ ...withCi(dev, {}), state: { ...dev.state, kmsKeyArn } })).toEqual([
      `state.kmsKeyArn must be arn:aws:kms:eu-west-1:111122223333:alias/acme-dev-terraform-state, which the foundation makes, got "${kmsKeyArn}"`,
    ]);
  });

  it("a CI that cannot reach the states", () => {
    expect(said(withCi(shared, { google: undefined }))).toEqual([
      "apps.foundation.ci.google must be set: the states lie in Cloud Storage",
    ]);
    expect(said(withCi(dev, { aws: undefined }))).toEqual([
      "apps.foundation.ci.aws must be set: the states lie in S3",
    ]);
  });

  it("a pull request that applies, and any branch at all", () => {
    expect(said(withCi(dev, { apply: [{ pullRequest: true }], plan: [{ branch: "*" }] }))).toEqual([
      'apps.foundation.ci.plan.branch must be one exact name of letters, digits and . _ / -, without a wildcard, got "*"',
      "apps.foundation.ci.apply must not be pull requests where they apply; let pull requests plan",
    ]);
  });

  it("an account that CI has no home in", () => {
    expect(said({ ...withCi(dev, {}), google: undefined })).toEqual([
      "apps.foundation.ci.google must not be set without google",
    ]);
  });
});

describe("an account that has GitHub's identity provider already", () => {
  const ciStack = (issuer: "made" | "exists") => {
    const { foundation } = dev.apps;
    const aws = { ...foundation.ci.aws, issuer };
    const apps = { foundation: { ci: { ...foundation.ci, aws } } };
    return synthEstate([{ ...dev, apps }]).get("dev-foundation-ci")!.template;
  };
  const TYPE = "aws_iam_openid_connect_provider";

  it("keeps it, also where the stack made it once: it is forgotten and trusted by its ARN", () => {
    const [made] = Object.keys(ciStack("made").resource[TYPE]!);
    const template = ciStack("exists");
    expect(template.resource[TYPE]).toBeUndefined();
    expect(template["removed"]).toEqual([
      { from: `${TYPE}.${made}`, lifecycle: { destroy: false } },
    ]);
    const trust = Object.values(template.resource["aws_iam_role"]!)[0]!["assume_role_policy"];
    expect(trust).toContain(
      '"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"',
    );
  });
});

describe("an environment whose states lie in files or on HCP Terraform", () => {
  it.each([
    { kind: "local" },
    { kind: "cloud", organization: "acme", project: "dev", workspacePrefix: "acme" },
  ] as const)("has identities and no bucket: $kind", (state) => {
    const made = synthEstate([{ ...dev, state, apps: { foundation: dev.apps.foundation } }]);
    expect([...made.keys()]).toEqual(["dev-foundation-ci"]);
    const policies = JSON.stringify(made.get("dev-foundation-ci")!.template.resource);
    expect(policies).not.toContain("terraform-state");
  });
});
