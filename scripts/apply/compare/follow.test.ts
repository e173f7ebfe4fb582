import { describe, expect, it } from "vitest";
import { knownSchemas } from "../../plan/schemas.ts";
import type { PlanJson, ResourceChange, ValueChange } from "../../review/plan/plan-json.ts";
import { Secrets } from "../../review/secret/secrets.ts";
import { differencesOf } from "./differences.ts";
import { followingOf } from "./follow.ts";
import { type MovedValue, movedValues, Replacement } from "./moved.ts";

const schemaOf = knownSchemas();
const MOVED: readonly MovedValue[] = [
  { field: "network_vpc_id of dev-shop-network", from: "vpc-old", to: "vpc-new" },
  {
    field: "network_subnet_ids of dev-shop-network",
    from: ["subnet-1", "subnet-2"],
    to: ["subnet-3", "subnet-4"],
  },
];

const plan = (
  address: string,
  change: Partial<ValueChange>,
  rest: Partial<PlanJson> = {},
): PlanJson => {
  const [type = "", name = ""] = address.split(".");
  const full: ValueChange = { actions: ["update"], ...change };
  const resource: ResourceChange = { address, mode: "managed", type, name, change: full };
  return { format_version: "1.2", resource_changes: [resource], ...rest };
};

const BEFORE = { name: "api", subnets: ["subnet-1", "subnet-2"], idle_timeout: 60 };
const REVIEWED = plan("aws_lb.api", { actions: ["no-op"], before: BEFORE, after: BEFORE });
const followed = { ...BEFORE, subnets: ["subnet-4", "subnet-3"] };
const now = (after: object, rest: Partial<ValueChange> = {}) =>
  plan("aws_lb.api", { before: BEFORE, after, ...rest });
const against = (later: PlanJson, reviewed: PlanJson | undefined = REVIEWED) =>
  followingOf(reviewed, later, MOVED, schemaOf).against;

describe("a plan that was made again", () => {
  it("follows where every value that differs is the reviewed one with what moved in its place", () => {
    expect(followingOf(REVIEWED, now(followed), MOVED, schemaOf)).toEqual({
      follows: ["aws_lb.api: subnets"],
      against: [],
    });
  });

  it("follows inside of a text, and from what stands where the review had no plan", () => {
    const policy = (vpc: string) => ({ policy: `{"Resource":"arn:aws:ec2:::vpc/${vpc}"}` });
    const change = { before: policy("vpc-old"), after: policy("vpc-new") };
    const later = plan("aws_iam_policy.api", change);
    expect(followingOf(undefined, later, MOVED, schemaOf).follows).toEqual([
      "aws_iam_policy.api: policy",
    ]);
  });

  it.each<[string, PlanJson, string]>([
    [
      "another value",
      now({ ...followed, idle_timeout: 30 }),
      "aws_lb.api: idle_timeout is another value",
    ],
    [
      "a value that nobody knows",
      now({ ...BEFORE, subnets: ["subnet-9"] }),
      "aws_lb.api: subnets is another value",
    ],
    [
      "a replacement",
      now(followed, { actions: ["delete", "create"] }),
      "aws_lb.api would be changed by delete, create",
    ],
    [
      "a replacement that creates first",
      now(followed, { actions: ["create", "delete"] }),
      "aws_lb.api would be changed by create, delete",
    ],
    [
      "a destruction",
      now(BEFORE, { actions: ["delete"], after: null }),
      "aws_lb.api would be changed by delete",
    ],
    [
      "a thing that is forgotten",
      now(BEFORE, { actions: ["forget"] }),
      "aws_lb.api would be changed by forget",
    ],
    [
      "a thing that was not in the review",
      plan("aws_lb.web", { after: followed }),
      "aws_lb.web is new to the review",
    ],
    [
      "a thing that somebody changed meanwhile",
      now(followed, { before: { ...BEFORE, idle_timeout: 90 } }),
      "aws_lb.api stands in another way now",
    ],
    [
      "a value of the author's that is not known any more",
      now({ ...followed, idle_timeout: undefined }, { after_unknown: { idle_timeout: true } }),
      "aws_lb.api: idle_timeout is another value",
    ],
    [
      "an output that goes away",
      { ...now(followed), output_changes: { name: { actions: ["delete"] } } },
      "output name goes away",
    ],
    [
      "a plan that is not complete",
      { ...now(followed), complete: false },
      "the plan is not complete",
    ],
    [
      "an action that runs",
      { ...now(followed), action_invocations: [{ address: "action.x.y" }] },
      "other actions run",
    ],
  ])("does not follow with %s", (_what, later, problem) => {
    expect(against(later)).toEqual([problem]);
  });

  it("does not follow where what was to be changed is not any more", () => {
    const reviewed = now({ ...BEFORE, idle_timeout: 30 });
    const nothing: PlanJson = { format_version: "1.2" };
    expect(against(nothing, reviewed)).toEqual([
      "aws_lb.api was to be changed (update) and is not",
    ]);
  });

  it("does not follow with a creation that the review had no plan for", () => {
    const later = plan("aws_lb.api", { actions: ["create"], before: null, after: followed });
    expect(followingOf(undefined, later, MOVED, schemaOf).against).toEqual([
      "aws_lb.api is new to the review",
    ]);
  });
});

describe("values that move", () => {
  it("are what the review saw before and what is read now, of the fields that it marked", () => {
    const producer: PlanJson = {
      format_version: "1.2",
      output_changes: {
        network_vpc_id: { actions: ["update"], before: "vpc-old", after_unknown: true },
        network_name: { actions: ["update"], before: "a", after: "b" },
      },
    };
    const read = {
      address: "data.terraform_remote_state.network",
      values: { outputs: { network_vpc_id: "vpc-new" } },
    };
    const later: PlanJson = {
      format_version: "1.2",
      prior_state: { values: { root_module: { resources: [read] } } },
    };
    const reads = [
      { producer: "dev-shop-network", address: read.address, outputs: ["network_vpc_id"] },
    ];
    const stale = [{ producer: "dev-shop-network", outputs: ["network_vpc_id"] }];
    expect(movedValues(stale, reads, () => producer, later)).toEqual([MOVED[0]]);
  });

  it("are put in place whole, element by element, and inside of texts that are long enough", () => {
    const replacement = new Replacement([...MOVED, { field: "size", from: "2", to: "3" }]);
    expect(
      replacement.apply({
        all: ["subnet-1", "subnet-2"],
        one: "subnet-2",
        in: "x/vpc-old/2",
        size: "2",
      }),
    ).toEqual({ all: ["subnet-3", "subnet-4"], one: "subnet-4", in: "x/vpc-new/2", size: "3" });
  });
});

describe("what differs between two plans", () => {
  it("is told by address and place, and never with a secret", () => {
    const password = (text: string) => ({
      before: { password: "old-Secret-1" },
      after: { password: text, engine: text.slice(-1) },
    });
    const secrets = new Secrets();
    const differences = differencesOf(
      plan("aws_db_instance.main", password("new-Secret-2")),
      plan("aws_db_instance.main", password("new-Secret-3")),
      { schemaOf, secrets },
    );
    expect(differences).toEqual([
      {
        about: "aws_db_instance.main",
        reviewed: "update",
        now: "update",
        places: [{ path: "engine", reviewed: '"2"', now: '"3"' }],
      },
    ]);
  });

  it("is nothing where only the order of a set or a way of saying nothing differs", () => {
    const one = now({ ...BEFORE, security_groups: ["sg-1", "sg-2"], tags: null });
    const other = now({ ...BEFORE, security_groups: ["sg-2", "sg-1"], tags: {} });
    expect(differencesOf(one, other, { schemaOf, secrets: new Secrets() })).toEqual([]);
  });

  it("tells things, outputs and actions that only one of them has", () => {
    const outputs = { url: { actions: ["create"], after: "x" } };
    const other = { output_changes: outputs, action_invocations: [{ address: "action.a.b" }] };
    const differences = differencesOf(REVIEWED, now(followed, {}), {
      schemaOf,
      secrets: new Secrets(),
    });
    expect(differences[0]).toMatchObject({
      about: "aws_lb.api",
      reviewed: "nothing",
      now: "update",
    });
    expect(
      differencesOf(REVIEWED, { ...REVIEWED, ...other }, { schemaOf, secrets: new Secrets() }),
    ).toEqual([
      { about: "output url", reviewed: "nothing", now: "create", places: [] },
      { about: "action action.a.b", reviewed: "nothing", now: "runs", places: [] },
    ]);
  });
});
