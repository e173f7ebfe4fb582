// @module-tag long
import { cpSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { missing } from "../parts/parts.ts";
import { TestProject } from "../rehearsal/run/testing/project.ts";
import { withCloud } from "./testing/estate.ts";
import { StandIn } from "./testing/stand-in.ts";

const SKIP = missing("terraform") || missing("openssl");

const STACKS = { "dev-app-network": { resource: { terraform_data: { vpc: { input: "vpc-1" } } } } };

describe.skipIf(SKIP)("infra move-state to HCP Terraform", { timeout: 120_000 }, () => {
  let hcp: StandIn;
  let project: TestProject;
  beforeAll(async () => {
    hcp = await StandIn.start();
    const backend = { local: { path: "../../../.state/network.tfstate" } };
    const local = { "dev-app-network": { ...STACKS["dev-app-network"], terraform: { backend } } };
    project = new TestProject(local);
  });
  afterAll(async () => {
    project.remove();
    await hcp.stop();
  });

  it("brings a state into its workspace, where a plan then finds nothing to do", async () => {
    const infra = (...args: string[]) => project.infra(args, hcp.env);
    await infra("plan", "dev");
    expect((await infra("apply", "--yes")).code).toBe(0);
    cpSync(join(project.root, "cdktf.out"), join(project.root, "before"), { recursive: true });
    project.setStacks(withCloud(hcp, STACKS));
    hcp.store.addWorkspace({ name: "acme-dev-app-network", "execution-mode": "local" });
    const moved = await infra("move-state", "dev", "--from", "before", "--yes", "--json");
    expect(JSON.parse(moved.stdout)).toMatchObject([{ stack: "dev-app-network", resources: 1 }]);
    const planned = await infra("plan", "dev", "--json");
    expect(JSON.parse(planned.stdout).verdict).toBe("no changes");
  });
});
