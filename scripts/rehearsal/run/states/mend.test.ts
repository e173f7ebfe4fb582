import { describe, expect, it } from "vitest";
import type { Thing } from "../../provider/store/store.ts";
import type { Applied } from "./applied.ts";
import { readApplied } from "./applied.ts";
import { dependenciesOf } from "./dependencies.ts";
import { type MendOptions, mendState } from "./mend.ts";
import type { StateFile, StateInstance } from "./state-file.ts";

const PROVIDER = 'provider["registry.terraform.io/hashicorp/aws"]';

const thing = (handle: string, id: string, type = "aws_vpc"): Thing => ({
  handle,
  scope: "aws/1/eu-west-1",
  type,
  stack: "dev-app-main",
  object: { id, tags: null },
});

const kept = (handle: string) => Buffer.from(JSON.stringify({ thing: handle })).toString("base64");

const instance = (handle: string, id: string): StateInstance => ({
  schema_version: 1,
  attributes: { id, tags: null },
  sensitive_attributes: [],
  private: kept(handle),
});

const stateOf = (...instances: StateInstance[]): StateFile => ({
  version: 4,
  terraform_version: "1.11.4",
  serial: 3,
  lineage: "a",
  outputs: {},
  resources: [{ mode: "managed", type: "aws_vpc", name: "main", provider: PROVIDER, instances }],
});

const done = (action: Applied["action"], id: string | undefined, more = {}): Applied => ({
  action,
  address: "aws_vpc.main",
  module: "",
  type: "aws_vpc",
  name: "main",
  ...(id && { id: { attribute: "id", value: id } }),
  ...more,
});

const mend = (state: StateFile, applied: Applied[], things: Thing[]) => {
  const options: MendOptions = {
    applied,
    things,
    madeBefore: 1,
    couldMake: ({ name }, { object }) => !object["Name"] || object["Name"] === name,
    schemaVersion: (type) => (type.startsWith("aws_") ? 1 : undefined),
    provider: () => PROVIDER,
    beside: () => ({ dependencies: ["aws_eip.a"] }),
  };
  return mendState(state, options);
};

const EMPTY: StateFile = { ...stateOf(), resources: [] };

describe("a state that an apply was cut off from", () => {
  it("takes what was made, as the cloud has it", () => {
    const { state, taken } = mend(EMPTY, [done("create", "vpc-1")], [thing("c:1", "vpc-1")]);
    expect(taken).toEqual(["aws_vpc.main"]);
    const made = { ...instance("c:1", "vpc-1"), dependencies: ["aws_eip.a"] };
    expect(state).toEqual({ ...stateOf(made), serial: 4 });
  });

  it("keeps what it says where it lacks nothing, however often it is mended", () => {
    const whole = stateOf(instance("c:1", "vpc-1"));
    const again = mend(whole, [done("create", "vpc-1")], [thing("c:1", "vpc-1")]);
    expect(again).toEqual({ state: whole, taken: [], dropped: [] });
    expect(again.state).toBe(whole);
  });

  it("tells things without an id apart by who speaks of them, and leaves two alike to be adopted", () => {
    const others = { name: "other", address: "aws_vpc.other" };
    const things = [thing("c:1", "vpc-1"), thing("c:2", "vpc-2")];
    const one = mend(
      stateOf(instance("c:1", "vpc-1")),
      [done("create", undefined, others)],
      things,
    );
    expect(one.state.resources[1]?.instances[0]?.private).toBe(kept("c:2"));
    expect(mend(EMPTY, [done("create", undefined)], things).taken).toEqual([]);
  });

  it("follows a replacement: first the old one goes, then the new one is there", () => {
    const before = stateOf(instance("c:1", "vpc-1"));
    const applied = [done("delete", "vpc-1"), done("create", "vpc-2")];
    const { state } = mend(before, applied, [thing("c:2", "vpc-2")]);
    expect(state.resources[0]?.instances.map((each) => each.attributes["id"])).toEqual(["vpc-2"]);
  });

  it("keeps the one that is replaced while it still stands", () => {
    const before = stateOf(instance("c:1", "vpc-1"));
    const things = [thing("c:1", "vpc-1"), thing("c:2", "vpc-2")];
    const { state } = mend(before, [done("create", "vpc-2")], things);
    expect(
      state.resources[0]?.instances.map(({ attributes, deposed }) => [attributes["id"], deposed]),
    ).toEqual([
      ["vpc-2", undefined],
      ["vpc-1", expect.stringMatching(/^[0-9a-f]{8}$/)],
    ]);
    const after = mend(state, [done("delete", "vpc-1")], [thing("c:2", "vpc-2")]);
    expect(after.state.resources[0]?.instances).toHaveLength(1);
    expect(after.dropped).toEqual(["aws_vpc.main"]);
  });

  it("drops what is gone, and leaves what no cloud here knows", () => {
    const applied = [
      done("delete", "vpc-1"),
      done("create", "x", { type: "terraform_data", address: "terraform_data.a" }),
    ];
    const { state, dropped, taken } = mend(stateOf(instance("c:1", "vpc-1")), applied, []);
    expect({ resources: state.resources, dropped, taken }).toEqual({
      resources: [],
      dropped: ["aws_vpc.main"],
      taken: [],
    });
  });
});

describe("a creation that was cut off", () => {
  const cut = done("create", undefined, { unfinished: true });

  it("is taken where its thing stands: the only one that was made since", () => {
    const things = [thing("c:1", "vpc-1"), thing("c:2", "vpc-2")];
    expect(mend(EMPTY, [cut], things).state.resources[0]?.instances[0]?.private).toBe(kept("c:2"));
  });

  it("is told from another of its type by what its code says", () => {
    const other = { ...cut, address: "aws_vpc.other", name: "other" };
    const named = (handle: string, name: string) => ({
      ...thing(handle, handle),
      object: { id: handle, Name: name },
    });
    const things = [named("c:2", "other"), named("c:3", "main")];
    const { state, taken } = mend(EMPTY, [cut, other], things);
    expect(taken).toEqual(["aws_vpc.main", "aws_vpc.other"]);
    expect(state.resources.map(({ name, instances }) => [name, instances[0]?.private])).toEqual([
      ["main", kept("c:3")],
      ["other", kept("c:2")],
    ]);
    expect(mend(EMPTY, [cut, other], [named("c:2", "other")]).taken).toEqual(["aws_vpc.other"]);
  });

  it("is taken where it is the only one, though the provider wrote its values otherwise", () => {
    const told = { ...thing("c:2", "vpc-2"), object: { id: "vpc-2", Name: "MAIN" } };
    expect(mend(EMPTY, [cut], [told]).taken).toEqual(["aws_vpc.main"]);
  });

  it("is not doubted for an update that was cut off beside it", () => {
    const update = { ...cut, action: "update" as const, address: "aws_vpc.other", name: "main" };
    const { taken } = mend(EMPTY, [update, cut], [thing("c:2", "vpc-2"), thing("c:1", "vpc-1")]);
    expect(taken).toEqual(["aws_vpc.main"]);
  });

  it("is left to be adopted where several can have made it, or it can have made several", () => {
    const things = [thing("c:2", "vpc-2"), thing("c:3", "vpc-3")];
    const other = { ...cut, address: "aws_vpc.other" };
    expect(mend(EMPTY, [cut, other], [thing("c:2", "vpc-2")]).taken).toEqual([]);
    expect(mend(EMPTY, [cut], things).taken).toEqual([]);
    const address = { ...other, type: "aws_eip" };
    expect(mend(EMPTY, [cut, address], [thing("c:2", "vpc-2")]).taken).toEqual(["aws_vpc.main"]);
  });

  it("is none where nothing was made since the apply began", () => {
    expect(mend(EMPTY, [cut], [thing("c:1", "vpc-1")]).taken).toEqual([]);
  });
});

describe("what Terraform prints while it applies", () => {
  it("tells what is done; a line that is cut off tells nothing", () => {
    const resource = {
      addr: 'module.a.aws_vpc.main["x"]',
      module: "module.a",
      resource_type: "aws_vpc",
      resource_name: "main",
      resource_key: "x",
    };
    const hook = { resource, action: "create", id_key: "id", id_value: "vpc-1" };
    const line = JSON.stringify({ type: "apply_complete", hook });
    const started = JSON.stringify({ type: "apply_start", hook });
    const told = { address: resource.addr, module: "module.a", key: "x" };
    expect(readApplied(`${started}\n${line}\n${line.slice(0, 40)}`)).toEqual([
      done("create", "vpc-1", told),
    ]);
    expect(readApplied(`${line}\n${started}\n`)).toEqual([
      done("create", "vpc-1", told),
      done("create", "vpc-1", { ...told, unfinished: true }),
    ]);
  });
});

describe("what a resource needs", () => {
  it("is all that it names, and what that names", () => {
    const dependencies = dependenciesOf({
      resource: {
        aws_vpc: { main: { tags: { Name: "aws_vpc.none" } } },
        aws_subnet: { a: { vpc_id: "${aws_vpc.main.id}" } },
        aws_instance: { web: { subnet_id: "${aws_subnet.a.id}", depends_on: ["aws_eip.a"] } },
        aws_eip: { a: {} },
      },
    });
    expect(dependencies("aws_instance.web")).toEqual(["aws_eip.a", "aws_subnet.a", "aws_vpc.main"]);
    expect(dependencies("aws_vpc.main")).toEqual([]);
  });
});
