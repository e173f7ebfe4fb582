import { describe, expect, it } from "vitest";
import type { StackEntry } from "../plan/manifest.ts";
import { knownSchemas } from "../plan/schemas.ts";
import type { PlanJson } from "../review/plan/plan-json.ts";
import { Secrets } from "../review/secret/secrets.ts";
import type { Stack } from "../stacks/manifest.ts";
import { judge } from "./judge.ts";
import type { Task } from "./tasks.ts";
import { ThingsDone } from "./things.ts";

const PRODUCER = "dev-shop-network";
const ADDRESS = "data.terraform_remote_state.network";
const STACK: Stack = {
  id: "dev-shop-service",
  environment: "dev",
  layer: "service",
  dependencies: [PRODUCER],
  folder: "/nowhere",
  template: {},
};
const ENTRY: StackEntry = {
  stack: STACK.id,
  environment: "dev",
  dependencies: [],
  result: "planned",
  problems: [],
  warnings: [],
  stale: [{ producer: PRODUCER, outputs: ["network_cidr"] }],
  providers: [],
  digest: "reviewed",
  synthesized: "code",
  files: {},
};

/** A rule that lets an address range in; the range is a field of a contract. */
const rule = (from: string, to: string): PlanJson => ({
  format_version: "1.2",
  resource_changes: [
    {
      address: "aws_vpc_security_group_ingress_rule.api",
      mode: "managed",
      type: "aws_vpc_security_group_ingress_rule",
      name: "api",
      change: {
        actions: from === to ? ["no-op"] : ["update"],
        before: { cidr_ipv4: from, ip_protocol: "tcp", from_port: 443, to_port: 443 },
        after: { cidr_ipv4: to, ip_protocol: "tcp", from_port: 443, to_port: 443 },
      },
    },
  ],
  prior_state: {
    values: {
      root_module: { resources: [{ address: ADDRESS, values: { outputs: { network_cidr: to } } }] },
    },
  },
});
const OLD = "10.0.0.0/16";

const judged = (to: string, entry: Partial<StackEntry> = {}, code = "code") => {
  const task: Task = {
    ...{ id: STACK.id, dependencies: [], stack: STACK },
    entry: { ...ENTRY, ...entry },
    plan: rule(OLD, OLD),
  };
  const producer: PlanJson = {
    format_version: "1.2",
    output_changes: { network_cidr: { actions: ["update"], before: OLD, after: to } },
  };
  return judge(task, rule(OLD, to), [], {
    schemaOf: knownSchemas(),
    secrets: new Secrets(),
    planner: { digest: () => "now", hashOf: () => code },
    reads: () => [{ producer: PRODUCER, address: ADDRESS, outputs: ["network_cidr"] }],
    reviewed: {
      planOf: () => producer,
      folder: "",
      manifest: { version: 1 } as never,
      input: {} as never,
    },
  });
};

describe("a plan that was made again", () => {
  it("may be applied where it only follows, and nobody gains anything", () => {
    expect(judged("10.0.0.0/17")).toMatchObject({
      right: "follows what moved",
      follows: ["aws_vpc_security_group_ingress_rule.api: cidr_ipv4"],
    });
  });

  it("needs an approval where the value that it follows opens a port to more", () => {
    const { right, problems } = judged("0.0.0.0/0");
    expect(right).toBeUndefined();
    expect(problems).toEqual(["aws_vpc_security_group_ingress_rule.api broadens access"]);
  });

  it("needs an approval where the code is another one, whatever it follows", () => {
    expect(judged("10.0.0.0/17", {}, "other code")).toMatchObject({
      problems: ["the code is not the one that was reviewed, and the plan is another"],
    });
  });

  it("needs an approval where the review did not mark the field as moving", () => {
    const { right, differences } = judged("10.0.0.0/17", { stale: [] });
    expect(right).toBeUndefined();
    expect(differences).toMatchObject([{ reviewed: "nothing", now: "update" }]);
  });

  it("needs an approval where nobody could see a plan", () => {
    expect(judged("10.0.0.0/17", { result: "blocked" })).toMatchObject({
      problems: ["was blocked in the review, so nobody has seen this plan"],
      differences: [],
    });
  });
});

describe("what becomes of the things of a plan", () => {
  const change = (address: string, ...actions: readonly string[]) => ({
    ...{ address, mode: "managed", type: "aws_vpc", name: address },
    change: { actions },
  });
  const things = () =>
    new ThingsDone({
      format_version: "1.2",
      resource_changes: [
        change("aws_vpc.made", "create"),
        change("aws_vpc.replaced", "delete", "create"),
        change("aws_vpc.doubled", "create", "delete"),
        change("aws_vpc.broken", "update"),
        change("aws_vpc.begun", "create"),
        change("aws_vpc.later", "create"),
        change("aws_vpc.still", "no-op"),
      ],
    });
  const say = (to: ThingsDone, type: string, ...names: readonly string[]) => {
    for (const name of names) {
      to.hear({ type, hook: { resource: { addr: `aws_vpc.${name}` }, action: "create" } });
    }
  };

  it("is told by what Terraform said of each before it ended", () => {
    const all = things();
    say(all, "apply_start", "made", "replaced", "doubled", "broken", "begun");
    say(all, "apply_complete", "made", "replaced", "doubled");
    say(all, "apply_errored", "broken");
    const ended = {
      done: ["aws_vpc.made"],
      failed: ["aws_vpc.broken"],
      unknown: ["aws_vpc.begun"],
      gone: ["aws_vpc.replaced"],
      doubled: ["aws_vpc.doubled"],
      notDone: ["aws_vpc.later"],
    };
    expect(all.outcome(false)).toEqual(ended);
    say(all, "apply_start", "replaced");
    const unknown = ["aws_vpc.replaced", "aws_vpc.begun"];
    expect(all.outcome(false)).toEqual({ ...ended, unknown, gone: [] });
    say(all, "apply_complete", "replaced");
    expect(all.outcome(false).done).toEqual(["aws_vpc.made", "aws_vpc.replaced"]);
  });

  it("is half of a replacement where its other half failed", () => {
    const all = things();
    say(all, "apply_start", "replaced", "doubled", "broken");
    say(all, "apply_complete", "replaced", "doubled");
    say(all, "apply_start", "replaced", "doubled");
    say(all, "apply_errored", "replaced", "doubled", "broken");
    expect(all.outcome(false)).toMatchObject({
      failed: ["aws_vpc.broken"],
      gone: ["aws_vpc.replaced"],
      doubled: ["aws_vpc.doubled"],
    });
  });

  it("is not begun where Terraform announced it and then was stopped before it", () => {
    const all = things();
    say(all, "apply_start", "made", "replaced", "doubled", "broken", "begun");
    say(all, "apply_complete", "made", "replaced", "doubled");
    say(all, "apply_errored", "broken");
    say(all, "apply_start", "replaced", "doubled");
    all.halted();
    expect(all.outcome(false)).toEqual({
      done: ["aws_vpc.made"],
      failed: ["aws_vpc.broken"],
      unknown: [],
      gone: ["aws_vpc.replaced"],
      doubled: ["aws_vpc.doubled"],
      notDone: ["aws_vpc.begun", "aws_vpc.later"],
    });
  });

  it("is all of it where Terraform says so", () => {
    expect(things().outcome(true).done).toHaveLength(6);
    expect(things().total).toBe(6);
  });
});
