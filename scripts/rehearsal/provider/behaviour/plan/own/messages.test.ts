import { describe, expect, it } from "vitest";
import type { Fields } from "../../../cty/value.ts";
import { edited } from "../../../testing/edited.ts";
import { World } from "../../../testing/world.ts";

const aws = new World("aws");
const REUSE = "kms_data_key_reuse_period_seconds";

describe("a queue", () => {
  const written = JSON.stringify({ maxReceiveCount: 3, deadLetterTargetArn: "arn:aws:sqs:::a" });
  const sorted = '{"deadLetterTargetArn":"arn:aws:sqs:::a","maxReceiveCount":3}';

  it.each(["redrive_policy", "redrive_allow_policy"])(
    "is told its %s in the order of names, and updated where the cloud tells another one",
    (name) => {
      const queue = { name: "jobs", [name]: written };
      expect(aws.plan("aws_sqs_queue", queue).planned[name]).toBe(sorted);
      expect(edited("aws_sqs_queue", queue, {}).planned[name]).toBe(sorted);
      const told = edited("aws_sqs_queue", { name: "jobs" }, {}, { [name]: written });
      expect(told.planned).not.toBe(told.prior);
      expect(told.planned[name]).toBe(sorted);
    },
  );

  it("keeps a policy whose layout alone is another one", () => {
    const policy = '{"Statement":[],"Version":"2012-10-17"}';
    const told = { policy: '{"Version":"2012-10-17","Statement":[]}' };
    const { planned, prior } = edited("aws_sqs_queue", { name: "jobs", policy }, {}, told);
    expect(planned).toBe(prior);
  });

  it("has no time for data keys where the service encrypts it with its own", () => {
    const queue = { name: "jobs", sqs_managed_sse_enabled: true };
    expect(aws.plan("aws_sqs_queue", queue).planned[REUSE]).toBe(0);
    const { planned, prior } = edited("aws_sqs_queue", queue, { [REUSE]: 600 }, { [REUSE]: 300 });
    expect(planned).toBe(prior);
  });

  it("has a time for data keys with a key of its own only", () => {
    const queue = { name: "jobs", kms_master_key_id: "alias/jobs", [REUSE]: 300 };
    expect(edited("aws_sqs_queue", queue, { [REUSE]: 600 }).planned[REUSE]).toBe(600);
    const plain = edited("aws_sqs_queue", { name: "jobs" }, { [REUSE]: 600 }, { [REUSE]: 300 });
    expect(plain.planned).toBe(plain.prior);
  });
});

describe("a subscription", () => {
  const subscription = {
    topic_arn: "arn:aws:sns:eu-west-1:111122223333:jobs",
    protocol: "sqs",
    endpoint: "arn:aws:sqs:eu-west-1:111122223333:jobs",
  };
  const scope = (before: Fields, told: string) =>
    edited(
      "aws_sns_topic_subscription",
      { ...subscription, ...before },
      {},
      {
        filter_policy_scope: told,
      },
    ).planned["filter_policy_scope"];

  it("filters by attributes again when nobody writes by what", () => {
    expect(scope({ filter_policy: '{"kind":["a"]}' }, "MessageBody")).toBe("MessageAttributes");
  });

  it("keeps what the cloud tells where nothing is filtered", () => {
    expect(scope({}, "MessageBody")).toBe("MessageBody");
  });

  it("filters by what is written", () => {
    const body = { filter_policy: '{"kind":["a"]}', filter_policy_scope: "MessageBody" };
    expect(scope(body, "MessageBody")).toBe("MessageBody");
  });
});
