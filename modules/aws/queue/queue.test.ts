import {
  type Attributes,
  addresses,
  refusal,
  resourcesOf,
  type Template,
} from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { testApp } from "../testing/fargate.ts";
import { synth } from "../testing/index.ts";
import { actionsOf, allows } from "../testing/judge-policy.ts";
import { DEFAULTS, Queue, type QueueProps } from "./index.ts";

function make(props: Partial<QueueProps> = {}): Template {
  return synth((stack) => {
    new Queue(stack, "jobs", { stage: "prod", name: "acme-prod-jobs", ...props });
  });
}

/** Both queues by their physical names. */
const queues = (template: Template): Record<string, Attributes> =>
  Object.fromEntries(
    Object.values(resourcesOf(template, "aws_sqs_queue")).map((queue) => [queue.name, queue]),
  );

describe("a queue", () => {
  it.each([
    ["dev", 4, undefined],
    ["prod", 7, { prevent_destroy: true }],
  ] as const)("in %s keeps messages for %i days, protected so: %j", (stage, days, lifecycle) => {
    const { "acme-prod-jobs": jobs, "acme-prod-jobs-dead": dead } = queues(make({ stage }));
    expect(jobs).toMatchObject({
      message_retention_seconds: days * 86_400,
      visibility_timeout_seconds: 60,
      receive_wait_time_seconds: 20,
      sqs_managed_sse_enabled: true,
    });
    expect(jobs!["lifecycle"]).toEqual(lifecycle);
    expect(dead).toMatchObject({
      message_retention_seconds: 14 * 86_400,
      sqs_managed_sse_enabled: true,
    });
    expect(dead!["lifecycle"]).toEqual(lifecycle);
    expect(DEFAULTS.keepDays[stage]).toBe(days);
  });

  it("gives a message up after five attempts, to a queue that takes no other failures", () => {
    const template = make();
    expect(queues(template)["acme-prod-jobs"]!["redrive_policy"]).toContain(
      '"maxReceiveCount" = 5',
    );
    const [rule] = Object.values(resourcesOf(template, "aws_sqs_queue_redrive_allow_policy"));
    expect(rule!["queue_url"]).toContain("jobs_dead");
    expect(JSON.parse(rule!["redrive_allow_policy"])).toEqual({
      redrivePermission: "byQueue",
      sourceQueueArns: ["arn:aws:sqs:eu-west-1:111122223333:acme-prod-jobs"],
    });
  });

  it("refuses plain HTTP, at both", () => {
    const policies = Object.values(resourcesOf(make(), "aws_sqs_queue_policy"));
    const refused = policies.map(({ policy }) => JSON.parse(policy).Statement[0]);
    expect(refused.map(({ Effect, Resource }) => [Effect, ...Resource]).sort()).toEqual([
      ["Deny", "arn:aws:sqs:eu-west-1:111122223333:acme-prod-jobs"],
      ["Deny", "arn:aws:sqs:eu-west-1:111122223333:acme-prod-jobs-dead"],
    ]);
    for (const { Condition } of refused) {
      expect(Condition).toEqual({ Bool: { "aws:SecureTransport": ["false"] } });
    }
  });

  it("keeps its addresses: changing one loses the messages", () => {
    expect(addresses(make()).filter((address) => /^aws_sqs_queue\./.test(address))).toEqual([
      "aws_sqs_queue.jobs",
      expect.stringMatching(/^aws_sqs_queue\.jobs_dead_/),
    ]);
  });

  it("keeps name, encryption, retention and protection against overrides", () => {
    const wrong = { name: "other", sqsManagedSseEnabled: false, messageRetentionSeconds: 60 };
    const own = { ...wrong, delaySeconds: 30, lifecycle: { preventDestroy: false } };
    const kept = (days: number) => ({
      delay_seconds: 30,
      sqs_managed_sse_enabled: true,
      message_retention_seconds: days * 86_400,
      lifecycle: { prevent_destroy: true },
    });
    expect(queues(make({ overrides: { queue: own, deadLetters: own } }))).toMatchObject({
      "acme-prod-jobs": kept(7),
      "acme-prod-jobs-dead": kept(14),
    });
  });
});

describe("who", () => {
  const policyOf = (grant: "send" | "work") => {
    const template = synth((stack) => {
      const app = testApp(stack);
      const jobs = Queue.fromExisting(stack, "jobs", { name: "acme-dev-jobs" });
      if (grant === "send") jobs.grantSend(app);
      else jobs.grantWork(app);
    });
    const policies = Object.values(resourcesOf(template, "aws_iam_role_policy"));
    return JSON.parse(policies.find(({ name }) => name.startsWith(grant))!.policy);
  };
  const may = (grant: "send" | "work", action: string, name = "acme-dev-jobs") =>
    allows(policyOf(grant), { action, resource: `arn:aws:sqs:eu-west-1:111122223333:${name}` });

  it("sends reads none, and sends to no other queue", () => {
    expect(may("send", "sqs:SendMessage")).toBe(true);
    expect(may("send", "sqs:SendMessage", "acme-dev-jobs-dead")).toBe(false);
    expect(actionsOf(policyOf("send"))).toEqual(["sqs:SendMessage"]);
  });

  it("works takes, keeps and deletes messages, and neither sends nor empties the queue", () => {
    expect(may("work", "sqs:ReceiveMessage")).toBe(true);
    expect(may("work", "sqs:ReceiveMessage", "acme-dev-jobs-dead")).toBe(false);
    expect(actionsOf(policyOf("work"))).toEqual([
      "sqs:ChangeMessageVisibility",
      "sqs:DeleteMessage",
      "sqs:GetQueueAttributes",
      "sqs:ReceiveMessage",
    ]);
  });
});

it("is known by address before anything stands", () => {
  synth((stack) => {
    const jobs = Queue.fromExisting(stack, "jobs", { name: "acme-dev-jobs" });
    expect(jobs.url).toBe("https://sqs.eu-west-1.amazonaws.com/111122223333/acme-dev-jobs");
    expect(jobs.watched).toEqual({
      name: "acme-dev-jobs",
      deadLettersName: "acme-dev-jobs-dead",
    });
  });
});

it("tells all that is wrong at once", () => {
  const wrong = { name: "a".repeat(76), visibilitySeconds: 50_000, attempts: 0, keepDays: 1.5 };
  expect(refusal(() => make(wrong))).toBe(
    [
      `name must have at most 80 characters (sqs queue), got "${"a".repeat(76)}-dead"; shorten it by 1`,
      "visibilitySeconds must be 0 to 43200, got 50000",
      "attempts must be 1 to 1000, got 0",
      "keepDays must be a whole number, got 1.5",
    ]
      .map((line) => `test/jobs: ${line}`)
      .join("\n"),
  );
});
