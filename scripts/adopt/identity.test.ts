import { describe, expect, it } from "vitest";
import { synthEstate } from "../../environments/test/synth-estate.ts";
import { IDENTITIES, tellingOf, USUAL } from "./identities.ts";
import { identityOf, isSame } from "./identity.ts";
import { importIdOf, unfitnessOf } from "./import-id.ts";
import { thingOf } from "./testing/estate.ts";

/** Types of ours that nothing tells from others of their type: a person pairs them. */
const UNTOLD: Readonly<Record<string, string>> = {
  aws_acm_certificate_validation: "it is no thing, but a wait",
  aws_eip: "it has no name but its tag's",
  aws_flow_log: "several may watch one network",
  aws_kms_key: "its alias has the name",
  aws_launch_template: "AWS ends its name",
  aws_network_interface: "it has no name",
  aws_route_table: "it has no name but its tag's",
  aws_security_group: "AWS ends its name",
};

describe("what tells things apart", () => {
  it("is known of every type that our stacks make, or a person pairs them", () => {
    const types = new Map<string, object[]>();
    for (const { template } of synthEstate().values()) {
      for (const [type, byName] of Object.entries(template["resource"] ?? {})) {
        const made = Object.values(byName as Record<string, object>);
        types.set(type, [...(types.get(type) ?? []), ...made]);
      }
    }
    const ofClouds = [...types].filter(([type]) => type !== "terraform_data");
    const untold = ofClouds.flatMap(([type, made]) =>
      made.every((each) => tellingOf(type).some((name) => name in each && name !== "project"))
        ? []
        : [type],
    );
    expect(untold.sort()).toEqual(Object.keys(UNTOLD));
  });

  it("is written down for a type only where it is not its name", () => {
    const usual = Object.entries(IDENTITIES).filter(([, names]) => `${names}` === `${USUAL}`);
    expect(usual).toEqual([]);
  });

  it("is compared as Google means it: a link, a path and a name are one, a project is not", () => {
    const type = "google_secret_manager_secret_iam_member";
    const grant = (secret_id: string, more: object = {}) =>
      identityOf(type, { secret_id, role: "r", member: "m", ...more })!;
    const short = grant("db", { project: "acme-dev" });
    expect(isSame(grant("projects/acme-dev/secrets/db"), short)).toBe(true);
    expect(isSame(grant("projects/acme-prod/secrets/db"), short)).toBe(false);
    expect(identityOf(type, { secret_id: Symbol("unknown"), role: "r", member: "m" })).toBe(
      undefined,
    );
  });
});

describe("an import id", () => {
  const ROLE = "roles/storage.objectViewer";
  it.each([
    ["google_storage_bucket", { id: "dumps" }, "dumps"],
    [
      "google_storage_bucket_iam_member",
      { id: `b/dumps/${ROLE}/group:a@b.org`, role: ROLE, member: "group:a@b.org" },
      `b/dumps ${ROLE} group:a@b.org`,
    ],
    [
      "google_storage_bucket_iam_member",
      { id: `b/dumps/${ROLE}/group:a@b.org/daily`, role: ROLE, member: "group:a@b.org" },
      `b/dumps ${ROLE} group:a@b.org daily`,
    ],
    ["google_project_iam_binding", { id: `acme/${ROLE}`, role: ROLE }, `acme ${ROLE}`],
    [
      "aws_iam_role_policy_attachment",
      { id: "app-2019", role: "app", policy_arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
      "app/arn:aws:iam::aws:policy/ReadOnlyAccess",
    ],
    [
      "aws_ecs_service",
      { id: "arn:x", cluster: "arn:aws:ecs:eu-west-1:1:cluster/app", name: "web" },
      "app/web",
    ],
    ["aws_s3_object", { id: "a.zip", bucket: "code", key: "a.zip" }, "code/a.zip"],
    ["aws_opensearch_domain", { id: "arn:x", domain_name: "search" }, "search"],
    ["cloudflare_dns_record", { id: "r", zone_id: "z" }, "z/r"],
  ])("of %s %j is what its provider takes", (type, attributes, id) => {
    expect(importIdOf(thingOf(`old ${type}.x`, attributes))).toBe(id);
  });

  it("is none where the provider imports no such thing", () => {
    const key = thingOf("old google_service_account_key.k", { id: "k" });
    expect(unfitnessOf(key)).toBe("its provider cannot import it");
  });
});
