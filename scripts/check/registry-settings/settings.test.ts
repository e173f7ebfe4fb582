import { describe, expect, it } from "vitest";
import { RegistrySettings } from "../../../modules/aws/registry-settings/index.ts";
import { synth } from "../../../modules/aws/testing/index.ts";
import { missing } from "../../parts/parts.ts";
import { oneStack } from "../../rehearsal/run/testing/one-stack.ts";

const STACK = "shared-foundation-registry";

/** Settings with everything that makes a resource. */
function estate(upstream: "quay" | "ecr-public", keepNewest: number) {
  return synth((stack) => {
    new RegistrySettings(stack, "registry", {
      stage: "prod",
      caches: { theirs: { upstream, keepNewest } },
      replication: { recovery: { of: ["acme"], to: [{ region: "eu-central-1" }] } },
      receives: { shop: { fromAccounts: ["444455556666"] } },
    });
  });
}

describe.skipIf(missing("terraform"))("by the real Terraform,", () => {
  const stack = oneStack(STACK);
  const changed = async (...of: Parameters<typeof estate>) => {
    const { problems, changes } = await stack.rehearsed(estate(...of));
    expect(problems).toEqual([]);
    return changes;
  };

  it("settings stand in one apply and are planned empty; another upstream is another rule", {
    timeout: 180_000,
  }, async () => {
    expect(await changed("quay", 10)).toEqual([
      "create aws_ecr_pull_through_cache_rule.registry_theirs",
      "create aws_ecr_registry_policy.registry_policy",
      "create aws_ecr_registry_scanning_configuration.registry",
      "create aws_ecr_replication_configuration.registry_replication",
      "create aws_ecr_repository_creation_template.registry_from-shop_template",
      "create aws_ecr_repository_creation_template.registry_theirs_template",
    ]);
    expect(await changed("ecr-public", 20)).toEqual([
      "replace aws_ecr_pull_through_cache_rule.registry_theirs",
      "update aws_ecr_repository_creation_template.registry_theirs_template",
    ]);
  });
});
