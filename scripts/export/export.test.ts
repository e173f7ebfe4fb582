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
  expect(readme).toContain("- `freshness_channels` must name at least one channel.");
  expect(readme).toContain('source  = "app.terraform.io/<organization>/backup-bucket-eu/google"');
});

it("a name that nothing is called is told", () => {
  expect(named(CATALOGUE, ["aws/bucket", "aws/buckets"]).unknown).toEqual(["aws/buckets"]);
});
