import { describe, expect, it } from "vitest";
import { synthEstate } from "../../../environments/test/synth-estate.ts";
import { secretAttributes } from "./secret-attributes.ts";

const estate = [...synthEstate()];

/** `<type>.<attribute>` of every secret in the state of one stack. */
function secretsOf(resources: Record<string, Record<string, Record<string, unknown>>>): string[] {
  return Object.entries(resources).flatMap(([type, byName]) =>
    Object.values(byName).flatMap((config) => secretAttributes(type, config)),
  );
}

describe("a stack that publishes a contract", () => {
  const publishing = estate.filter(([, { template }]) => Object.keys(template.output).length > 0);

  it("is looked at", () => {
    expect(publishing.length).toBeGreaterThan(5);
  });

  it.each(publishing)(
    "has no secret in its state, which every reader can fetch: %s",
    (_, { template }) => {
      expect(secretsOf(template.resource)).toEqual([]);
    },
  );
});

describe("a secret is seen", () => {
  it.each<[string, string, Record<string, unknown>, string[]]>([
    [
      "that the cloud makes",
      "aws_iam_access_key",
      { user: "a" },
      ["aws_iam_access_key.secret", "aws_iam_access_key.ses_smtp_password_v4"],
    ],
    ["that somebody writes", "aws_db_instance", { password: "x" }, ["aws_db_instance.password"]],
    ["not in a write-only argument", "aws_db_instance", { password_wo: "x" }, []],
    [
      "in a nested block",
      "google_sql_database_instance",
      { replica_configuration: [{ password: "x" }] },
      ["google_sql_database_instance.replica_configuration.password"],
    ],
  ])("%s", (_, type, config, found) => {
    expect(secretAttributes(type, config)).toEqual(expect.arrayContaining(found));
    if (found.length === 0) expect(secretAttributes(type, config)).toEqual([]);
  });
});
