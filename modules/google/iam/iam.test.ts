import { refusal } from "@groundplan/core/testing/synth";
import { TerraformVariable } from "cdktf";
import { describe, expect, it } from "vitest";
import { synth } from "../testing/index.ts";
import { federatedGrantee, groupGrantee, serviceAccountGrantee, subjectGrantee } from "./index.ts";

const POOL = { projectNumber: "123456789012", poolId: "acme-dev-callers" };
const AWS_ROLE = "arn:aws:sts::111122223333:assumed-role/nightly-backup";

describe("serviceAccountGrantee", () => {
  it("names the account by its address", () => {
    const grantee = serviceAccountGrantee("host", "host@acme-dev.iam.gserviceaccount.com");
    expect(grantee).toEqual({
      key: "host",
      member: "serviceAccount:host@acme-dev.iam.gserviceaccount.com",
    });
  });

  it("takes an address that is known only at apply", () => {
    synth((stack) => {
      const email = new TerraformVariable(stack, "email", { type: "string" }).stringValue;
      expect(serviceAccountGrantee("host", email).member).toMatch(/^serviceAccount:\$\{/);
    });
  });

  it("refuses an address that has its prefix already, and a key that is no construct id", () => {
    expect(refusal(() => serviceAccountGrantee("Host A", "serviceAccount:host@acme.example"))).toBe(
      [
        'grantee Host A: key must be lower-case letters, digits and hyphens, got "Host A"',
        'grantee Host A: email must be an e-mail address, without a prefix, got "serviceAccount:host@acme.example"',
      ].join("\n"),
    );
  });
});

describe("groupGrantee", () => {
  it("names people by their group", () => {
    expect(groupGrantee("on-call", "on-call@example.com").member).toBe("group:on-call@example.com");
  });
});

describe("federatedGrantee", () => {
  it("names an AWS role by one attribute of its token, without any key", () => {
    expect(federatedGrantee("aws-backup", POOL, "aws_role", AWS_ROLE).member).toBe(
      "principalSet://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/acme-dev-callers/attribute.aws_role/arn:aws:sts::111122223333:assumed-role/nightly-backup",
    );
  });

  it("refuses what Google accepts and then matches with nobody, or with everybody", () => {
    const pool = { projectNumber: "acme-dev", poolId: "gcp-callers" };
    expect(refusal(() => federatedGrantee("aws-backup", pool, "attribute.aws_role", "*"))).toBe(
      [
        `grantee aws-backup: pool.projectNumber must be the project's number, got "acme-dev"`,
        'grantee aws-backup: pool.poolId must be 4 to 32 lower-case letters, digits and hyphens, and not begin with gcp-, got "gcp-callers"',
        'grantee aws-backup: attribute must be the name of a mapped attribute, got "attribute.aws_role"',
        'grantee aws-backup: value must name one value, without *, got "*"',
      ].join("\n"),
    );
  });
});

describe("subjectGrantee", () => {
  it("names one caller of a pool that is known by its names", () => {
    expect(subjectGrantee("deploy", POOL, "repo:acme/graph:environment:dev")).toEqual({
      key: "deploy",
      member:
        "principal://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/acme-dev-callers/subject/repo:acme/graph:environment:dev",
    });
  });

  it("refuses a pattern, which would match nobody", () => {
    expect(refusal(() => subjectGrantee("deploy", POOL, "repo:acme/*"))).toBe(
      'grantee deploy: subject must be one, without *, got "repo:acme/*"',
    );
  });
});
