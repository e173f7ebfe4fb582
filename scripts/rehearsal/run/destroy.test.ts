import { existsSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { missing } from "../../parts/parts.ts";
import { messageOf } from "../../stacks/testing/message-of.ts";
import { parseFault } from "../provider/faults/fault.ts";
import { destroyRehearsal } from "./destroy.ts";
import { doom } from "./doom.ts";
import type { Copy } from "./folder.ts";
import { rehearse } from "./rehearse.ts";
import { renderReport } from "./report.ts";
import { type StackSpec, TestProject } from "./testing/project.ts";

const copy = (id: string, dependencies: string[] = [], asked = true): Copy => ({
  id,
  stack: id,
  environment: id.split("-")[0]!,
  dependencies,
  asked,
  entries: [],
  folder: "",
});

describe("what a destruction takes with it", () => {
  const registry = copy("shared-app-registry", [], false);
  const dev = copy("dev-app-service", [registry.id]);
  const prod = copy("prod-app-service", [registry.id]);
  const all = () => true;
  const idsOf = (copies: readonly Copy[]) => copies.map(({ id }) => id);

  it("takes what only came along for it", () => {
    expect(idsOf(doom([registry, dev], [dev], all).copies)).toEqual([registry.id, dev.id]);
  });

  it("keeps what another rehearsal reads, and says who", () => {
    const { copies, kept } = doom([registry, dev, prod], [dev], all);
    expect(idsOf(copies)).toEqual([dev.id]);
    expect(kept).toEqual([{ copy: registry, readers: [prod.id] }]);
  });

  it("keeps what was rehearsed by name", () => {
    const named = { ...registry, asked: true };
    expect(idsOf(doom([named, dev], [dev], all).copies)).toEqual([dev.id]);
  });

  it("does not mind a reader that does not stand", () => {
    const standing = ({ id }: Copy) => id !== prod.id;
    const { copies } = doom([registry, dev, prod], [registry, dev], standing);
    expect(idsOf(copies)).toEqual([registry.id, dev.id]);
  });

  it("refuses what is still read by something that stays", () => {
    expect(messageOf(() => doom([registry, dev, prod], [registry], all))).toBe(
      "shared-app-registry is still read by dev-app-service, prod-app-service; destroy that first, or with it\nnothing was destroyed",
    );
  });
});

const REGISTRY: StackSpec = {
  terraform: { backend: { gcs: { bucket: "state", prefix: "registry" } } },
  resource: { terraform_data: { registry: { input: "images" } } },
  output: { url: { value: "${terraform_data.registry.output}" } },
};

const reader = (lifecycle?: object): StackSpec => ({
  dependencies: ["shared-app-registry"],
  data: {
    terraform_remote_state: {
      registry: { backend: "gcs", config: { bucket: "state", prefix: "registry" } },
    },
  },
  resource: {
    terraform_data: {
      data: {
        input: "${data.terraform_remote_state.registry.outputs.url}",
        ...(lifecycle && { lifecycle }),
      },
    },
  },
});

const ESTATE = {
  "shared-app-registry": REGISTRY,
  "dev-app-data": reader(),
  "prod-app-data": reader({ prevent_destroy: true, create_before_destroy: true }),
};

describe.skipIf(missing("terraform"))("destroying a rehearsal", { tags: ["long"] }, () => {
  let project: TestProject;
  beforeEach(() => {
    project = new TestProject(ESTATE);
  });
  afterEach(() => project.remove());

  const run = async (work: typeof rehearse, ...names: string[]) => {
    const said: string[] = [];
    const report = await work(await project.options(names, (text) => said.push(text)));
    return { said, text: renderReport(report) };
  };

  it("begins a destruction that failed anew, with every protection on", async () => {
    const terraform = {
      required_providers: { aws: { source: "hashicorp/aws", version: "6.25.0" } },
    };
    const queue = { name: "jobs", lifecycle: { prevent_destroy: true } };
    const provider = { aws: [{ region: "eu-west-1" }] };
    const stack = { terraform, provider, resource: { aws_sqs_queue: { jobs: queue } } };
    project.setStacks({ "prod-app-queue": stack as StackSpec });
    await run(rehearse, "prod");
    const options = await project.options(["prod"], () => {});
    const faults = [parseFault("throttle=aws_sqs_queue")];
    const { stacks } = await destroyRehearsal({ ...options, faults });
    expect(stacks[0]?.problems.join()).toContain("Rate exceeded");
    const { said, text } = await run(destroyRehearsal, "prod");
    expect(said).toContain(
      "prod-app-queue: destroying is refused, as it must be: aws_sqs_queue.jobs",
    );
    expect(text).toMatch(/prod-app-queue +0 +1 delete .* ok/);
  });

  it("shows that prod refuses, destroys it with its protections off, and leaves nothing", async () => {
    await run(rehearse, "prod");
    const { said, text } = await run(destroyRehearsal, "prod");
    expect(said).toContain(
      "prod-app-data: destroying is refused, as it must be: terraform_data.data",
    );
    expect(text).toMatch(
      /prod-app-data +0 +1 delete .* ok\nshared-app-registry +0 +1 delete .* ok/,
    );
    expect(existsSync(project.rehearsed(""))).toBe(false);
  });

  it("keeps shared while another environment reads it", async () => {
    await run(rehearse, "dev", "prod");
    const dev = await run(destroyRehearsal, "dev");
    expect(dev.text).toContain("kept: read by prod-app-data");
    expect(project.has("dev")).toBe(false);
    await expect(run(destroyRehearsal, "shared")).rejects.toThrow(
      "shared-app-registry is still read by prod-app-data",
    );
    expect(project.has("shared/shared-app-registry/terraform.tfstate")).toBe(true);
  });

  it("does nothing where nothing stands, and knows wrong names all the same", async () => {
    expect(await project.infra(["rehearse", "dev", "--destroy"])).toEqual({
      code: 0,
      stdout: "nothing stands\n",
      stderr: "",
    });
    const wrong = await project.infra(["rehearse", "prdo", "--destroy"]);
    expect(wrong).toMatchObject({
      code: 2,
      stderr: "infra: no environment or stack is called prdo; did you mean prod?\n",
    });
  });
});
