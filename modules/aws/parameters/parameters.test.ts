import { addresses, only, refusal, resourcesOf } from "@groundplan/core/testing/synth";
import type { TerraformStack } from "cdktf";
import { describe, expect, it } from "vitest";
import { testApp } from "../testing/fargate.ts";
import { synth } from "../testing/index.ts";
import { actionsOf, allows } from "../testing/judge-policy.ts";
import {
  DEFAULTS,
  Parameter,
  type ParameterProps,
  PublishedValue,
  Secret,
  type SecretAccess,
  type SecretProps,
} from "./index.ts";

const KEY = "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000";
const SECRET: SecretProps = { stage: "dev", name: "acme/dev/api/database" };
const PARAMETER: ParameterProps = { name: "/acme/dev/api/token" };
const ARNS = "eu-west-1:111122223333";

const secret = (props: Partial<SecretProps> = {}) =>
  synth((stack) => new Secret(stack, "database", { ...SECRET, ...props }));
const parameter = (props: Partial<ParameterProps>, act: (made: Parameter) => void = () => {}) =>
  synth((stack) => act(new Parameter(stack, "token", { ...PARAMETER, ...props })));

/** The policy that one grant to an application makes. */
function policyOf(grant: "read" | "add", of: (stack: TerraformStack) => SecretAccess | Parameter) {
  const template = synth((stack) => {
    const app = testApp(stack);
    const thing = of(stack);
    if (grant === "read") thing.grantRead(app);
    else thing.grantAdd(app);
  });
  const policies = Object.values(resourcesOf(template, "aws_iam_role_policy"));
  return JSON.parse(policies.find(({ name }) => name.startsWith(grant))!.policy);
}

describe("a secret", () => {
  it("can go at once in dev, and stays 30 days and is protected in prod", () => {
    expect(only(secret(), "aws_secretsmanager_secret")).toEqual({
      name: "acme/dev/api/database",
      recovery_window_in_days: 0,
      lifecycle: { prevent_destroy: false },
    });
    expect(only(secret({ stage: "prod" }), "aws_secretsmanager_secret")).toMatchObject({
      recovery_window_in_days: 30,
      lifecycle: { prevent_destroy: true },
    });
    expect(DEFAULTS).toEqual({
      recoveryDays: { dev: 0, prod: 30 },
      protect: { dev: false, prod: true },
    });
  });

  it("keeps its address: changing it loses the values", () => {
    expect(addresses(secret())).toEqual(["aws_secretsmanager_secret.database"]);
  });

  it("keeps name, key and protection against overrides", () => {
    const wrong = { name: "other", kmsKeyId: "other", recoveryWindowInDays: 0 };
    const overrides = { secret: { ...wrong, description: "Ours" } };
    const made = secret({ stage: "prod", keyArn: KEY, overrides });
    expect(only(made, "aws_secretsmanager_secret")).toMatchObject({
      name: "acme/dev/api/database",
      kms_key_id: KEY,
      recovery_window_in_days: 30,
      description: "Ours",
    });
  });

  it("is read by a container whole, by key, by the version before or by one version", () => {
    synth((stack) => {
      const made = Secret.fromExisting(stack, "database", { ...SECRET, keyArn: KEY });
      const secretArn = `arn:aws:secretsmanager:${ARNS}:secret:acme/dev/api/database`;
      const known = { secretArn, keyArn: KEY };
      expect(made.source()).toEqual(known);
      const before = { jsonKey: "password", version: "previous" } as const;
      expect(made.source(before)).toEqual({
        ...known,
        jsonKey: "password",
        versionStage: "AWSPREVIOUS",
      });
      expect(made.source({ version: { id: "1b2c" } })).toEqual({ ...known, versionId: "1b2c" });
    });
  });
});

describe("a value", () => {
  it("passes through no stack: there is no version, no parameter and no variable", () => {
    const template = synth((stack) => {
      const app = testApp(stack);
      new Secret(stack, "database", SECRET).grantRead(app);
      new Parameter(stack, "token", PARAMETER).grantRead(app);
    });
    const types = Object.keys(template.resource).filter((type) => /secret|ssm/.test(type));
    expect(types).toEqual(["aws_secretsmanager_secret"]);
    expect(template["variable"]).toBeUndefined();
  });
});

describe("a published value", () => {
  it("is read by whom it is granted to, who changes nothing", () => {
    const template = synth((stack) => {
      const value = new PublishedValue(stack, "release", {
        name: "/acme/dev/api/release",
        description: "What a pipeline must know",
        value: "{}",
      });
      value.grantRead(testApp(stack));
    });
    expect(only(template, "aws_ssm_parameter")).toEqual({
      name: "/acme/dev/api/release",
      description: "What a pipeline must know",
      type: "String",
      insecure_value: "{}",
    });
    const policies = Object.values(resourcesOf(template, "aws_iam_role_policy"));
    const policy = JSON.parse(policies.find(({ name }) => name === "read-release")!.policy);
    const may = (action: string, name = "release") =>
      allows(policy, { action, resource: `arn:aws:ssm:${ARNS}:parameter/acme/dev/api/${name}` });
    expect(may("ssm:GetParameter")).toBe(true);
    expect(may("ssm:PutParameter")).toBe(false);
    expect(may("ssm:GetParameter", "token")).toBe(false);
  });
});

describe("a parameter", () => {
  it("is read by a container by its name, with the key that it needs", () => {
    parameter({ keyArn: KEY }, (made) =>
      expect(made.source).toEqual({ parameter: "/acme/dev/api/token", keyArn: KEY }),
    );
  });

  it("is named by version for those who ask for one", () => {
    parameter({}, (made) => expect(made.version(3)).toBe("/acme/dev/api/token:3"));
    expect(refusal(() => parameter({}, (made) => made.version(0)))).toBe(
      "test/token: version must be at least 1, got 0",
    );
  });
});

describe("who reads", () => {
  it("a secret of another stack reads that one, and adds nothing", () => {
    const policy = policyOf("read", (stack) => Secret.fromExisting(stack, "database", SECRET));
    const may = (action: string, name: string) =>
      allows(policy, { action, resource: `arn:aws:secretsmanager:${ARNS}:secret:${name}` });
    const get = "secretsmanager:GetSecretValue";
    expect(may(get, "acme/dev/api/database-A1b2C3")).toBe(true);
    expect(may(get, "acme/dev/api/database-of-others-A1b2C3")).toBe(false);
    expect(may("secretsmanager:PutSecretValue", "acme/dev/api/database-A1b2C3")).toBe(false);
  });

  it("a parameter reads that one, not what lies below, and lists nothing", () => {
    const policy = policyOf("read", (stack) => new Parameter(stack, "token", PARAMETER));
    const may = (action: string, name: string) =>
      allows(policy, { action, resource: `arn:aws:ssm:${ARNS}:parameter${name}` });
    expect(may("ssm:GetParameter", "/acme/dev/api/token")).toBe(true);
    expect(may("ssm:GetParameter", "/acme/dev/api/token/other")).toBe(false);
    expect(may("ssm:GetParametersByPath", "/acme/dev/api/token")).toBe(false);
    expect(may("ssm:PutParameter", "/acme/dev/api/token")).toBe(false);
  });

  it.each([
    ["ssm", (stack: TerraformStack) => new Parameter(stack, "it", { ...PARAMETER, keyArn: KEY })],
    [
      "secretsmanager",
      (stack: TerraformStack) => Secret.fromExisting(stack, "it", { ...SECRET, keyArn: KEY }),
    ],
  ] as const)("what a key of ours encrypts uses the key through %s alone", (service, of) => {
    const policy = policyOf("read", of);
    const may = (via: string) =>
      allows(policy, { action: "kms:Decrypt", resource: KEY, keys: { "kms:ViaService": [via] } });
    expect(may(`${service}.eu-west-1.amazonaws.com`)).toBe(true);
    expect(may("s3.eu-west-1.amazonaws.com")).toBe(false);
  });
});

describe("who adds", () => {
  it("a value to a secret reads none", () => {
    const policy = policyOf("add", (stack) => Secret.fromExisting(stack, "database", SECRET));
    const resource = `arn:aws:secretsmanager:${ARNS}:secret:acme/dev/api/database-A1b2C3`;
    expect(allows(policy, { action: "secretsmanager:PutSecretValue", resource })).toBe(true);
    expect(allows(policy, { action: "secretsmanager:GetSecretValue", resource })).toBe(false);
  });

  it("a value to a parameter reads none", () => {
    const policy = policyOf("add", (stack) => new Parameter(stack, "token", PARAMETER));
    const resource = `arn:aws:ssm:${ARNS}:parameter/acme/dev/api/token`;
    expect(allows(policy, { action: "ssm:PutParameter", resource })).toBe(true);
    expect(allows(policy, { action: "ssm:GetParameter", resource })).toBe(false);
  });
});

describe("a grant", () => {
  const OWN = { ...SECRET, keyArn: KEY };
  const parameterOf = (stack: TerraformStack) =>
    new Parameter(stack, "it", { ...PARAMETER, keyArn: KEY });
  const secretOf = (stack: TerraformStack) => Secret.fromExisting(stack, "it", OWN);
  it.each([
    ["read", "parameter", parameterOf, ["kms:Decrypt", "ssm:GetParameter", "ssm:GetParameters"]],
    ["add", "parameter", parameterOf, ["kms:Encrypt", "kms:GenerateDataKey", "ssm:PutParameter"]],
    [
      "read",
      "secret",
      secretOf,
      ["kms:Decrypt", "secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
    ],
    [
      "add",
      "secret",
      secretOf,
      [
        "kms:Decrypt",
        "kms:GenerateDataKey",
        "secretsmanager:DescribeSecret",
        "secretsmanager:PutSecretValue",
      ],
    ],
  ] as const)("to %s a %s has these rights and no other", (grant, _, of, actions) => {
    expect(actionsOf(policyOf(grant, of))).toEqual(actions);
  });
});

describe("what is wrong is told at once", () => {
  it("of a secret", () => {
    const wrong = { name: "api-sentry", keyArn: "alias/x", recoveryDays: 3 };
    expect(refusal(() => secret(wrong))).toBe(
      [
        'name must not end in a hyphen and six letters or digits, which are what AWS adds to the ARN, got "api-sentry"',
        'keyArn must be the ARN of a key, not of an alias, got "alias/x"',
        "recoveryDays must be 0 or 7 to 30, got 3",
      ]
        .map((line) => `test/database: ${line}`)
        .join("\n"),
    );
  });

  it("of a parameter", () => {
    expect(refusal(() => parameter({ name: "/aws/token", keyArn: "alias/x" }))).toBe(
      [
        'name must be a path such as /acme/prod/api/token, not below /aws or /ssm, got "/aws/token"',
        'keyArn must be the ARN of a key, not of an alias, got "alias/x"',
      ]
        .map((line) => `test/token: ${line}`)
        .join("\n"),
    );
  });
});
