import { rmSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { missing } from "../../parts/parts.ts";
import type { RehearsalReport } from "./result.ts";
import { type StackSpec, TestProject } from "./testing/project.ts";

const SHARED: StackSpec = {
  terraform: { backend: { s3: { bucket: "state", key: "registry", region: "eu-west-1" } } },
  resource: { terraform_data: { registry: { input: "images" } } },
  output: {
    registry_url: {
      value: "${terraform_data.registry.output}",
      description: "Contract registry: read by other stacks",
    },
  },
};

const NETWORK: StackSpec = {
  terraform: { cloud: { organization: "acme", workspaces: { name: "dev-app-network" } } },
  resource: { terraform_data: { vpc: { input: "10.0.0.0/16" } } },
  output: { vpc_id: { value: "${terraform_data.vpc.output}" } },
};

const SERVICE: StackSpec = {
  dependencies: ["dev-app-network", "shared-app-registry"],
  terraform: { backend: { gcs: { bucket: "state", prefix: "dev/service" } } },
  data: {
    terraform_remote_state: {
      network: {
        backend: "remote",
        config: { organization: "acme", workspaces: { name: "dev-app-network" } },
      },
      registry: {
        backend: "s3",
        config: { bucket: "state", key: "registry", region: "eu-west-1" },
      },
    },
  },
  resource: {
    terraform_data: {
      service: {
        input: "${data.terraform_remote_state.registry.outputs.registry_url}:1",
        triggers_replace: "${data.terraform_remote_state.network.outputs.vpc_id}",
      },
    },
  },
};

const ESTATE = {
  "shared-app-registry": SHARED,
  "dev-app-network": NETWORK,
  "dev-app-service": SERVICE,
  "prod-app-network": { resource: { terraform_data: { vpc: { input: "10.1.0.0/16" } } } },
};

describe.skipIf(missing("terraform"))("rehearse", () => {
  let project: TestProject;
  beforeEach(() => {
    project = new TestProject(ESTATE);
  });
  afterEach(() => project.remove());

  const rehearse = async (...args: string[]) => {
    const { code, stdout, stderr } = await project.infra(["rehearse", ...args, "--json"]);
    const report: RehearsalReport = stdout ? JSON.parse(stdout) : { stacks: [], seconds: 0 };
    const endings = Object.fromEntries(report.stacks.map((each) => [each.stack, each.ending]));
    return { code, stderr, report, endings };
  };

  it("deploys an environment with what it reads from shared, over any backend, and nothing else", async () => {
    const { code, endings, report } = await rehearse("dev");
    expect(endings).toEqual({
      "dev-app-network": "ok",
      "dev-app-service": "ok",
      "shared-app-registry": "ok",
    });
    expect(code).toBe(0);
    const service = JSON.parse(project.read("dev/dev-app-service/terraform.tfstate"));
    expect(service.resources.at(-1).instances[0].attributes.output.value).toBe("images:1");
    expect(report.stacks.find(({ stack }) => stack === "shared-app-registry")).toMatchObject({
      resources: 1,
      outputs: { registry_url: "images" },
      contracts: ["registry_url"],
    });
  });

  it("shows exactly the update after an edit, and the replacement with what forces it", async () => {
    await rehearse("dev");
    project.setStacks({
      ...ESTATE,
      "shared-app-registry": {
        ...SHARED,
        resource: { terraform_data: { registry: { input: "pictures" } } },
      },
      "dev-app-network": {
        ...NETWORK,
        resource: { terraform_data: { vpc: { input: "10.9.0.0/16" } } },
      },
    });
    const { stdout } = await project.infra(["rehearse", "dev"]);
    expect(stdout).toContain(`shared-app-registry
  ~ update terraform_data.registry
      input: "images" -> "pictures"
`);
    expect(stdout).toContain(`dev-app-service
  -/+ replace terraform_data.service
      input: "images:1" -> "pictures:1"
      triggers_replace: "10.0.0.0/16" -> "10.9.0.0/16"  (forces the replacement)
`);
    expect((await rehearse("dev")).report.stacks.flatMap(({ changes }) => changes)).toEqual([]);
  });

  it("skips init when nothing that it depends on has changed", async () => {
    expect((await rehearse("dev-app-network")).stderr).toContain("dev-app-network: init");
    expect((await rehearse("dev-app-network")).stderr).not.toContain("dev-app-network: init");
  });

  it("fails a stack whose second plan is not empty, names what still changes, blocks its readers", async () => {
    project.setStacks({
      ...ESTATE,
      "dev-app-network": {
        ...NETWORK,
        resource: { terraform_data: { vpc: { input: "${timestamp()}" } } },
      },
    });
    const { code, endings, report } = await rehearse("dev");
    expect(code).toBe(1);
    expect(endings).toEqual({
      "dev-app-network": "failed",
      "dev-app-service": "blocked",
      "shared-app-registry": "ok",
    });
    expect(report.stacks.flatMap(({ problems }) => problems)).toEqual([
      "the second plan is not empty; these still change: terraform_data.vpc (update), output vpc_id",
      "blocked by dev-app-network",
    ]);
  });

  it("tells what Terraform refuses with the address", async () => {
    project.setStacks({ "dev-app-network": { resource: { terraform_data: { a: { inptu: 1 } } } } });
    const { report } = await rehearse("dev");
    expect(report.stacks[0]?.problems).toEqual([
      'Extraneous JSON object property: No argument or block type is named "inptu". Did you mean "input"? (terraform_data.a)',
    ]);
  });

  it("refuses to read a state that no stack keeps", async () => {
    project.setStacks({ ...ESTATE, "shared-app-registry": NETWORK });
    const { code, stderr } = await rehearse("dev-app-service");
    expect(code).toBe(1);
    expect(stderr).toContain(
      "infra: dev-app-service: data.terraform_remote_state.registry reads the state s3://state/registry, which no stack here keeps; a rehearsal cannot read it",
    );
  });

  it("offers the nearest names for one that is not there, as wrong use", async () => {
    expect(await rehearse("dve", "dev-app-servcie")).toMatchObject({
      code: 2,
      stderr:
        "infra: no environment or stack is called dve; did you mean dev?\n" +
        "no environment or stack is called dev-app-servcie; did you mean dev-app-service?\n",
    });
    expect(project.has("dev")).toBe(false);
  });

  it("stops before anything is changed when a state is broken, and tells the way out", async () => {
    await rehearse("dev");
    const state = "dev/dev-app-network/terraform.tfstate";
    const half = project.read(state).slice(0, 100);
    project.write(state, half);
    rmSync(project.rehearsed(`${state}.backup`), { force: true });
    const { code, stderr } = await rehearse("dev");
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `infra: ${project.rehearsed(state)}: the state is cut off or damaged; begin this stack anew with "rm -r ${project.rehearsed("dev/dev-app-network")}"\nnothing was changed\n`,
    });
    expect(project.read(state)).toBe(half);
  });

  it("keeps the user's own Terraform settings and credentials out", async () => {
    const spy = { "local-exec": { command: "env > $PWD/seen.txt" } };
    project.setStacks({
      "dev-app-a": { resource: { terraform_data: { a: { provisioner: [spy] } } } },
    });
    await project.infra(["rehearse", "dev"], {
      AWS_ACCESS_KEY_ID: "AKIDREAL",
      GOOGLE_CREDENTIALS: "real",
      CLOUDFLARE_API_TOKEN: "real",
      TF_LOG: "trace",
      TF_CLI_ARGS_plan: "-destroy",
    });
    const seen = project.read("dev/dev-app-a/seen.txt");
    expect(seen).not.toMatch(/AKIDREAL|GOOGLE_CREDENTIALS|CLOUDFLARE_API|TF_LOG|TF_CLI_ARGS/);
    expect(seen).toContain(`TF_CLI_CONFIG_FILE=${project.rehearsed(".terraformrc")}`);
  });
});
