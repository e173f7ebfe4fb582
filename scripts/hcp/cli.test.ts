// @module-tag long
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { missing } from "../parts/parts.ts";
import type { TestProject } from "../rehearsal/run/testing/project.ts";
import { packFolder } from "./runs/archive.ts";
import { hcpProject, readOf, withCloud } from "./testing/estate.ts";
import { StandIn, TOKEN } from "./testing/stand-in.ts";

const POLICY = {
  passed: 0,
  "total-failed": 1,
  sentinel: {
    data: {
      guard: {
        policies: [
          { policy: { name: "no-public", "enforcement-level": "soft-mandatory" }, result: false },
        ],
      },
    },
  },
};

const SKIP = missing("terraform") || missing("openssl");

describe.skipIf(SKIP)("the command line on HCP", { timeout: 120_000 }, () => {
  let hcp: StandIn;
  let project: TestProject;
  beforeAll(async () => {
    hcp = await StandIn.start();
    project = hcpProject(hcp, estate("one"), [
      { stack: "dev-app-network", execution: "local" },
      { stack: "dev-app-service" },
    ]);
  });
  afterAll(async () => {
    project.remove();
    await hcp.stop();
  });
  const infra = (...args: string[]) => project.infra(args, hcp.env);
  const said: string[] = [];

  it("makes workspaces, then finds that everything is as it should be", async () => {
    const first = await infra("hcp", "sync", "dev");
    const second = await infra("hcp", "sync", "dev");
    said.push(first.stdout, first.stderr, second.stdout);
    expect(first.code).toBe(0);
    expect(first.stdout).toBe(`workspace             changed
-                     make project dev
acme-dev-app-network  make it in project dev, execution local
acme-dev-app-service  make it in project dev, execution remote
acme-dev-app-network  let acme-dev-app-service read its state
`);
    expect(second.stdout).toBe("everything is as it should be\n");
  });

  it("plans a local and a remote stack into one set; who reads nothing yet is blocked", async () => {
    const { code, stdout, stderr } = await infra("plan", "dev");
    said.push(stdout, stderr);
    expect(code).toBe(0);
    expect(stdout).toContain("dev-app-network");
    expect(stderr).toContain("dev-app-service: blocked by dev-app-network");
  });

  it("plans remotely what its producer has published, through the same renderer", async () => {
    const folder = join(project.root, "cdktf.out/stacks/dev-app-network");
    hcp.runner.create({
      workspace: hcp.store.workspace("acme-dev-app-network")!,
      files: packFolder(folder),
      attributes: { "auto-apply": true },
    });
    await hcp.runner.rest();
    hcp.checks = { policy: { status: "soft_failed", scope: "organization", result: POLICY } };
    const { code, stdout, stderr } = await infra("plan", "dev-app-service", "--json");
    hcp.checks = {};
    said.push(stdout, stderr);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).stacks).toMatchObject([
      {
        stack: "dev-app-service",
        result: "planned",
        counts: { create: 1 },
        page: expect.stringContaining("/workspaces/acme-dev-app-service/runs/run-"),
      },
    ]);
    expect(stderr).toContain("dev-app-service: runs at https://localhost:");
    const files = join(project.root, ".plan/stacks/dev-app-service");
    expect(existsSync(join(files, "plan.tfplan"))).toBe(false);
    expect(JSON.parse(readFileSync(join(files, "plan.json"), "utf8")).format_version).toBe("1.2");
  });

  it("renders a remote plan for a pull request", async () => {
    const { code, stdout } = await infra("render", "--format", "comment");
    said.push(stdout);
    expect(code).toBe(0);
    expect(stdout).toContain("dev-app-service");
    expect(stdout).toContain("terraform_data.app");
    expect(stdout).toContain("guard/no-public");
    expect(stdout).toContain(
      `[\`run\`](https://${hcp.host}/app/acme/workspaces/acme-dev-app-service/`,
    );
  });

  it("applies by a run that does what was reviewed", async () => {
    const { code, stdout, stderr } = await infra("apply", "--yes");
    said.push(stdout, stderr);
    expect(stderr).toContain("dev-app-service: terraform_data.app: Creation complete");
    expect(stdout).toContain("planned again, the same");
    expect(code).toBe(0);
    const service = hcp.store.workspace("acme-dev-app-service")!;
    expect(service.runs.at(-1)!.attributes.status).toBe("applied");
    expect(service.states).toHaveLength(1);
  });

  it("confirms no run that would do something else, and asks for an approval of that", async () => {
    project.setStacks(withCloud(hcp, estate("two")));
    const planned = await infra("plan", "dev-app-service");
    project.setStacks(withCloud(hcp, estate("three")));
    const { code, stdout, stderr } = await infra("apply", "--yes");
    said.push(planned.stdout, stdout, stderr);
    expect(code).toBe(3);
    expect(stdout).toContain("needs approval");
    const runs = hcp.store.workspace("acme-dev-app-service")!.runs.slice(-3);
    expect(runs.map(({ attributes }) => attributes.status)).toEqual([
      "planned_and_finished",
      "discarded",
      "planned_and_finished",
    ]);
    expect((await infra("render", join(project.root, ".plan-2"))).stdout).toContain("three");
  });

  it("lists what waits, and who has locked what", async () => {
    const service = hcp.store.workspace("acme-dev-app-service")!;
    const files = packFolder(join(project.root, "cdktf.out/stacks/dev-app-service"));
    const run = hcp.runner.create({
      workspace: service,
      files,
      attributes: { message: "by hand" },
    });
    await hcp.runner.rest();
    hcp.store.workspace("acme-dev-app-network")!.lock = { type: "users", id: "user-1" };
    const { code, stdout } = await infra("hcp", "runs", "dev");
    said.push(stdout);
    expect(code).toBe(0);
    const base = `https://${hcp.host}/app/acme/workspaces`;
    expect(stdout.split("\n").map((line) => line.split(/ {2,}/))).toEqual([
      ["stack", "run", "status", "since", "message", "page"],
      [
        "dev-app-network",
        "lock",
        "locked",
        "user user-1 has locked it",
        `${base}/acme-dev-app-network`,
      ],
      [
        "dev-app-service",
        run.id,
        "waits for confirmation",
        "2026-01-02T03:04:05.000Z",
        "by hand",
        `${base}/acme-dev-app-service/runs/${run.id}`,
      ],
      [""],
    ]);
  });

  it("says how to come by a token where there is none", async () => {
    const { [`TF_TOKEN_${hcp.host}`]: _, ...env } = hcp.env;
    const { code, stdout } = await project.infra(["hcp", "sync", "dev"], env);
    expect(code).toBe(1);
    expect(stdout).toContain(
      `there is no token for ${hcp.host}: run "terraform login ${hcp.host}"`,
    );
  });

  it.each([
    [["hcp", "drop", "dev"], "infra: infra hcp: it must be sync or runs, got drop\n"],
    [
      ["hcp", "sync"],
      "infra: infra hcp wants sync|runs <environment|stack|glob>...: what to do, and for which stacks\n",
    ],
    [
      ["hcp", "runs", "dev", "--dry-run"],
      "infra: infra hcp runs changes nothing: --dry-run belongs to sync\n",
    ],
    [["hcp", "sync", "dve"], "infra: no environment or stack is called dve; did you mean dev?\n"],
  ])("refuses %j", async (args, words) => {
    expect(await infra(...args)).toEqual({ code: 2, stdout: "", stderr: words });
  });

  it("says of which environment no runs can be there", async () => {
    const backend = { s3: { bucket: "b", key: "k", region: "eu-west-1" } };
    const elsewhere = { "prod-app-data": { terraform: { backend } } };
    project.setStacks({ ...withCloud(hcp, estate("one")), ...elsewhere });
    expect(await infra("hcp", "runs", "prod")).toEqual({
      code: 1,
      stdout: [
        "nothing was found",
        "",
        "could not be seen:",
        "  prod keeps its states in s3, not on HCP Terraform: there is nothing to see",
        "",
      ].join("\n"),
      stderr: "",
    });
  });

  /** A network, and a service that reads it. */
  function estate(input: string) {
    const network = "${data.terraform_remote_state.network.outputs.id}";
    return {
      "dev-app-network": {
        resource: { terraform_data: { vpc: { input: "vpc-1" } } },
        output: { id: { value: "${terraform_data.vpc.output}" } },
      },
      "dev-app-service": {
        dependencies: ["dev-app-network"],
        data: readOf(hcp, "dev-app-network"),
        resource: { terraform_data: { app: { input: `${network} ${input}` } } },
      },
    };
  }

  it("has shown the token to nobody", () => {
    expect(said.length).toBeGreaterThan(5);
    expect(said.join("\n")).not.toContain(TOKEN);
    expect(hcp.requests.join("\n")).not.toContain(TOKEN);
  });
});
