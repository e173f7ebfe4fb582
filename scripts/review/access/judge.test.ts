import { describe, expect, it } from "vitest";
import type { Json } from "../../stacks/template.ts";
import { plain } from "../phrase.ts";
import { judgeAccess, settleAccess } from "./judge.ts";

/** What is said of a change: the verdict, `wide` where it is, and the sentence. */
function judged(type: string, before: Json | undefined, after: Json | undefined): string[] {
  const subject = { address: `${type}.x`, type, name: "x", before, after };
  return judgeAccess(subject).map(
    ({ verdict, wide, phrase }) => `${verdict}${wide ? " wide" : ""}: ${plain(phrase)}`,
  );
}

const policy = (...statements: readonly Json[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
const allow = (action: string | string[], resource = "arn:aws:s3:::a/*", rest: Json = {}) => ({
  Effect: "Allow",
  Action: action,
  Resource: resource,
  ...rest,
});
const deny = (action: string) => ({ ...allow(action), Effect: "Deny" });
const rights = (...statements: readonly Json[]) => ({
  role: "api",
  policy: policy(...statements),
});

describe("a policy of AWS IAM", () => {
  const said = (before: readonly Json[] | undefined, after: readonly Json[] | undefined) =>
    judged("aws_iam_role_policy", before && rights(...before), after && rights(...after));

  it.each<[string, Json[] | undefined, Json[] | undefined, string[]]>([
    [
      "a new action",
      [allow("s3:Get*")],
      [allow(["s3:Get*", "s3:PutObject"])],
      ["broadens: role api may now s3:PutObject on arn:aws:s3:::a/*"],
    ],
    [
      "an action that a pattern already gave",
      [allow("s3:*")],
      [allow(["s3:*", "s3:GetObject"])],
      [],
    ],
    [
      "a new resource",
      [allow("s3:GetObject")],
      [allow("s3:GetObject", "*")],
      ["broadens: role api may now s3:GetObject on everything"],
    ],
    [
      "everything",
      undefined,
      [allow("*", "*")],
      ["broadens wide: role api may now * on everything"],
    ],
    [
      "all but something",
      undefined,
      [{ Effect: "Allow", NotAction: "iam:*", Resource: "*" }],
      ["broadens wide: role api may now all but iam:* on everything"],
    ],
    [
      "a refusal that goes",
      [allow("s3:*"), deny("s3:DeleteObject")],
      [allow("s3:*")],
      ["broadens: role api is no longer refused s3:DeleteObject on arn:aws:s3:::a/*"],
    ],
    [
      "a refusal that comes",
      [allow("s3:*")],
      [allow("s3:*"), deny("s3:DeleteObject")],
      ["narrows: role api is now refused s3:DeleteObject on arn:aws:s3:::a/*"],
    ],
    [
      "a condition that goes",
      [allow("s3:GetObject", "*", { Condition: { Bool: { a: "b" } } })],
      [allow("s3:GetObject", "*")],
      ["broadens: role api may now s3:GetObject on everything"],
    ],
    [
      "the policy going",
      [allow("s3:GetObject")],
      undefined,
      ["narrows: role api may no longer s3:GetObject on arn:aws:s3:::a/*"],
    ],
    ["another order and another layout", [allow(["a:B", "c:D"])], [allow(["c:D", "a:B"])], []],
  ])("says %s", (_what, before, after, sentences) => {
    expect(said(before, after)).toEqual(sentences);
  });

  it("does not judge a text that is no policy", () => {
    expect(judged("aws_iam_role_policy", undefined, { role: "api", policy: "(known" })).toEqual([
      "open: the rights of role api are known after the apply",
    ]);
  });

  it("does not judge a list that is no policy, which is not one that allows nothing", () => {
    const before = { role: "api", policy: policy(allow("s3:GetObject")) };
    expect(judged("aws_iam_role_policy", before, { role: "api", policy: "[1]" })).toEqual([
      "open: the rights of role api are known after the apply",
    ]);
  });

  it("calls what everybody but a few may do wide", () => {
    const NotPrincipal = { AWS: "arn:aws:iam::111122223333:root" };
    const after = { policy: policy({ ...allow("s3:GetObject"), NotPrincipal }) };
    expect(judged("aws_s3_bucket_policy", undefined, after)).toEqual([
      'broadens wide: everybody but {"AWS":"arn:aws:iam::111122223333:root"} may now s3:GetObject on arn:aws:s3:::a/*',
    ]);
  });

  it("judges the policy that a search domain carries itself, but not one of the provider's", () => {
    const open = policy({ ...allow("es:*"), Principal: "*" });
    const domain = (access_policies: unknown) => ({ domain_name: "music", access_policies });
    const type = "aws_opensearch_domain";
    expect(judged(type, domain(policy()), domain(open))).toEqual([
      "broadens wide: everybody may now es:* on arn:aws:s3:::a/*",
    ]);
    expect(judged(type, undefined, domain("(known after apply)"))).toEqual([]);
  });

  it("calls a bucket that everybody may read wide, and not one of its own account", () => {
    const bucket = (principal: unknown) => ({
      policy: policy({ ...allow("s3:GetObject"), Principal: principal }),
    });
    expect(judged("aws_s3_bucket_policy", undefined, bucket("*"))).toEqual([
      "broadens wide: everybody may now s3:GetObject on arn:aws:s3:::a/*",
    ]);
    const own = { AWS: "arn:aws:iam::111122223333:root" };
    expect(judged("aws_s3_bucket_policy", undefined, bucket(own))).toEqual([
      "broadens: arn:aws:iam::111122223333:root may now s3:GetObject on arn:aws:s3:::a/*",
    ]);
  });

  it("tells who may take on a role", () => {
    const trust = (service: string) => ({
      name: "worker",
      assume_role_policy: policy({
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Principal: { Service: service },
      }),
    });
    expect(judged("aws_iam_role", trust("a.amazonaws.com"), trust("b.amazonaws.com"))).toEqual([
      "broadens: b.amazonaws.com may now sts:AssumeRole on role worker",
      "narrows: a.amazonaws.com may no longer sts:AssumeRole on role worker",
    ]);
  });

  it("tells of attachments, of keys and of functions", () => {
    const admin = { role: "api", policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess" };
    expect(judged("aws_iam_role_policy_attachment", undefined, admin)).toEqual([
      "broadens wide: role api gets arn:aws:iam::aws:policy/AdministratorAccess",
    ]);
    expect(judged("aws_iam_access_key", undefined, { user: "ci" })).toEqual([
      "broadens wide: ci gets a key that lasts",
    ]);
    const call = { principal: "*", function_name: "api" };
    expect(judged("aws_lambda_permission", undefined, call)).toEqual([
      "broadens wide: * may now call api",
    ]);
  });
});

describe("a role of Google's", () => {
  const member = (role: string, member: string) => ({ project: "acme", role, member });

  it.each<[string, Json, string[]]>([
    [
      "a role",
      member("roles/viewer", "user:a@b.c"),
      ["broadens: user:a@b.c gets roles/viewer on project acme"],
    ],
    [
      "an owner",
      member("roles/owner", "user:a@b.c"),
      ["broadens wide: user:a@b.c gets roles/owner on project acme"],
    ],
    [
      "everybody",
      member("roles/viewer", "allUsers"),
      ["broadens wide: everybody (allUsers) gets roles/viewer on project acme"],
    ],
  ])("says %s", (_what, after, sentences) => {
    expect(judged("google_project_iam_member", undefined, after)).toEqual(sentences);
  });

  it("tells which members of a binding come and go", () => {
    const binding = (...members: readonly string[]) => ({ bucket: "b", role: "roles/r", members });
    expect(
      judged(
        "google_storage_bucket_iam_binding",
        binding("user:a", "user:b"),
        binding("user:b", "user:c"),
      ),
    ).toEqual([
      "broadens: user:c gets roles/r on storage bucket b",
      "narrows: user:a loses roles/r on storage bucket b",
    ]);
  });

  it("reads a whole policy, and leaves open what is not known", () => {
    const data = JSON.stringify({ bindings: [{ role: "roles/r", members: ["allUsers"] }] });
    expect(
      judged("google_storage_bucket_iam_policy", undefined, { bucket: "b", policy_data: data }),
    ).toEqual(["broadens wide: everybody (allUsers) gets roles/r on storage bucket b"]);
    expect(
      judged("google_storage_bucket_iam_policy", undefined, { policy_data: "(known" }),
    ).toEqual(["open: who has which role is known after the apply"]);
  });
});

describe("what only moves", () => {
  it("neither broadens nor narrows", () => {
    const right = rights(allow("s3:GetObject"));
    const subject = { type: "aws_iam_role_policy", name: "x" };
    const found = [
      ...judgeAccess({ ...subject, address: "a.old", before: right, after: undefined }),
      ...judgeAccess({ ...subject, address: "a.new", before: undefined, after: right }),
    ];
    expect(found).toHaveLength(2);
    expect(settleAccess(found)).toEqual([]);
  });
});
