import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { missing } from "../../parts/parts.ts";
import { rehearse } from "./rehearse.ts";
import { TestProject } from "./testing/project.ts";

const terraform = {
  required_providers: { aws: { source: "hashicorp/aws", version: "6.25.0" } },
};
const provider = { aws: [{ region: "eu-west-1" }] };
const resource = {
  aws_sqs_queue: { jobs: { name: "jobs", delay_seconds: 5 } },
  aws_iam_role: { worker: { name: "worker", assume_role_policy: "{}" } },
  aws_iam_role_policies_exclusive: {
    worker: { role_name: "${aws_iam_role.worker.name}", policy_names: [] },
  },
  aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
  aws_subnet: { a: { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.0.0.0/24" } },
};
const STACK = "dev-app-main";
const STATE = `dev/${STACK}/terraform.tfstate`;
const JOURNAL = "dev/cloud.journal";

describe.skipIf(missing("terraform"))("the rehearsal cloud beside the states", () => {
  let project: TestProject;
  const said: string[] = [];
  beforeAll(() => {
    project = new TestProject({ [STACK]: { terraform, provider, resource } as object });
  });
  afterAll(() => project.remove());

  /** Rehearses, and returns each change with its action. */
  const run = async () => {
    said.length = 0;
    const options = await project.options(["dev"], (text) => said.push(text));
    const { stacks } = await rehearse(options);
    expect(stacks.flatMap(({ problems }) => problems)).toEqual([]);
    return stacks.flatMap(({ changes }) => changes.map((each) => `${each.action} ${each.address}`));
  };
  const ids = () =>
    (JSON.parse(project.read(STATE)).resources as { instances: { attributes: object }[] }[]).map(
      ({ instances }) => (instances[0]!.attributes as { id?: string }).id,
    );

  it("begins with what is made, and finds nothing to do for it", async () => {
    expect(await run()).toHaveLength(5);
    expect(project.read(JOURNAL).split("\n")[0]).toContain("groundplan rehearsal cloud");
    expect(await run()).toEqual([]);
  });

  it("makes a lost state anew from what stands, nothing twice", async () => {
    const before = ids();
    rmSync(project.rehearsed(STATE));
    await run();
    expect(ids()).toEqual(before);
    expect(said.filter((text) => text.includes("adopted"))).toHaveLength(2);
    expect(said.join("\n")).toContain(`${STACK}: 5 of the rehearsal cloud are not in its state`);
    expect(await run()).toEqual([]);
    expect(said.join("\n")).not.toContain("adopt");
  });

  it("names what stands and is wanted no more", async () => {
    const state = JSON.parse(readFileSync(project.rehearsed(STATE), "utf8"));
    const kept = state.resources.filter(({ type }: { type: string }) => type !== "aws_sqs_queue");
    writeFileSync(project.rehearsed(STATE), JSON.stringify({ ...state, resources: kept }));
    const { aws_sqs_queue: _queue, ...rest } = resource;
    project.setStacks({ [STACK]: { terraform, provider, resource: rest } as object });
    expect(await run()).toEqual([]);
    expect(said.join("\n")).toMatch(
      /aws_sqs_queue \S+\/jobs stands in the rehearsal cloud and nobody wants it; "infra cloud lose dev-app-main \w+:\d+" takes it away/,
    );
    project.setStacks({ [STACK]: { terraform, provider, resource } as object });
    expect(await run()).toEqual(["create aws_sqs_queue.jobs"]);
    expect(said.join("\n")).toContain("adopted aws_sqs_queue https://");
  });

  it("believes states that are older than it, and says so", async () => {
    rmSync(project.rehearsed(JOURNAL));
    expect(await run()).toEqual([]);
    expect(said).toContain(
      `the rehearsal cloud is younger than these states and believes them: ${STACK}`,
    );
    expect(await run()).toEqual([]);
    expect(said.join("\n")).not.toContain("believes");
  });

  it("that is damaged stops the rehearsal, and stays as it is", async () => {
    const whole = project.read(JOURNAL);
    const damaged = whole.replace("10.0.0.0/16", "10.9.0.0/16");
    project.write(JOURNAL, damaged);
    await expect(run()).rejects.toThrow("the rehearsal cloud is damaged in line");
    expect(project.read(JOURNAL)).toBe(damaged);
    project.write(JOURNAL, whole);
  });
});
