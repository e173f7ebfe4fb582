import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RegistrySettings } from "../../../modules/aws/registry-settings/index.ts";
import { synth } from "../../../modules/aws/testing/index.ts";
import { missing } from "../../parts/parts.ts";
import { TestProject } from "../../rehearsal/run/testing/project.ts";
import { rehearse, specOf, unhashed } from "../../rehearsal/run/testing/rehearse.ts";

const STACK = "shared-foundation-registry";

/** Settings with everything that makes a resource. */
function estate(upstream: "quay" | "ecr-public", keepNewest: number) {
  return specOf(
    synth((stack) => {
      new RegistrySettings(stack, "registry", {
        stage: "prod",
        caches: { theirs: { upstream, keepNewest } },
        replication: { recovery: { of: ["acme"], to: [{ region: "eu-central-1" }] } },
        receives: { shop: { fromAccounts: ["444455556666"] } },
      });
    }),
  );
}

describe.skipIf(missing("terraform"))("by the real Terraform,", () => {
  let project: TestProject;
  beforeAll(() => {
    project = new TestProject({});
  });
  afterAll(() => project.remove());

  const changed = async (...[upstream, keepNewest]: Parameters<typeof estate>) => {
    project.setStacks({ [STACK]: estate(upstream, keepNewest) });
    const { problems, changesOf } = await rehearse(project, STACK);
    expect(problems).toEqual([]);
    return changesOf(STACK).map(unhashed);
  };

  it("settings stand in one apply and are planned empty; another upstream is another rule", {
    timeout: 180_000,
  }, async () => {
    expect((await changed("quay", 10)).sort()).toEqual([
      "create aws_ecr_pull_through_cache_rule.registry_theirs",
      "create aws_ecr_registry_policy.registry_policy",
      "create aws_ecr_registry_scanning_configuration.registry",
      "create aws_ecr_replication_configuration.registry_replication",
      "create aws_ecr_repository_creation_template.registry_from-shop_template",
      "create aws_ecr_repository_creation_template.registry_theirs_template",
    ]);
    expect((await changed("ecr-public", 20)).sort()).toEqual([
      "replace aws_ecr_pull_through_cache_rule.registry_theirs",
      "update aws_ecr_repository_creation_template.registry_theirs_template",
    ]);
  });
});
