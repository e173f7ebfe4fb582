import { GoogleProvider } from "@cdktf/provider-google/lib/provider/index.js";
import { describe, expect, it } from "vitest";
import { synthWith } from "../../../modules/core/testing/synth.ts";
import {
  actingCallers,
  DeployAccount,
  issuerCallers,
  WorkloadIdentity,
} from "../../../modules/google/workload-identity/index.ts";
import { missing } from "../../parts/parts.ts";
import { oneStack } from "../../rehearsal/run/testing/one-stack.ts";

const STACK = "dev-foundation-ci";
const REPOSITORY = {
  owner: "acme",
  ownerId: "1234567",
  name: "infrastructure",
  repositoryId: "7654321",
};
const SEMAPHORE = {
  ci: "semaphore",
  organization: "acme",
  projectId: "936a5312-a3b8-4921-8b3f-2cec8baac574",
  branches: ["main"],
} as const;
const HCP = {
  ci: "hcp-terraform",
  organizationId: "org-AbCdEfGh12345678",
  workspaces: ["acme-dev-music-graph-registry"],
} as const;

/** A pool and an account that plans, for GitHub and these others. */
function estate(others: Readonly<Record<string, typeof SEMAPHORE | typeof HCP>>) {
  const callers = Object.entries(others);
  return synthWith(
    (stack) => new GoogleProvider(stack, "google", { project: "acme-dev" }),
    (stack) => {
      const identity = new WorkloadIdentity(stack, "callers", {
        stage: "dev",
        name: "acme-dev-foundation",
        project: "acme-dev",
        github: [REPOSITORY],
        issuers: Object.fromEntries(callers.map(([key, each]) => [key, issuerCallers(each)])),
      });
      new DeployAccount(stack, "google-plan", {
        stage: "dev",
        name: "acme-dev-foundation-plan",
        project: "acme-dev",
        identity,
        github: { repository: REPOSITORY, jobs: [{ branch: "main" }] },
        others: callers.flatMap(([key, each]) => actingCallers(identity, key, each, "plan")),
        purpose: "plan",
        roles: ["roles/compute.viewer"],
      });
    },
  );
}

describe.skipIf(missing("terraform"))("by the real Terraform,", () => {
  const stack = oneStack(STACK);

  it("another CI is let in, and shut out again without a touch of GitHub's jobs", async () => {
    const rehearsed = async (others: Parameters<typeof estate>[0]) => {
      const { problems, changes } = await stack.rehearsed(estate(others));
      expect(problems).toEqual([]);
      return changes;
    };
    await rehearsed({ hcp: HCP });
    expect(await rehearsed({ hcp: HCP, semaphore: SEMAPHORE })).toEqual([
      "create google_iam_workload_identity_pool_provider.callers_issuer-semaphore",
      "create google_service_account_iam_member.google-plan_act-as-semaphore-branch-main",
    ]);
    expect(await rehearsed({ hcp: HCP })).toEqual([
      "delete google_iam_workload_identity_pool_provider.callers_issuer-semaphore",
      "delete google_service_account_iam_member.google-plan_act-as-semaphore-branch-main",
    ]);
  });
});
