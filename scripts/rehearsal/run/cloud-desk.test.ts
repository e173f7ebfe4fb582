// @module-tag long
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { missing } from "../../parts/parts.ts";
import { CloudDesk } from "./cloud-desk.ts";
import { rehearse } from "./rehearse.ts";
import { TestProject } from "./testing/project.ts";

const terraform = {
  required_providers: { aws: { source: "hashicorp/aws", version: "6.25.0" } },
};
const resource = {
  aws_sqs_queue: { jobs: { name: "jobs", delay_seconds: 5 } },
  aws_vpc: { main: { cidr_block: "10.0.0.0/16", tags: { Name: "main" } } },
};
const STACK = "dev-app-main";

describe.skipIf(missing("terraform"))("the desk of a rehearsal cloud", () => {
  let project: TestProject;
  beforeAll(async () => {
    const provider = { aws: [{ region: "eu-west-1" }] };
    project = new TestProject({ [STACK]: { terraform, provider, resource } as object });
    await run();
  });
  afterAll(() => project.remove());

  const run = async () => {
    const { stacks } = await rehearse(await project.options(["dev"], () => {}));
    expect(stacks.flatMap(({ problems }) => problems)).toEqual([]);
    return stacks.flatMap(({ changes }) => changes);
  };
  const at = async <T>(work: (desk: CloudDesk) => T | Promise<T>, stack = STACK): Promise<T> => {
    const { project: found } = await project.options([], () => {});
    const desk = new CloudDesk({ project: found, stack, command: "test", talk: () => {} });
    try {
      return await work(desk);
    } finally {
      await desk.close();
    }
  };

  it("lists what stands by address", async () => {
    const listed = await at((desk) => desk.list().map(({ address, type }) => [address, type]));
    expect(listed).toEqual([
      ["aws_sqs_queue.jobs", "aws_sqs_queue"],
      ["aws_vpc.main", "aws_vpc"],
    ]);
  });

  it("recovers the state of a killed apply before it looks", async () => {
    const folder = `dev/${STACK}`;
    const { resources, ...rest } = JSON.parse(project.read(`${folder}/terraform.tfstate`));
    const [queue, vpc] = resources;
    const hook = {
      resource: {
        addr: "aws_vpc.main",
        module: "",
        resource_type: "aws_vpc",
        resource_name: "main",
        resource_key: null,
      },
      action: "create",
      id_key: "id",
      id_value: vpc.instances[0].attributes.id,
    };
    const engine = { engine: "terraform", version: "1.11.4" };
    const note = { engine, madeBefore: 0, template: { resource } };
    const state = { ...rest, resources: [queue] };
    project.write(`${folder}/terraform.tfstate`, JSON.stringify(state));
    project.write(`${folder}/.applying.log`, JSON.stringify({ type: "apply_complete", hook }));
    project.write(`${folder}/.applying.json`, JSON.stringify(note));
    const addresses = await at((desk) => desk.list().map(({ address }) => address));
    expect(addresses).toEqual(["aws_sqs_queue.jobs", "aws_vpc.main"]);
    expect(await run()).toEqual([]);
  });

  it("changes what stands, and the next plan shows the drift and mends it", async () => {
    const said = await at((desk) => desk.set("aws_sqs_queue.jobs", ["delay_seconds=90"]));
    expect(said).toEqual(["aws_sqs_queue.jobs: delay_seconds: 5 -> 90"]);
    expect(await run()).toMatchObject([
      {
        address: "aws_sqs_queue.jobs",
        action: "update",
        attributes: [{ path: "delay_seconds", from: "90", to: "5" }],
      },
    ]);
    expect(await run()).toEqual([]);
  });

  it("makes a thing vanish, and the next plan makes it anew with another id", async () => {
    const idOfVpc = () =>
      at((desk) => desk.list().find(({ address }) => address === "aws_vpc.main")?.id);
    const before = await idOfVpc();
    expect(await at((desk) => desk.lose("aws_vpc.main"))).toEqual([
      `aws_vpc.main: aws_vpc ${before} is gone`,
    ]);
    expect(await run()).toMatchObject([{ address: "aws_vpc.main", action: "create" }]);
    expect(await idOfVpc()).not.toBe(before);
  });

  it("names what is near when it is asked for what is not there", async () => {
    await expect(at((desk) => desk.lose("aws_vpc.mian"))).rejects.toThrow(
      "dev-app-main has no aws_vpc.mian in the rehearsal cloud; is aws_vpc.main meant?",
    );
    await expect(at(() => {}, "dev-app-mian")).rejects.toThrow(
      "no stack dev-app-mian is rehearsed; is dev-app-main meant?",
    );
  });

  it("is for one process at a time", async () => {
    await expect(at(() => at(() => {}))).rejects.toThrow(
      /the rehearsal of dev is in use by "test"/,
    );
  });

  it("is a command of its own", async () => {
    const set = ["cloud", "set", STACK, "aws_vpc.main", "tags.Name=other"];
    expect(await project.infra(set)).toMatchObject({
      code: 0,
      stdout: 'aws_vpc.main: tags.Name: "main" -> "other"\n',
    });
    expect(await project.infra(["cloud", "set", STACK, "aws_vpc.main"])).toMatchObject({
      code: 2,
      stderr: "infra: usage: infra cloud set <stack> <address> <attribute>=<value>...\n",
    });
  });
});
