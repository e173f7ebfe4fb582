import { only, resourcesOf, type Template } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { testApp } from "../testing/fargate.ts";
import { synth } from "../testing/index.ts";
import { ScheduledTask } from "./scheduled-task.ts";
import type { ScheduledTaskProps } from "./scheduled-task-props.ts";

type Given = Partial<ScheduledTaskProps> & { readonly stage?: "dev" | "prod" };

function nightly(
  { stage = "prod", ...props }: Given = {},
  act: (made: ScheduledTask) => void = () => {},
): Template {
  return synth((stack) => {
    const app = props.app ?? testApp(stack, { stage });
    act(
      new ScheduledTask(stack, "nightly", {
        process: "nightly",
        schedule: "rate(2 hours)",
        ...props,
        app,
      }),
    );
  });
}

function watchedOf(props: Given) {
  const found: ScheduledTask["watched"][] = [];
  nightly(props, ({ watched }) => found.push(watched));
  return found[0]!;
}

/** Rights of the role that starts the task, but for those that start it. */
const rightToGiveUp = (template: Template) => {
  const policies = Object.values(resourcesOf(template, "aws_iam_role_policy"));
  const { policy } = policies.find(({ name }) => name === "start-task")!;
  return JSON.parse(policy).Statement.slice(3);
};

const QUEUE = expect.stringMatching(/^\$\{aws_sqs_queue\.nightly_failures_\w+\.arn\}$/);
const RULE = expect.stringMatching(
  /^\$\{aws_cloudwatch_event_rule\.nightly_failures_rule_\w+\.arn\}$/,
);

describe("what fails of a scheduled task", () => {
  it("is kept in prod for four days, and dropped in dev", () => {
    expect(only(nightly(), "aws_sqs_queue")).toMatchObject({
      name: "acme-dev-api-nightly-failed",
      message_retention_seconds: 345_600,
      sqs_managed_sse_enabled: true,
    });
    const dev = nightly({ stage: "dev" });
    expect(resourcesOf(dev, "aws_sqs_queue")).toEqual({});
    expect(resourcesOf(dev, "aws_cloudwatch_event_rule")).toEqual({});
  });

  it("is a start that was given up: the schedule sends it there, and may", () => {
    const template = nightly();
    const { target } = only(template, "aws_scheduler_schedule");
    expect(target.dead_letter_config).toEqual({ arn: QUEUE });
    expect(rightToGiveUp(template)).toEqual([
      { Sid: "GiveUp", Effect: "Allow", Action: ["sqs:SendMessage"], Resource: [QUEUE] },
    ]);
  });

  it("is a task of this process in this cluster that did not end by itself, or not with 0", () => {
    const template = nightly();
    expect(JSON.parse(only(template, "aws_cloudwatch_event_rule").event_pattern)).toEqual({
      source: ["aws.ecs"],
      "detail-type": ["ECS Task State Change"],
      detail: {
        clusterArn: ["arn:aws:ecs:eu-west-1:111122223333:cluster/acme-dev-main"],
        taskDefinitionArn: [
          { prefix: "arn:aws:ecs:eu-west-1:111122223333:task-definition/acme-dev-api-nightly:" },
        ],
        lastStatus: ["STOPPED"],
        $or: [
          { containers: { name: ["app"], exitCode: [{ "anything-but": [0] }] } },
          { stopCode: [{ "anything-but": ["EssentialContainerExited"] }] },
        ],
      },
    });
    expect(only(template, "aws_cloudwatch_event_target")).toMatchObject({ arn: QUEUE });
  });

  it("is written by that rule and the schedule's role alone, over TLS", () => {
    const { policy } = only(nightly(), "aws_sqs_queue_policy");
    expect(JSON.parse(policy).Statement).toEqual([
      {
        Sid: "TellOfTasks",
        Effect: "Allow",
        Principal: { Service: ["events.amazonaws.com"] },
        Action: ["sqs:SendMessage"],
        Resource: [QUEUE],
        Condition: {
          ArnEquals: { "aws:SourceArn": [RULE] },
        },
      },
      expect.objectContaining({ Sid: "RefusePlainHttp", Effect: "Deny" }),
    ]);
  });

  it("is started in vain elsewhere, where the author has a queue for that", () => {
    const deadLetterQueueArn = "arn:aws:sqs:eu-west-1:111122223333:given-up";
    const { target } = only(nightly({ deadLetterQueueArn }), "aws_scheduler_schedule");
    expect(target.dead_letter_config).toEqual({ arn: deadLetterQueueArn });
  });
});

describe("what alarms know of a scheduled task", () => {
  it("is its queue, its lines, and how often it runs", () => {
    expect(watchedOf({})).toEqual({
      name: "acme-dev-api-nightly",
      failuresName: "acme-dev-api-nightly-failed",
      logGroupName: "/acme-dev-api/nightly",
      everyMinutes: 120,
    });
  });

  it.each([
    ["rate(1 minute)", 1],
    ["rate(3 days)", 4320],
    ["cron(0 3 * * ? *)", undefined],
  ])("is of %s that it runs every %s minutes", (schedule, everyMinutes) => {
    expect(watchedOf({ schedule }).everyMinutes).toBe(everyMinutes);
  });

  it("is nothing of runs while it stands still, and of failures where they are dropped", () => {
    const { everyMinutes, failuresName } = watchedOf({ enabled: false, keepFailures: false });
    expect([everyMinutes, failuresName]).toEqual([undefined, undefined]);
  });
});
