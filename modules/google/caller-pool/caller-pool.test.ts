import { addresses, only, refusal } from "@groundplan/core/testing/synth";
import { expect, it } from "vitest";
import { synth } from "../testing/index.ts";
import { CallerPool, type CallerPoolProps, DEFAULTS } from "./index.ts";

const DEV: CallerPoolProps = {
  stage: "dev",
  name: "acme-dev-callers",
  project: "acme-dev",
  awsAccounts: { main: { accountId: "111122223333", roles: ["nightly-export", "restore"] } },
};

const template = (props: CallerPoolProps, act: (pool: CallerPool) => void = () => {}) =>
  synth((stack) => act(new CallerPool(stack, "callers", props)));
const pool = (props: CallerPoolProps) => only(template(props), "google_iam_workload_identity_pool");
const provider = (props: CallerPoolProps) =>
  only(template(props), "google_iam_workload_identity_pool_provider");

it.each([
  ["dev", false],
  ["prod", true],
] as const)("refuses its destruction in %s: %s", (stage, preventDestroy) => {
  expect(pool({ ...DEV, stage }).lifecycle).toEqual({ prevent_destroy: preventDestroy });
});

it("has the same defaults in its constant", () => {
  expect(DEFAULTS).toEqual({ protect: { dev: false, prod: true } });
});

it("keeps its address: changing it cuts every caller off for 30 days", () => {
  const pools = addresses(template(DEV)).filter((address) => !address.includes("_provider."));
  expect(pools).toEqual(["google_iam_workload_identity_pool.callers"]);
});

it("lets in the roles named, of the account named, whatever is overridden", () => {
  const open = { attributeCondition: "true", displayName: "Main" };
  expect(provider({ ...DEV, overrides: { providers: { main: open } } })).toMatchObject({
    workload_identity_pool_provider_id: "aws-main",
    display_name: "Main",
    aws: { account_id: "111122223333" },
    attribute_condition:
      'assertion.account == "111122223333" && assertion.arn.extract("assumed-role/{role}/") in ["nightly-export","restore"]',
  });
});

it("leaves the session out of the subject, which would be longer than 127 characters", () => {
  expect(provider(DEV).attribute_mapping).toEqual({
    "google.subject": '"111122223333:" + assertion.arn.extract("assumed-role/{role}/")',
    "attribute.aws_role":
      '"arn:aws:sts::111122223333:assumed-role/" + assertion.arn.extract("assumed-role/{role}/")',
  });
});

it("names a role as a member of the pool, by the attribute that the provider maps", () => {
  const members: string[] = [];
  template(DEV, (made) => members.push(made.awsRole("export", "main", "nightly-export").member));
  expect(members[0]).toMatch(
    /^principalSet:\/\/iam\.googleapis\.com\/\$\{TfToken.*\}\/attribute\.aws_role\/arn:aws:sts::111122223333:assumed-role\/nightly-export$/,
  );
});

it("names itself to callers, and makes no key", () => {
  const audiences: string[] = [];
  const made = template(DEV, (callers) => audiences.push(callers.audience("main")));
  expect(audiences[0]).toMatch(/^\/\/iam\.googleapis\.com\/\$\{TfToken/);
  expect(JSON.stringify(made)).not.toMatch(/_key|hmac/);
});

it("gets another id when it is made again within 30 days of its end", () => {
  expect(pool(DEV).workload_identity_pool_id).toBe("acme-dev-callers");
  expect(pool({ ...DEV, generation: 2 }).workload_identity_pool_id).toBe("acme-dev-callers-2");
});

it("refuses a role that the pool does not let in", () => {
  expect(refusal(() => template(DEV, (made) => made.awsRole("x", "main", "admin")))).toBe(
    'test/callers: role of x must be named in awsAccounts.main.roles, got "admin"',
  );
});

it("refuses what would let too many in, or nobody, all at once", () => {
  const awsAccounts = { "m@in": { accountId: "1111", roles: [] } };
  expect(refusal(() => template({ ...DEV, name: "gcp-callers", generation: 0, awsAccounts }))).toBe(
    [
      "generation must be at least 1, got 0",
      'name must be 4 to 32 lower-case letters, digits and hyphens, and not begin with gcp-, got "gcp-callers-0"',
      'awsAccounts.m@in must be 4 to 32 lower-case letters, digits and hyphens, and not begin with gcp-, got "aws-m@in"',
      'awsAccounts.m@in.accountId must be twelve digits, got "1111"',
      "awsAccounts.m@in.roles must name at least one role; an account whole is too many",
    ]
      .map((line) => `test/callers: ${line}`)
      .join("\n"),
  );
});

it("refuses a role with a path or a wildcard, and one named twice", () => {
  const awsAccounts = { main: { accountId: "111122223333", roles: ["ci/*", "a", "a"] } };
  expect(refusal(() => template({ ...DEV, awsAccounts }))).toBe(
    [
      'test/callers: awsAccounts.main.roles must not repeat a value, got "a"',
      'test/callers: awsAccounts.main.roles must be names of roles, without a path, got "ci/*"',
    ].join("\n"),
  );
});
