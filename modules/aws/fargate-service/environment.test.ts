import { check } from "@groundplan/core/problems";
import { Token } from "cdktf";
import { describe, expect, it } from "vitest";
import { environmentProblems, looksLikeSecret } from "./environment.ts";

describe("a plain variable looks like a secret", () => {
  it.each([
    ["DATABASE_PASSWORD", "hunter2"],
    ["API_KEY", "k-1"],
    ["aws_secret_access_key", "x"],
    ["SESSION_TOKEN", Token.asString("${aws_db_instance.a.password}")],
    ["DATABASE_URL", "postgres://app:hunter2@db.internal/app"],
    ["BROKER", "AKIAIOSFODNN7EXAMPLE"],
    ["CERT", "-----BEGIN RSA PRIVATE KEY-----"],
    ["SLACK", "xoxb-1234567890-abc"],
  ])("when %s has such a name or value", (name, value) => {
    expect(looksLikeSecret(name, value)).toBe(true);
  });

  it.each([
    ["PASSWORD_MIN_LENGTH", "12"],
    ["TOKEN_TTL_SECONDS", "300"],
    ["SECRET_ARN", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:x"],
    ["TOKEN_URL", "https://auth.example.com/token"],
    ["REQUIRE_TOKEN", "true"],
    ["DATABASE_URL", "postgres://db.internal/app"],
    ["QUEUE", Token.asString("${aws_sqs_queue.a.name}")],
  ])("but not when %s only points at one", (name, value) => {
    expect(looksLikeSecret(name, value)).toBe(false);
  });
});

describe("variables", () => {
  it("are refused with every mistake, and without the value", () => {
    const wrong = { "A-B": "1", DB_PASSWORD: "hunter2", SENTRY_DSN: "x" };
    expect(() =>
      check("api", environmentProblems("environment", wrong, ["SENTRY_DSN"])),
    ).toThrowError(
      [
        'api: environment.A-B must be named with letters, digits and _, got "A-B"',
        "api: environment.DB_PASSWORD must not carry a secret in the clear; store it in SSM or Secrets Manager and name it in secrets",
        "api: environment.SENTRY_DSN must not be in secrets as well",
      ].join("\n"),
    );
  });
});
