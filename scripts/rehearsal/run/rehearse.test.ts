// @module-tag long
import { rmSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { missing } from "../../parts/parts.ts";
import { rehearse } from "./rehearse.ts";
import { renderReport } from "./report.ts";
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

  const rehearsed = async (names: string[], env?: NodeJS.ProcessEnv) => {
    const said: string[] = [];
    const options = await project.options(names, (text) => said.push(text), env);
    const report = await rehearse(options);
    const endings = Object.fromEntries(report.stacks.map((each) => [each.stack, each.ending]));
    const problems = report.stacks.flatMap((each) => each.problems);
    return { said, report, endings, problems, text: renderReport(report) };
  };

  it("deploys an environment with what it reads from shared, over any backend, and nothing else", async () => {
    const { endings, report } = await rehearsed(["dev"]);
    expect(endings).toEqual({
      "dev-app-network": "ok",
      "dev-app-service": "ok",
      "shared-app-registry": "ok",
    });
    const service = JSON.parse(project.read("dev/dev-app-service/terraform.tfstate"));
    expect(service.resources.at(-1).instances[0].attributes.output.value).toBe("images:1");
    expect(report.stacks.find(({ stack }) => stack === "shared-app-registry")).toMatchObject({
      resources: 1,
      outputs: { registry_url: "images" },
      contracts: ["registry_url"],
    });
  });

  it("shows exactly the update after an edit, and the replacement with what forces it", async () => {
    await rehearsed(["dev"]);
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
    const { text } = await rehearsed(["dev"]);
    expect(text).toContain(`shared-app-registry
  ~ update terraform_data.registry
      input: "images" -> "pictures"
`);
    expect(text).toContain(`dev-app-service
  -/+ replace terraform_data.service
      input: "images:1" -> "pictures:1"
      triggers_replace: "10.0.0.0/16" -> "10.9.0.0/16"  (forces the replacement)
`);
    const { report } = await rehearsed(["dev"]);
    expect(report.stacks.flatMap(({ changes }) => changes)).toEqual([]);
  });

  it("skips init when nothing that it depends on has changed", async () => {
    const init = "dev-app-network: init";
    expect((await rehearsed(["dev-app-network"])).said).toContain(init);
    expect((await rehearsed(["dev-app-network"])).said).not.toContain(init);
  });

  it("works on stacks side by side that do not depend on each other", {
    timeout: 180_000,
  }, async () => {
    // Each waits until the other has begun, which one after the other would never come.
    const meet = (own: string, other: string) => ({
      "local-exec": {
        command: `touch ../${own}; for i in $(seq 1200); do [ -e ../${other} ] && exit 0; sleep 0.1; done; exit 1`,
      },
    });
    const stack = (own: string, other: string) => ({
      resource: { terraform_data: { a: { provisioner: [meet(own, other)] } } },
    });
    project.setStacks({ "dev-app-a": stack("a", "b"), "dev-app-b": stack("b", "a") });
    const { endings } = await rehearsed(["dev"]);
    expect(endings).toEqual({ "dev-app-a": "ok", "dev-app-b": "ok" });
  });

  it("fails a stack whose second plan is not empty, names what still changes, blocks its readers", async () => {
    project.setStacks({
      ...ESTATE,
      "dev-app-network": {
        ...NETWORK,
        resource: { terraform_data: { vpc: { input: "${timestamp()}" } } },
      },
    });
    const { endings, problems } = await rehearsed(["dev"]);
    expect(endings).toEqual({
      "dev-app-network": "failed",
      "dev-app-service": "blocked",
      "shared-app-registry": "ok",
    });
    expect(problems).toEqual([
      "the second plan is not empty; these still change: terraform_data.vpc (update), output vpc_id",
      "blocked by dev-app-network",
    ]);
  });

  it("tells what Terraform refuses with the address", async () => {
    project.setStacks({ "dev-app-network": { resource: { terraform_data: { a: { inptu: 1 } } } } });
    expect((await rehearsed(["dev"])).problems).toEqual([
      'Extraneous JSON object property: No argument or block type is named "inptu". Did you mean "input"? (terraform_data.a)',
    ]);
  });

  it("refuses to read a state that no stack keeps", async () => {
    project.setStacks({ ...ESTATE, "shared-app-registry": NETWORK });
    await expect(rehearsed(["dev-app-service"])).rejects.toThrow(
      "dev-app-service: data.terraform_remote_state.registry reads the state s3://state/registry, which no stack here keeps; a rehearsal cannot read it",
    );
    expect(project.has("shared")).toBe(false);
  });

  it("offers the nearest names for one that is not there, as wrong use", async () => {
    expect(await project.infra(["rehearse", "dve", "dev-app-servcie"])).toEqual({
      code: 2,
      stdout: "",
      stderr:
        "infra: no environment or stack is called dve; did you mean dev?\n" +
        "no environment or stack is called dev-app-servcie; did you mean dev-app-service?\n",
    });
    expect(project.has("dev")).toBe(false);
  });

  it("stops before anything is changed when a state is broken, and tells the way out", async () => {
    await rehearsed(["dev"]);
    const state = "dev/dev-app-network/terraform.tfstate";
    const half = project.read(state).slice(0, 100);
    project.write(state, half);
    rmSync(project.rehearsed(`${state}.backup`), { force: true });
    await expect(rehearsed(["dev"])).rejects.toThrow(
      `${project.rehearsed(state)}: the state is cut off or damaged; begin this stack anew with "rm -r ${project.rehearsed("dev/dev-app-network")}"\nnothing was changed`,
    );
    expect(project.read(state)).toBe(half);
  });

  it("keeps the user's own Terraform settings and credentials out", async () => {
    const spy = { "local-exec": { command: "env > $PWD/seen.txt" } };
    project.setStacks({
      "dev-app-a": { resource: { terraform_data: { a: { provisioner: [spy] } } } },
    });
    await rehearsed(["dev"], {
      ...process.env,
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
