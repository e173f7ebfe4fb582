import { renameSync, rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { missing } from "../../parts/parts.ts";
import { destroyRehearsal } from "./destroy.ts";
import { rehearse } from "./rehearse.ts";
import { ended, TestProject, until } from "./testing/project.ts";

const ID = "dev-app-network";
const aws = { source: "hashicorp/aws", version: "6.25.0" };
const google = { source: "hashicorp/google", version: "6.50.0" };
const stack = (required_providers: object, provider: object) => ({
  [ID]: {
    terraform: { required_providers },
    provider,
    resource: { aws_vpc: { main: { cidr_block: "10.0.0.0/16" } } },
  },
});
const AWS = { aws: [{ region: "eu-west-1" }] };

describe.skipIf(missing("terraform"))("preparing a copy once more", () => {
  let project: TestProject;
  beforeAll(async () => {
    project = new TestProject(stack({ aws }, AWS));
    expect((await run()).changes).toHaveLength(1);
  });
  afterAll(() => project.remove());

  const run = async () => {
    const { stacks } = await rehearse(await project.options(["dev"], () => {}));
    return stacks[0]!;
  };

  it("keeps the state where the stack gets another provider", async () => {
    project.setStacks(stack({ aws, google }, { ...AWS, google: [{ project: "acme-dev" }] }));
    expect(await run()).toMatchObject({ ending: "ok", changes: [], resources: 1 });
  });

  it("keeps the state where it is not known any more that it was prepared", async () => {
    rmSync(project.rehearsed(`dev/${ID}/.terraform/rehearsal-init`));
    expect(await run()).toMatchObject({ ending: "ok", changes: [], resources: 1 });
  });

  it("keeps the state where its preparation is deleted by hand", async () => {
    rmSync(project.rehearsed(`dev/${ID}/.terraform`), { recursive: true });
    expect(await run()).toMatchObject({ ending: "ok", changes: [], resources: 1 });
  });

  it("keeps the state where it was cut off", async () => {
    const state = project.rehearsed(`dev/${ID}/terraform.tfstate`);
    renameSync(state, `${state}.aside`);
    rmSync(project.rehearsed(`dev/${ID}/.terraform`), { recursive: true });
    expect(await run()).toMatchObject({ ending: "ok", changes: [], resources: 1 });
  });

  it("lets it be served after it was rehearsed, rehearsed after that, and destroyed", async () => {
    const serving = project.start(["rehearse", "dev", "--serve"]);
    let told = "";
    serving.stdout?.on("data", (chunk) => {
      told += chunk;
    });
    const served = ended(serving);
    await until(() => told.includes("cdktf destroy") || serving.exitCode !== null, "it is served");
    serving.kill("SIGINT");
    expect(await served).toMatchObject({ code: 0 });
    expect(await run()).toMatchObject({ ending: "ok", changes: [], resources: 1 });
    const { stacks } = await destroyRehearsal(await project.options(["dev"], () => {}));
    expect(stacks).toMatchObject([{ ending: "ok", resources: 0, problems: [] }]);
  });
});
