import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TestProject } from "../rehearsal/run/testing/project.ts";

const ESTATE = {
  "dev-app-network": {
    terraform: { backend: { s3: { bucket: "b", key: "k" } } },
    provider: { aws: [{}] },
    resource: { aws_vpc: { main: {} } },
  },
  "prod-app-network": { terraform: { cloud: { organization: "o", workspaces: { name: "w" } } } },
  "prod-app-service": { dependencies: ["prod-app-network"] },
};

describe("the command line", () => {
  let project: TestProject;
  beforeAll(() => {
    project = new TestProject(ESTATE);
  });
  afterAll(() => project.remove());

  it("lists stacks with environment, layer, clouds, state and what they depend on", async () => {
    expect(await project.spawned(["list"])).toEqual({
      code: 0,
      stdout: `stack             environment  layer    clouds  state                 depends on
dev-app-network   dev          network  aws     s3://b/k
prod-app-network  prod         network          app.terraform.io/o/w
prod-app-service  prod         service          terraform.tfstate     prod-app-network
`,
      stderr: "",
    });
  });

  it("lists some of them as data", async () => {
    const { stdout } = await project.spawned(["list", "dev", "--json"]);
    expect(JSON.parse(stdout)).toEqual([
      {
        stack: "dev-app-network",
        environment: "dev",
        layer: "network",
        clouds: ["aws"],
        state: "s3://b/k",
        dependencies: [],
      },
    ]);
  });

  it("synthesizes into cdktf.out and counts resources", async () => {
    const { code, stdout } = await project.spawned(["synth", "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)[0]).toEqual({
      stack: "dev-app-network",
      folder: "cdktf.out/stacks/dev-app-network",
      resources: 1,
      fixedUsdPerMonth: 0,
    });
  });

  it("ends with 2 at wrong use and 1 at failure, with one sentence on standard error", async () => {
    expect(await project.spawned(["lsit"])).toEqual({
      code: 2,
      stdout: "",
      stderr: "infra: there is no command lsit; did you mean list?\n",
    });
    expect(await project.spawned(["rehearse", "dev"], { TERRAFORM_BINARY_NAME: "gone" })).toEqual({
      code: 1,
      stdout: "",
      stderr:
        "infra: TERRAFORM_BINARY_NAME names gone, which is not on PATH; correct it or unset it\n",
    });
  });
});
