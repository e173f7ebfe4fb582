import { describe, expect, it } from "vitest";
import { knownSchemas } from "../plan/schemas.ts";
import { digestOf } from "./digest.ts";
import type { PlanJson, ValueChange } from "./plan/plan-json.ts";
import { collectSecrets } from "./secret/collect.ts";
import { Secrets } from "./secret/secrets.ts";
import { changeOf, planOf } from "./testing/handmade.ts";

const schemaOf = knownSchemas();

function digest(plan: PlanJson): string {
  const secrets = new Secrets();
  collectSecrets(plan, schemaOf, secrets);
  return digestOf(plan, schemaOf, secrets);
}

const GROUP = "aws_security_group.api";
const before = { name: "api", description: null, tags: {}, ingress: [], password: "old" };
const after = { ...before, name: "web" };
const update: ValueChange = { actions: ["update"], before, after };
const queue = changeOf("aws_sqs_queue.jobs", { actions: ["create"], after: { name: "jobs" } });
const group = (change: Partial<ValueChange> = {}, rest = {}) =>
  changeOf(GROUP, { ...update, ...change }, rest);

const ACTION = {
  address: "action.aws_lambda_invoke.warm",
  config_values: { payload: "a", token: "s3cret-token" },
  config_sensitive: { token: true },
  lifecycle_action_trigger: { action_trigger_event: "AfterCreate" },
};
const REVIEWED = planOf([group(), queue], {
  output_changes: { url: { actions: ["create"], before: null, after: "x" } },
  action_invocations: [ACTION],
});

describe("the digest of a plan", () => {
  it.each<[string, PlanJson]>([
    ["in another order", { ...REVIEWED, resource_changes: [queue, group()] }],
    ["at another time, by another version", { ...REVIEWED, terraform_version: "1.15.0" }],
    ["with drift besides", { ...REVIEWED, resource_drift: [group()] }],
    [
      "with nothing written in another way",
      { ...REVIEWED, resource_changes: [group({ before: { ...before, tags: null } }), queue] },
    ],
    [
      "with something that is only read, and something that stays",
      {
        ...REVIEWED,
        resource_changes: [
          ...[group(), queue],
          changeOf("data.aws_ami.host", { actions: ["read"] }, { mode: "data" }),
          changeOf("aws_sqs_queue.same", { actions: ["no-op"], before: {}, after: {} }),
        ],
      },
    ],
  ])("is the same for what does the same %s", (_, plan) => {
    expect(digest(plan)).toBe(digest(REVIEWED));
  });

  const changed = (change: Partial<ValueChange>, rest = {}): PlanJson => ({
    ...REVIEWED,
    resource_changes: [group(change, rest), queue],
  });
  it.each<[string, PlanJson]>([
    ["does another thing", changed({ actions: ["delete", "create"] })],
    ["replaces in another order", changed({ actions: ["create", "delete"] })],
    ["leads to another value", changed({ after: { ...after, name: "other" } })],
    ["comes from another value", changed({ before: { ...before, name: "other" } })],
    ["knows less", changed({ after_unknown: { description: true } })],
    ["is about what is left over", changed({}, { deposed: "0a1b2c3d" })],
    ["moves from elsewhere", changed({}, { previous_address: "aws_security_group.old" })],
    ["imports", changed({ importing: { id: "sg-1" } })],
    ["imports another by its identity", changed({ importing: { identity: { id: "sg-2" } } })],
    ["lacks something", { ...REVIEWED, resource_changes: [group()] }],
    [
      "hands out something else",
      { ...REVIEWED, output_changes: { url: { actions: ["create"], before: null, after: "y" } } },
    ],
    ["runs no action", { ...REVIEWED, action_invocations: [] }],
    ["runs an action twice", { ...REVIEWED, action_invocations: [ACTION, ACTION] }],
    [
      "gives an action something else",
      {
        ...REVIEWED,
        action_invocations: [
          { ...ACTION, config_values: { ...ACTION.config_values, payload: "b" } },
        ],
      },
    ],
    [
      "runs an action at another time",
      {
        ...REVIEWED,
        action_invocations: [
          { ...ACTION, lifecycle_action_trigger: { action_trigger_event: "AfterUpdate" } },
        ],
      },
    ],
  ])("is another one for a plan that %s", (_, plan) => {
    expect(digest(plan)).not.toBe(digest(REVIEWED));
  });

  it("holds of a secret only whether it changes, whatever changes besides", () => {
    const secret = (value: string) =>
      changed({ after: { ...after, password: value }, after_sensitive: { password: true } });
    expect(digest(secret("new-Secret-1"))).toBe(digest(secret("new-Secret-2")));
    expect(digest(secret("new-Secret-1"))).not.toBe(digest(secret("old")));
    const token = { ...ACTION.config_values, token: "an0ther-token" };
    const other = { ...REVIEWED, action_invocations: [{ ...ACTION, config_values: token }] };
    expect(digest(other)).toBe(digest(REVIEWED));
  });

  it("holds that a text changes of which only the secret in it is another one", () => {
    const marked = { password: true };
    const script = (value: string) => ({ ...before, password: "old-Secret-1", script: value });
    const to = (value: string) =>
      changed({
        before: script("login old-Secret-1"),
        after: { ...script(`login ${value}`), name: "web" },
        before_sensitive: marked,
        after_sensitive: marked,
      });
    const text = (value: string) => ({
      ...to(value),
      variables: { other: { value } },
      configuration: { root_module: { variables: { other: { sensitive: true } } } },
    });
    expect(digest(text("new-Secret-2"))).not.toBe(digest(to("old-Secret-1")));
  });
});
