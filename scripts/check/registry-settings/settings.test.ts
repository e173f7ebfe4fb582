import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RegistrySettings } from "../../../modules/aws/registry-settings/index.ts";
import { synthWith } from "../../../modules/core/testing/synth.ts";
import { missing } from "../../parts/parts.ts";
import type { RehearsalReport } from "../../rehearsal/run/result.ts";
import { TestProject } from "../../rehearsal/run/testing/project.ts";

const STACK = "shared-foundation-registry";

/** Settings with everything that makes a resource. */
function estate(upstream: "quay" | "ecr-public", keepNewest: number) {
  const template = synthWith(
    (stack) =>
      new AwsProvider(stack, "aws", { region: "eu-west-1", allowedAccountIds: ["111122223333"] }),
    (stack) => {
      new RegistrySettings(stack, "registry", {
        stage: "prod",
        caches: { theirs: { upstream, keepNewest } },
        replication: { recovery: { of: ["acme"], to: [{ region: "eu-central-1" }] } },
        receives: { shop: { fromAccounts: ["444455556666"] } },
      });
    },
  );
  const { resource, provider, terraform } = JSON.parse(JSON.stringify(template));
  return { resource, provider, terraform };
}

describe.skipIf(missing("terraform"))("by the real Terraform,", () => {
  let project: TestProject;
  beforeAll(() => {
    project = new TestProject({});
  });
  afterAll(() => project.remove());

  const rehearse = async (...[upstream, keepNewest]: Parameters<typeof estate>) => {
    project.setStacks({ [STACK]: estate(upstream, keepNewest) });
    const { stdout, stderr } = await project.infra(["rehearse", STACK, "--json"]);
    const { stacks }: RehearsalReport = JSON.parse(stdout || '{"stacks":[]}');
    const found = stacks.find((each) => each.stack === STACK);
    expect([found?.ending, found?.problems ?? [stderr]]).toEqual(["ok", []]);
    return (found?.changes ?? []).map(({ action, address }) =>
      `${action} ${address}`.replace(/_[0-9A-F]{8}$/, ""),
    );
  };

  it("settings stand in one apply and are planned empty; another upstream is another rule", {
    timeout: 180_000,
  }, async () => {
    expect((await rehearse("quay", 10)).sort()).toEqual([
      "create aws_ecr_pull_through_cache_rule.registry_theirs",
      "create aws_ecr_registry_policy.registry_policy",
      "create aws_ecr_registry_scanning_configuration.registry",
      "create aws_ecr_replication_configuration.registry_replication",
      "create aws_ecr_repository_creation_template.registry_from-shop_template",
      "create aws_ecr_repository_creation_template.registry_theirs_template",
    ]);
    expect((await rehearse("ecr-public", 20)).sort()).toEqual([
      "replace aws_ecr_pull_through_cache_rule.registry_theirs",
      "update aws_ecr_repository_creation_template.registry_theirs_template",
    ]);
  });
});
