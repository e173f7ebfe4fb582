import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { CATALOGUE } from "./catalogue.ts";
import { exportModules, named } from "./export.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

function exportedOnce(...names: readonly string[]) {
  const outcome = exportModules(ROOT, named(CATALOGUE, names).modules);
  return "exported" in outcome ? outcome.exported : [];
}

it("the same module is the same bytes each time", () => {
  const [first, second] = [1, 2].map(() => exportedOnce("aws/bucket-own-key")[0]!.files);
  expect(Object.keys(first!)).toHaveLength(7);
  expect(second).toEqual(first);
});

it("a variable has the words, the type, the default and the rules of its prop", () => {
  const { files } = exportedOnce("aws/bucket")[0]!;
  expect(JSON.parse(files["variables.tf.json"]!).variable.keep_old_days).toEqual({
    type: "number",
    description:
      "Days that an old version is kept, at least 1. A smaller number deletes within about a day.",
    default: 30,
    nullable: false,
    validation: [
      {
        condition: "${var.keep_old_days >= 1}",
        error_message: "keep_old_days must be at least 1.",
      },
      {
        condition: "${floor(var.keep_old_days) == var.keep_old_days}",
        error_message: "keep_old_days must be a whole number.",
      },
    ],
  });
});

it("a module asks for a range of its provider, and configures none", () => {
  const { files } = exportedOnce("google/service-account")[0]!;
  expect(JSON.parse(files["versions.tf.json"]!)).toEqual({
    terraform: {
      required_version: ">= 1.11.0",
      required_providers: {
        google: { source: "hashicorp/google", version: ">= 6.50.0, < 7.0.0" },
      },
    },
  });
  expect(Object.keys(JSON.parse(files["main.tf.json"]!))).toEqual(["resource"]);
});

it("a module finds out its account and region, and bears nobody's", () => {
  const { files } = exportedOnce("aws/queue")[0]!;
  expect(files["main.tf.json"]).not.toMatch(/111122223333|444455556666|eu-west-1|us-east-2/);
  const main = JSON.parse(files["main.tf.json"]!);
  expect(main.data).toEqual({ aws_caller_identity: { this: {} }, aws_region: { this: {} } });
  const { redrive_allow_policy } = main.resource.aws_sqs_queue_redrive_allow_policy.dead_from;
  expect(JSON.parse(redrive_allow_policy).sourceQueueArns).toEqual([
    "arn:aws:sqs:${data.aws_region.this.region}:${data.aws_caller_identity.this.account_id}:${var.name}",
  ]);
});

it("what a construct reckons, Terraform reckons in the module", () => {
  const [vpc] = exportedOnce("aws/vpc");
  const main = JSON.parse(vpc!.files["main.tf.json"]!);
  expect(main.resource.aws_subnet.tier_database_b.cidr_block).toBe(
    "${cidrsubnet(var.cidr, 8, 96)}",
  );
  const variables = JSON.parse(vpc!.files["variables.tf.json"]!).variable;
  expect(variables.cidr.validation).toHaveLength(1);
  expect(variables.cidr.validation[0].error_message).toBe(
    "cidr must be a /16 in 10.0.0.0/8 or 172.16.0.0/12, such as 10.20.0.0/16.",
  );
});

it("a variable of which only some values were tried admits those", () => {
  const { files } = exportedOnce("aws/postgres")[0]!;
  const { backup_days, storage_gib } = JSON.parse(files["variables.tf.json"]!).variable;
  const said = (each: typeof backup_days) =>
    each.validation.map(({ error_message }: { error_message: string }) => error_message);
  expect(said(backup_days)).toEqual([
    "backup_days must be 7 to 35.",
    "backup_days must be a whole number.",
  ]);
  expect(said(storage_gib)).toEqual([
    "storage_gib must be one of 100, 20, 50, 200, 300, 500, 1000, 2000, 4000, 8000.",
  ]);
});

it("a list that may not be empty is refused empty", () => {
  const { files } = exportedOnce("google/backup-bucket-eu")[0]!;
  expect(JSON.parse(files["variables.tf.json"]!).variable.freshness_channels.validation).toEqual([
    {
      condition: "${length(var.freshness_channels) >= 1}",
      error_message: "freshness_channels must name at least one channel.",
    },
  ]);
});

it("a resource that was called otherwise is moved, not made anew", () => {
  const moved = [{ from: "aws_ecr_repository.repository", to: "aws_ecr_repository.this" }];
  const [registry] = named(CATALOGUE, ["aws/registry"]).modules;
  const outcome = exportModules(ROOT, [{ ...registry!, moved }]);
  const [made] = "exported" in outcome ? outcome.exported : [];
  expect(JSON.parse(made!.files["main.tf.json"]!).moved).toEqual(moved);
});

it("the README says what is fixed, what is not checked, and how the module is used", () => {
  const readme = exportedOnce("google/backup-bucket-eu")[0]!.files["README.md"]!;
  expect(readme).toContain('| `location` | `{"multiRegion":"EU"}` | Where the dumps lie.');
  expect(readme).toContain('source  = "app.terraform.io/<organization>/backup-bucket-eu/google"');
});

it("the README says what of a prop is not chosen, what the region decides, and what nobody checks", () => {
  const readmeOf = (name: string) => exportedOnce(name)[0]!.files["README.md"]!;
  expect(readmeOf("aws/postgres")).toContain("| `storage` | but for `gib`: 20 GiB of gp3");
  expect(readmeOf("aws/certbot-dns")).toContain("- `names` must lie in the zone `domain`:");
  const vpc = readmeOf("aws/vpc");
  expect(vpc).toContain('| `zones` | `["<region>a","<region>b","<region>c"]` |');
  expect(vpc).toContain("`<region>` is that of the caller's provider.");
});

it("a name that nothing is called is told", () => {
  expect(named(CATALOGUE, ["aws/bucket", "aws/buckets"]).unknown).toEqual(["aws/buckets"]);
});
