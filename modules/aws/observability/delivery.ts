import { ChatbotSlackChannelConfiguration } from "@cdktf/provider-aws/lib/chatbot-slack-channel-configuration/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription/index.js";
import { Construct } from "constructs";
import { locationOf } from "../account/index.ts";
import { policyJson, trustService } from "../iam/index.ts";
import type { Severity } from "./alarm.ts";
import type { MailChannel, OnCallChannel, SlackChannel } from "./channels.ts";

type Topics = readonly (readonly [severity: Severity, topicArn: string])[];

/**
 * The service is global, but speaks in few regions only, us-east-1 not among them
 * (aws/aws-cli#8658). AWS itself makes such configurations in Ohio (aws/aws-cdk#24675).
 */
const CHAT_REGION = "us-east-2";

/**
 * How SNS tries again where nobody answers: by its own choice three times in a minute, and then it gives
 * up. Here for about half an hour; an hour is the most that it takes.
 */
const PERSISTENT = {
  healthyRetryPolicy: {
    minDelayTarget: 10,
    maxDelayTarget: 300,
    numRetries: 14,
    numNoDelayRetries: 1,
    numMinDelayRetries: 2,
    numMaxDelayRetries: 5,
    backoffFunction: "exponential",
  },
};

/** Subscribes one that is called, or a mailbox, to topics. */
export function subscribe(
  scope: Construct,
  key: string,
  channel: OnCallChannel | MailChannel,
  topics: Topics,
): void {
  for (const [severity, topicArn] of topics) {
    new SnsTopicSubscription(scope, `channel-${key}.${severity}`, {
      topicArn,
      ...(channel.kind === "mail"
        ? { protocol: "email", endpoint: channel.address }
        : {
            protocol: "https",
            endpoint: channel.url,
            endpointAutoConfirms: true,
            deliveryPolicy: JSON.stringify(PERSISTENT),
          }),
    });
  }
}

/** Name of the role that the chat service takes. */
export function chatRoleName(name: string): string {
  return `${name}-chat`;
}

/** What the chat service may do in the account: look at metrics, to draw them. */
export class ChatRole extends Construct {
  readonly role: IamRole;

  constructor(scope: Construct, id: string, props: { readonly name: string }) {
    super(scope, id);
    this.role = new IamRole(this, "Default", {
      name: props.name,
      description: "Draws the metrics of alarms in chat",
      assumeRolePolicy: trustService("chatbot.amazonaws.com"),
    });
    new IamRolePolicy(this, "rights", {
      name: "look-at-metrics",
      role: this.role.name,
      policy: policyJson([
        {
          // These actions take no resource.
          sid: "LookAtMetrics",
          actions: ["cloudwatch:Describe*", "cloudwatch:Get*", "cloudwatch:List*"],
          resources: ["*"],
        },
      ]),
    });
  }
}

/** Brings topics into a channel of Slack. */
export function joinSlack(
  scope: Construct,
  key: string,
  joined: {
    readonly channel: SlackChannel;
    readonly name: string;
    readonly role: ChatRole;
    readonly arns: Topics;
  },
): void {
  const { partition } = locationOf(scope);
  new ChatbotSlackChannelConfiguration(scope, `channel-${key}`, {
    region: CHAT_REGION,
    configurationName: joined.name,
    slackTeamId: joined.channel.workspaceId,
    slackChannelId: joined.channel.channelId,
    iamRoleArn: joined.role.role.arn,
    // Whatever the role may do one day: commands typed in the channel only read.
    guardrailPolicyArns: [`arn:${partition}:iam::aws:policy/CloudWatchReadOnlyAccess`],
    snsTopicArns: joined.arns.map(([, arn]) => arn),
    loggingLevel: "ERROR",
  });
}
