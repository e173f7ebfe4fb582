import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic/index.js";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy/index.js";
import { declareCost } from "@groundplan/core/cost";
import { nameProblem } from "@groundplan/core/naming";
import { check, matching } from "@groundplan/core/problems";
import type { Construct } from "constructs";
import { KEY_ARN, locationOf } from "../account/index.ts";
import { overTlsOnly, policyJson } from "../iam/index.ts";
import { SEVERITIES, type Severity } from "./alarm.ts";
import { alarmArguments, alarmsUsdPerMonth } from "./alarm-arguments.ts";
import { channelProblems, heardBy } from "./channels.ts";
import { ChatRole, chatRoleName, joinSlack, subscribe } from "./delivery.ts";
import {
  ExistingNotifications,
  longestTopicName,
  NotificationTopics,
  topicName,
} from "./notification-topics.ts";
import type { NotificationsProps } from "./notifications-props.ts";
import { onMetric } from "./watch.ts";

/** Services of AWS that tell of alarms and budgets. */
const SENDERS = ["budgets.amazonaws.com", "cloudwatch.amazonaws.com", "events.amazonaws.com"];

/** A topic for each severity, and who hears it: people on call, chat, mail. */
export class Notifications extends NotificationTopics {
  readonly name: string;
  readonly topics: Readonly<Record<Severity, SnsTopic>>;
  private readonly policies: Readonly<Record<Severity, SnsTopicPolicy>>;

  constructor(scope: Construct, id: string, props: NotificationsProps) {
    super(scope, id);
    const { name, stage, channels } = props;
    this.name = name;
    check(this, [
      nameProblem("name", "sns-topic", longestTopicName(name)),
      nameProblem("name", "iam-role", chatRoleName(name)),
      matching(
        "encryptionKeyArn",
        props.encryptionKeyArn,
        KEY_ARN,
        "be the ARN of a key of your own: AWS's key for SNS keeps alarms silent",
      ),
      ...channelProblems(channels, stage),
    ]);
    this.topics = {
      critical: this.createTopic("critical", props),
      warning: this.createTopic("warning", props),
    };
    this.policies = {
      critical: this.createPolicy("critical"),
      warning: this.createPolicy("warning"),
    };
    this.deliver(props);
    const heard = Object.values(channels).flatMap((channel) => heardBy(channel, stage));
    if (heard.includes("warning")) this.watchDelivery();
  }

  /** Topics that another stack makes, from their name alone. */
  static fromExisting(
    scope: Construct,
    id: string,
    props: { readonly name: string },
  ): ExistingNotifications {
    return new ExistingNotifications(scope, id, props);
  }

  /** ARN of the topic of a severity, known when its policy stands: nobody sends before they may. */
  override topicArn(severity: Severity): string {
    return this.policies[severity].arn;
  }

  private createTopic(severity: Severity, props: NotificationsProps): SnsTopic {
    return new SnsTopic(this, severity, {
      signatureVersion: 2,
      ...props.overrides?.topic,
      name: topicName(props.name, severity),
      kmsMasterKeyId: props.encryptionKeyArn,
    });
  }

  private createPolicy(severity: Severity): SnsTopicPolicy {
    const resources = [super.topicArn(severity)];
    const actions = ["sns:Publish"];
    return new SnsTopicPolicy(this, `${severity}-policy`, {
      arn: this.topics[severity].arn,
      policy: policyJson([
        {
          sid: "OwnAccountsAlarms",
          actions,
          principals: { Service: SENDERS },
          resources,
          conditions: { StringEquals: { "aws:SourceAccount": [locationOf(this).accountId] } },
        },
        overTlsOnly(actions, resources),
      ]),
    });
  }

  private deliver({ name, stage, channels }: NotificationsProps): void {
    const keys = Object.keys(channels).sort();
    const talks = keys.some((key) => channels[key]!.kind === "slack");
    const role = talks ? new ChatRole(this, "chat", { name: chatRoleName(name) }) : undefined;
    for (const key of keys) {
      const channel = channels[key]!;
      const heard = SEVERITIES.filter((each) => heardBy(channel, stage).includes(each));
      const arns = heard.map((severity) => [severity, this.topics[severity].arn] as const);
      if (channel.kind === "slack") {
        joinSlack(this, key, { channel, name: `${name}-${key}`, role: role!, arns });
      } else subscribe(this, key, channel, arns);
    }
  }

  /** When people on call cannot be reached, those who hear warnings are told. */
  private watchDelivery(): void {
    const alarm = onMetric({
      severity: "warning",
      reason: `A message of ${this.name} about something critical did not arrive`,
      runbook:
        "Look at the alarms themselves at once, then at the subscription's endpoint: a key that was withdrawn, or a service that is down",
      metric: {
        namespace: "AWS/SNS",
        name: "NumberOfNotificationsFailed",
        dimensions: { TopicName: topicName(this.name, "critical") },
        statistic: "Sum",
      },
      limit: { above: 0 },
      minutes: 1,
    });
    new CloudwatchMetricAlarm(this, "undelivered", {
      ...alarmArguments(alarm),
      alarmName: `${this.name}-undelivered`,
      alarmActions: [this.topics.warning.arn],
    });
    const usdPerMonth = alarmsUsdPerMonth([alarm]);
    declareCost(this, [{ item: "alarm on notifications", usdPerMonth }]);
  }
}
