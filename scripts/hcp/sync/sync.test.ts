import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { missing } from "../../parts/parts.ts";
import type { TestProject } from "../../rehearsal/run/testing/project.ts";
import { findProject } from "../../stacks/project.ts";
import { hcpProject, readOf, setSettings } from "../testing/estate.ts";
import { StandIn } from "../testing/stand-in.ts";
import { type SyncReport, syncWorkspaces } from "./sync.ts";

const AWS = {
  planRoleArn: "arn:aws:iam::111122223333:role/acme-dev-runs-plan",
  applyRoleArn: "arn:aws:iam::111122223333:role/acme-dev-runs-apply",
};

const NETWORK = {
  stack: "dev-app-network",
  identities: { aws: AWS },
  tags: ["environment:dev", "layer:network"],
};

const SERVICE = { stack: "dev-app-service", execution: "local" } as const;

describe.skipIf(missing("openssl"))("infra hcp sync", () => {
  let hcp: StandIn;
  let project: TestProject;
  beforeAll(async () => {
    hcp = await StandIn.start();
    project = hcpProject(hcp, {
      "dev-app-network": { provider: { aws: [{}] }, output: { id: { value: "vpc" } } },
      "dev-app-service": {
        dependencies: ["dev-app-network"],
        data: readOf(hcp, "dev-app-network"),
        output: { id: { value: "${data.terraform_remote_state.network.outputs.id}" } },
      },
      "prod-app-network": { terraform: { backend: { s3: { bucket: "b", key: "k" } } } },
    });
  });
  afterAll(async () => {
    project.remove();
    await hcp.stop();
  });
  beforeEach(async () => {
    await hcp.reset();
    setSettings(project, [NETWORK, SERVICE]);
  });
  const writes = () => hcp.requests.filter((each) => !each.startsWith("GET "));

  function sync(names = ["dev"], dryRun = false): Promise<SyncReport> {
    const pause = () => Promise.resolve();
    const env = { ...process.env, ...hcp.env };
    return syncWorkspaces({
      project: findProject(project.root),
      names,
      dryRun,
      env,
      talk: () => {},
      pause,
    });
  }

  const MADE = [
    { workspace: "", what: "make project dev" },
    { workspace: "acme-dev-app-network", what: "make it in project dev, execution remote" },
    { workspace: "acme-dev-app-network", what: "tag with environment:dev, layer:network" },
    { workspace: "acme-dev-app-network", what: "set variable TFC_AWS_PROVIDER_AUTH to true" },
    {
      workspace: "acme-dev-app-network",
      what: `set variable TFC_AWS_PLAN_ROLE_ARN to ${AWS.planRoleArn}`,
    },
    {
      workspace: "acme-dev-app-network",
      what: `set variable TFC_AWS_APPLY_ROLE_ARN to ${AWS.applyRoleArn}`,
    },
    { workspace: "acme-dev-app-service", what: "make it in project dev, execution local" },
    { workspace: "acme-dev-app-network", what: "let acme-dev-app-service read its state" },
  ];

  it("makes projects and workspaces with settings, tags, identities and readers", async () => {
    expect(await sync()).toEqual({ changes: MADE, superfluous: [], problems: [] });
    const network = hcp.store.workspace("acme-dev-app-network")!;
    expect(network.attributes).toMatchObject({
      "execution-mode": "remote",
      "terraform-version": "1.11.4",
      "working-directory": "",
      "auto-apply": false,
      "auto-apply-run-trigger": false,
      "global-remote-state": false,
      "structured-run-output-enabled": true,
    });
    expect(network.variables.every(({ attributes }) => attributes["category"] === "env")).toBe(
      true,
    );
    expect(hcp.store.workspace("acme-dev-app-service")!.attributes["execution-mode"]).toBe("local");
  });

  it("changes nothing the second time", async () => {
    await sync();
    hcp.requests.length = 0;
    expect(await sync()).toEqual({ changes: [], superfluous: [], problems: [] });
    expect(writes()).toEqual([]);
  });

  it("shows with --dry-run what it would do, and does none of it", async () => {
    expect((await sync(["dev"], true)).changes).toEqual(MADE);
    expect(writes()).toEqual([]);
  });

  it("runs consumers after their producers, where both run remotely", async () => {
    setSettings(project, [NETWORK, { stack: "dev-app-service" }]);
    const { changes } = await sync();
    expect(changes.at(-1)).toEqual({
      workspace: "acme-dev-app-service",
      what: "run after acme-dev-app-network is applied",
    });
    const service = hcp.store.workspace("acme-dev-app-service")!;
    expect([...service.triggers.keys()]).toEqual([hcp.store.workspace("acme-dev-app-network")!.id]);
  });

  it("puts back what somebody changed, and tells old and new", async () => {
    await sync();
    const { attributes, variables } = hcp.store.workspace("acme-dev-app-network")!;
    Object.assign(attributes, { "auto-apply": true, "terraform-version": "1.9.0" });
    variables[1]!.attributes["value"] = "arn:aws:iam::999999999999:role/stranger";
    expect((await sync()).changes).toEqual([
      {
        workspace: "acme-dev-app-network",
        what: "terraform-version: 1.9.0 to 1.11.4, auto-apply: true to false",
      },
      {
        workspace: "acme-dev-app-network",
        what: `set variable TFC_AWS_PLAN_ROLE_ARN to ${AWS.planRoleArn}`,
      },
    ]);
    expect(variables).toHaveLength(3);
  });

  it("names what is superfluous and leaves it alone", async () => {
    await sync();
    const old = hcp.store.addWorkspace({ name: "acme-dev-app-old" });
    hcp.store.addWorkspace({ name: "acme-stranger" });
    const network = hcp.store.workspace("acme-dev-app-network")!;
    network.consumers.add(old.id);
    network.triggers.set(old.id, "rt-1");
    network.variables.push({
      id: "var-key",
      attributes: { key: "AWS_SECRET_ACCESS_KEY", value: null, category: "env", sensitive: true },
    });
    hcp.requests.length = 0;
    expect(await sync()).toEqual({
      changes: [],
      superfluous: [
        "workspace acme-dev-app-old: no stack keeps its state there",
        "acme-dev-app-network: acme-dev-app-old may read its state and does not",
        "acme-dev-app-network: runs after acme-dev-app-old and reads nothing of it",
        "acme-dev-app-network: variable AWS_SECRET_ACCESS_KEY is a stored key; runs have their own identities",
      ],
      problems: [],
    });
    expect(writes()).toEqual([]);
  });

  it("never sends a DELETE", async () => {
    await sync();
    expect(hcp.count(/^DELETE /)).toBe(0);
  });

  it("tells all that is wrong in the environments at once, and makes nothing", async () => {
    setSettings(project, []);
    const { changes, problems } = await sync(["dev", "prod"]);
    expect(changes).toEqual([]);
    expect(problems).toEqual([
      "prod keeps its states in s3, not on HCP Terraform: there is nothing to sync",
      "state.identities.aws must be set: remote runs of dev-app-network have no rights there without it",
    ]);
    expect(hcp.requests).toEqual([]);
  });

  it("makes what it may and tells every refusal", async () => {
    const refused = { status: 403, body: { errors: [{ detail: "team may not" }] } };
    hcp.fail({ on: /POST .*\/vars$/, times: 2, reply: refused });
    const { changes, problems } = await sync();
    expect(changes).toHaveLength(MADE.length - 2);
    expect(problems.map((each) => each.replace(/TFC_\w+ to \S+/, "KEY"))).toEqual(
      Array(2).fill(
        `${hcp.host}: cannot set variable KEY (workspace acme-dev-app-network): the token in TF_TOKEN_${hcp.host} has no right to it: team may not; use one of a team that has`,
      ),
    );
  });

  it("goes on where it was cut off", async () => {
    hcp.fail({ on: /POST .*\/vars$/, times: 1, reply: "cut after" });
    const first = await sync();
    expect(first.problems[0]).toContain("whether it was done is not known");
    expect((await sync()).problems).toEqual([]);
    expect(await sync()).toEqual({ changes: [], superfluous: [], problems: [] });
    expect(hcp.store.workspace("acme-dev-app-network")!.variables).toHaveLength(3);
  });

  it("tells that the organization is not there, and makes nothing", async () => {
    hcp.fail({ on: /GET .*organizations\/acme$/, times: 1, reply: { status: 404 } });
    expect(await sync()).toEqual({
      changes: [],
      superfluous: [],
      problems: [
        `${hcp.host}: organization acme is not there, or the token may not see it; correct state.organization, or make the organization first`,
      ],
    });
  });

  it("tells that a repository makes the runs, which infra then cannot", async () => {
    await sync();
    hcp.store.workspace("acme-dev-app-network")!.attributes["vcs-repo"] = {
      identifier: "acme/infrastructure",
    };
    expect((await sync()).problems).toEqual([
      "acme-dev-app-network gets its runs from the repository acme/infrastructure: disconnect it, or infra cannot upload to it",
    ]);
  });
});
