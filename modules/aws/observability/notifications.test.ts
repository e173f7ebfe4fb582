import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import {
  only,
  refusal,
  resourcesOf,
  synthWith,
  type Template,
} from "@groundplan/core/testing/synth";
import { Lazy } from "cdktf";
import { describe, expect, it } from "vitest";
import { synth } from "../testing/index.ts";
import { Budget } from "./budget.ts";
import type { Channel, MailChannel, OnCallChannel, SlackChannel } from "./channels.ts";
import { Notifications } from "./notifications.ts";
import type { NotificationsProps } from "./notifications-props.ts";

/** An address that is known at apply only, as that of a service for people on call is. */
const onCall = (): OnCallChannel => ({
  kind: "on-call",
  url: Lazy.stringValue({ produce: () => "https://on-call.example.com/integration" }),
});
const CHAT: SlackChannel = { kind: "slack", workspaceId: "T0123ABCD", channelId: "C0123ABCD" };
const MAIL: MailChannel = { kind: "mail", address: "team@example.com" };

function make(props: Partial<NotificationsProps> = {}): Template {
  return synth((stack) => {
    new Notifications(stack, "alerts", {
      stage: "prod",
      name: "acme-prod-alerts",
      channels: { "on-call": onCall(), team: CHAT },
      ...props,
    });
  });
}

/** Who is subscribed to what: `<protocol> <topic>`. */
const subscribed = (template: Template) =>
  Object.values(resourcesOf(template, "aws_sns_topic_subscription"))
    .map(({ protocol, topic_arn: arn }) => `${protocol} ${/(critical|warning)/.exec(arn)![1]}`)
    .sort();

describe("who hears what", () => {
  it("in prod: people on call what is critical, chat and mail everything", () => {
    const template = make({ channels: { "on-call": onCall(), team: CHAT, box: MAIL } });
    expect(subscribed(template)).toEqual(["email critical", "email warning", "https critical"]);
    const { sns_topic_arns: topics } = only(template, "aws_chatbot_slack_channel_configuration");
    expect(topics).toEqual([
      expect.stringContaining("aws_sns_topic.alerts_critical"),
      expect.stringContaining("aws_sns_topic.alerts_warning"),
    ]);
  });

  it("in dev: nobody is called unless that is said", () => {
    const channels = (hears?: Channel["hears"]) => ({
      "on-call": { ...onCall(), hears },
      box: MAIL,
    });
    expect(refusal(() => make({ stage: "dev", channels: channels() }))).toBe(
      "test/alerts: channels.on-call.hears must name a severity: in dev nobody is called unless that is said; say hears, or leave the channel out",
    );
    const said = make({ stage: "dev", channels: channels(["critical"]) });
    expect(subscribed(said)).toContain("https critical");
  });

  it("is tried for longer than a minute where people are called", () => {
    const { delivery_policy: policy, endpoint_auto_confirms: confirmed } = only(
      make(),
      "aws_sns_topic_subscription",
    );
    const { healthyRetryPolicy: retry } = JSON.parse(policy);
    const { numRetries, numNoDelayRetries, numMinDelayRetries, numMaxDelayRetries } = retry;
    expect(numMaxDelayRetries * retry.maxDelayTarget).toBeGreaterThanOrEqual(25 * 60);
    // SNS takes no policy that tries for longer than an hour.
    const slow = numRetries - numNoDelayRetries - numMinDelayRetries;
    const longest = numMinDelayRetries * retry.minDelayTarget + slow * retry.maxDelayTarget;
    expect(longest).toBeLessThanOrEqual(3600);
    expect(confirmed).toBe(true);
  });

  it("is told to those who hear warnings when a critical message does not arrive", () => {
    expect(only(make(), "aws_cloudwatch_metric_alarm")).toMatchObject({
      alarm_name: "acme-prod-alerts-undelivered",
      metric_name: "NumberOfNotificationsFailed",
      dimensions: { TopicName: "acme-prod-alerts-critical" },
      alarm_actions: [expect.stringContaining("aws_sns_topic.alerts_warning")],
    });
    const deaf = make({ channels: { "on-call": onCall() } });
    expect(resourcesOf(deaf, "aws_cloudwatch_metric_alarm")).toEqual({});
  });

  it("in chat may look at metrics and do nothing", () => {
    const template = make();
    expect(only(template, "aws_chatbot_slack_channel_configuration")).toMatchObject({
      region: "us-east-2",
      guardrail_policy_arns: ["arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess"],
    });
    const { Statement } = JSON.parse(only(template, "aws_iam_role_policy").policy);
    expect(Statement.flatMap(({ Action }: { Action: string[] }) => Action)).toEqual([
      "cloudwatch:Describe*",
      "cloudwatch:Get*",
      "cloudwatch:List*",
    ]);
  });
});

describe("a topic", () => {
  it("takes what alarms and budgets of its own account say, over TLS", () => {
    const [critical] = Object.values(resourcesOf(make(), "aws_sns_topic_policy"));
    const [allowed, refused] = JSON.parse(critical!.policy).Statement;
    expect(allowed).toEqual({
      Sid: "OwnAccountsAlarms",
      Effect: "Allow",
      Action: ["sns:Publish"],
      Principal: {
        Service: ["budgets.amazonaws.com", "cloudwatch.amazonaws.com", "events.amazonaws.com"],
      },
      Resource: ["arn:aws:sns:eu-west-1:111122223333:acme-prod-alerts-critical"],
      Condition: { StringEquals: { "aws:SourceAccount": ["111122223333"] } },
    });
    expect(refused).toMatchObject({
      Effect: "Deny",
      Condition: { Bool: { "aws:SecureTransport": ["false"] } },
    });
  });

  it("has an ARN that other stacks know from its name", () => {
    let arn = "";
    synth((stack) => {
      const there = Notifications.fromExisting(stack, "alerts", { name: "acme-prod-alerts" });
      arn = there.topicArn("warning");
    });
    expect(arn).toBe("arn:aws:sns:eu-west-1:111122223333:acme-prod-alerts-warning");
  });

  it("has none in a stack that does not say its account", () => {
    const act = () =>
      synthWith(
        (stack) => new AwsProvider(stack, "aws", { region: "eu-west-1" }),
        (stack) => {
          Notifications.fromExisting(stack, "alerts", { name: "a" }).topicArn("critical");
        },
      );
    expect(refusal(act)).toBe(
      "test/alerts: stack must name its one account in the AWS provider's allowedAccountIds: the topics' ARNs bear it",
    );
  });
});

describe("refused", () => {
  it("all at once: an address that is a secret, wrong ids, AWS's own key, and silence", () => {
    const act = () =>
      make({
        encryptionKeyArn: "alias/aws/sns",
        channels: {
          "on-call": { kind: "on-call", url: "https://example.com/k", hears: ["warning"] },
          team: { ...CHAT, workspaceId: "acme", hears: ["warning"] },
          Box: { ...MAIL, address: "team", hears: ["warning", "warning"] },
        },
      });
    expect(refusal(act)).toBe(
      [
        'encryptionKeyArn must be the ARN of a key of your own: AWS\'s key for SNS keeps alarms silent, got "alias/aws/sns"',
        "channels.on-call.url must not be written down: who knows it opens incidents; read it in the stack from a parameter of SSM",
        'channels.team.workspaceId must begin with T, got "acme"',
        'channels must have keys in kebab case, got "Box"',
        'channels.Box.address must be an address, got "team"',
        'channels.Box.hears must not repeat a value, got "warning"',
        "channels must have one that hears critical: an alarm that nobody hears is none",
      ]
        .map((line) => `test/alerts: ${line}`)
        .join("\n"),
    );
  });
});

describe("a budget", () => {
  const budget = (props: object = {}) =>
    synth((stack) => {
      const notifications = Notifications.fromExisting(stack, "alerts", { name: "acme-alerts" });
      const given = { stage: "prod", name: "acme-prod", usdPerMonth: 700, notifications } as const;
      new Budget(stack, "budget", { ...given, ...props });
    });

  it("tells those who hear warnings at 80 %, when it is used up, and when it will be", () => {
    const { notification, ...rest } = only(
      budget({ tag: { key: "App", value: "music-library" } }),
      "aws_budgets_budget",
    );
    expect(rest).toMatchObject({
      limit_amount: "700.0",
      time_unit: "MONTHLY",
      cost_filter: [{ name: "TagKeyValue", values: ["user:App$music-library"] }],
    });
    const told = notification.map((each: Record<string, unknown>) => [
      each.notification_type,
      each.threshold,
      each.subscriber_sns_topic_arns,
    ]);
    const topic = ["arn:aws:sns:eu-west-1:111122223333:acme-alerts-warning"];
    expect(told).toEqual([
      ["ACTUAL", 80, topic],
      ["ACTUAL", 100, topic],
      ["FORECASTED", 100, topic],
    ]);
  });

  it("beside its topics is made when it may send to them", () => {
    const template = synth((stack) => {
      const channels = { box: MAIL };
      const props = { stage: "prod", name: "acme-prod" } as const;
      const notifications = new Notifications(stack, "alerts", { ...props, channels });
      new Budget(stack, "budget", { ...props, usdPerMonth: 700, notifications });
    });
    const [told] = only(template, "aws_budgets_budget").notification;
    expect(told.subscriber_sns_topic_arns).toEqual([
      expect.stringMatching(/^\$\{aws_sns_topic_policy\.alerts_warning-policy_\w+\.arn\}$/),
    ]);
  });

  it("of nothing, or of cents, is refused", () => {
    expect(refusal(() => budget({ usdPerMonth: -0.5 }))).toBe(
      [
        "test/budget: usdPerMonth must be more than 0, got -0.5",
        "test/budget: usdPerMonth must be a whole number, got -0.5",
      ].join("\n"),
    );
  });
});
