import { check } from "@groundplan/core/problems";
import { describe, expect, it } from "vitest";
import { readableArn, secretProblems, valueFrom } from "./secrets.ts";

const HERE = { partition: "aws", region: "eu-west-1", accountId: "111122223333" };
const ARN = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:api-AbCdEf";

describe("what a container definition says of a secret", () => {
  it.each([
    [{ parameter: "/acme/dev/dsn" }, "/acme/dev/dsn"],
    [{ secretArn: ARN }, ARN],
    [{ secretArn: ARN, jsonKey: "password" }, `${ARN}:password::`],
    [
      { secretArn: ARN, jsonKey: "password", versionStage: "AWSPREVIOUS" },
      `${ARN}:password:AWSPREVIOUS:`,
    ],
    [{ secretArn: ARN, versionId: "1a" }, `${ARN}:::1a`],
  ])("of %j is %s", (source, expected) => {
    expect(valueFrom(source)).toBe(expected);
  });
});

describe("what a role must read for a secret", () => {
  it.each([
    [{ parameter: "/acme/dsn" }, "arn:aws:ssm:eu-west-1:111122223333:parameter/acme/dsn"],
    [{ parameter: "dsn" }, "arn:aws:ssm:eu-west-1:111122223333:parameter/dsn"],
    [
      { parameter: "arn:aws:ssm:eu-west-1:444455556666:parameter/shared" },
      "arn:aws:ssm:eu-west-1:444455556666:parameter/shared",
    ],
    [{ secretArn: ARN, jsonKey: "password" }, ARN],
    [{ secretArn: ARN.slice(0, -7) }, `${ARN.slice(0, -7)}-??????`],
  ])("of %j is %s", (source, expected) => {
    expect(readableArn(source, HERE)).toBe(expected);
  });
});

describe("secrets", () => {
  it("are refused when a value stands in place of a name, and it is not repeated", () => {
    const wrong = { DSN: { parameter: "postgres://a:b@c" }, KEY: { secretArn: "hunter2" } };
    expect(() => check("api", secretProblems("secrets", wrong))).toThrowError(
      [
        "api: secrets.DSN.parameter must be the name or ARN of a parameter; a secret's value never stands in the code",
        "api: secrets.KEY.secretArn must be the ARN of a secret; a secret's value never stands in the code",
      ].join("\n"),
    );
  });

  it("are refused when label and version are both given", () => {
    const wrong = { KEY: { secretArn: ARN, versionStage: "AWSCURRENT", versionId: "1a" } };
    expect(() => check("api", secretProblems("secrets", wrong))).toThrowError(
      "api: secrets.KEY.versionId must not be set together with versionStage",
    );
  });
});
