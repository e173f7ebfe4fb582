// @module-tag long
import { afterEach, describe, expect, it } from "vitest";
import { missing } from "../../parts/parts.ts";
import { NoFault, parseFault } from "../provider/faults/fault.ts";
import { openStore } from "../provider/store/journal.ts";
import { instancesOf, thingOf } from "./instances.ts";
import { rehearse } from "./rehearse.ts";
import { TestProject } from "./testing/project.ts";

const terraform = {
  required_providers: { aws: { source: "hashicorp/aws", version: "6.25.0" } },
};
const provider = { aws: [{ region: "eu-west-1" }] };
const resource = {
  aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
  aws_subnet: {
    a: { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.0.0.0/24" },
    b: { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.0.1.0/24" },
  },
  aws_ecr_repository: { app: { name: "app" } },
};
const STACK = "dev-app-main";

describe("a fault", () => {
  it("is read from the command line", () => {
    expect(parseFault("slow=aws_vpc.main:3")).toEqual({
      kind: "slow",
      target: "aws_vpc.main",
      count: 3,
    });
    expect(parseFault("crash=aws_vpc")).toMatchObject({ count: 1 });
    expect(() => parseFault("flood=aws_vpc")).toThrow(NoFault);
  });
});

describe.skipIf(missing("terraform"))("after a fault", () => {
  let project: TestProject;
  afterEach(() => project.remove());

  const said: string[] = [];
  const run = async (...faults: string[]) => {
    said.length = 0;
    const options = await project.options(["dev"], (text) => said.push(text));
    const { stacks } = await rehearse({ ...options, faults: faults.map(parseFault) });
    return stacks[0]!;
  };

  it("says which faults struck nothing, and only those", async () => {
    project = new TestProject({ [STACK]: { terraform, provider, resource } as object });
    const { ending } = await run("throttle=aws_vpcs", "slow=aws_vpc", "timeout=aws_vpc.mian");
    expect(ending).toBe("ok");
    expect(said.filter((text) => text.startsWith("--fault"))).toEqual([
      "--fault throttle=aws_vpcs struck nothing: no such change of aws_vpcs was made",
      "--fault timeout=aws_vpc.mian struck nothing: no such change of aws_vpc.mian was made",
    ]);
  });

  it.each([
    ["throttle=aws_vpc", "ThrottlingException: Rate exceeded", 1],
    ["timeout=aws_subnet.a", "timeout while waiting for state to become 'available'", 4],
    ["not-found=aws_ecr_repository", "couldn't find resource", 4],
    ["unseen=aws_vpc.main", "the second plan is not empty; these still change: ", 4],
    // Whatever else was under way is cut off too.
    ["crash=aws_subnet.b", "", 2],
    ["slow=aws_vpc:1", undefined, 4],
    // Each kind is chosen by type and by address.
    ["throttle=aws_vpc.main", "ThrottlingException: Rate exceeded", 1],
    ["timeout=aws_vpc", "timeout while waiting for state to become 'available'", 1],
    ["not-found=aws_ecr_repository.app", "couldn't find resource", 4],
    ["unseen=aws_ecr_repository", "the second plan is not empty; these still change: ", 4],
    ["crash=aws_vpc", "", 1],
    ["slow=aws_ecr_repository.app:1", undefined, 4],
  ])(
    "%s, the next run reaches the goal, and state and cloud agree",
    async (fault, said, stands) => {
      project = new TestProject({ [STACK]: { terraform, provider, resource } as object });
      const first = await run(fault);
      const journal = project.rehearsed("dev/cloud.journal");
      expect(first.ending).toBe(said === undefined ? "ok" : "failed");
      expect(first.problems.join("\n")).toContain(said ?? "");
      // Terraform was not killed: its state needs no recovery.
      expect(project.has(`dev/${STACK}/.applying.log`)).toBe(false);
      const before = openStore(journal);
      expect([...before.store.all()].length).toBeGreaterThanOrEqual(stands);
      await before.close();

      expect((await run()).problems).toEqual([]);
      const { store, close } = openStore(journal);
      const state = JSON.parse(project.read(`dev/${STACK}/terraform.tfstate`));
      const handles = instancesOf(state).map((instance) => thingOf(instance, store)?.handle);
      expect(handles.sort()).toEqual([...store.all()].map(({ handle }) => handle).sort());
      expect(handles).toHaveLength(4);
      for (const instance of instancesOf(state)) {
        expect(thingOf(instance, store)?.object["id"]).toBe(instance.attributes["id"]);
      }
      await close();
    },
  );
});
