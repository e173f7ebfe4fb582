import { type Finding, matching, must, unique } from "@groundplan/core/problems";
import type { Stage } from "@groundplan/core/stage";
import { Token } from "cdktf";
import type { Severity } from "./alarm.ts";
import { DEFAULTS } from "./defaults.ts";

/** Somebody who is called: PagerDuty, VictorOps (Splunk On-Call), Opsgenie and their like. */
export interface OnCallChannel {
  readonly kind: "on-call";
  /**
   * HTTPS endpoint of the service's CloudWatch integration. Who knows it opens incidents, so it is not
   * written down: read it in the stack from where it lies. It stands in the state.
   */
  readonly url: string;
  /** Default: nothing in dev, `critical` in prod. */
  readonly hears?: readonly Severity[];
}

/** A channel of Slack, by Amazon Q in chat applications. Allow the workspace once, in its console. */
export interface SlackChannel {
  readonly kind: "slack";
  /** Begins with T. */
  readonly workspaceId: string;
  /** Begins with C, a private one with G or C. */
  readonly channelId: string;
  /** Default: both. */
  readonly hears?: readonly Severity[];
}

/** A mailbox. AWS sends a question to it first, and nothing else until somebody says yes. */
export interface MailChannel {
  readonly kind: "mail";
  readonly address: string;
  /** Default: both. */
  readonly hears?: readonly Severity[];
}

/** Where notifications go. */
export type Channel = OnCallChannel | SlackChannel | MailChannel;

/** What a channel hears in the end. */
export function heardBy({ kind, hears }: Channel, stage: Stage): readonly Severity[] {
  return hears ?? (kind === "on-call" ? DEFAULTS.onCallHears : DEFAULTS.chatHears)[stage];
}

/** Everything that is wrong with channels, each and together. */
export function channelProblems(
  channels: Readonly<Record<string, Channel>>,
  stage: Stage,
): Finding[] {
  const all = Object.values(channels);
  return [
    ...Object.entries(channels).flatMap(([key, channel]) => [
      matching("channels", key, /^[a-z][a-z0-9-]*$/, "have keys in kebab case"),
      ...addressProblems(`channels.${key}`, channel),
      unique(`channels.${key}.hears`, channel.hears ?? []),
      must(
        heardBy(channel, stage).length > 0,
        `channels.${key}.hears`,
        `name a severity: in ${stage} nobody is called unless that is said`,
        undefined,
        "say hears, or leave the channel out",
      ),
    ]),
    must(
      all.some((channel) => heardBy(channel, stage).includes("critical")),
      "channels",
      "have one that hears critical: an alarm that nobody hears is none",
    ),
  ];
}

function addressProblems(prop: string, channel: Channel): Finding[] {
  switch (channel.kind) {
    case "on-call":
      return [
        must(
          Token.isUnresolved(channel.url),
          `${prop}.url`,
          "not be written down: who knows it opens incidents",
          undefined,
          "read it in the stack from a parameter of SSM",
        ),
      ];
    case "slack":
      return [
        matching(`${prop}.workspaceId`, channel.workspaceId, /^T[A-Z0-9]{8,}$/, "begin with T"),
        matching(`${prop}.channelId`, channel.channelId, /^[CG][A-Z0-9]{8,}$/, "begin with C or G"),
      ];
    case "mail":
      return [
        matching(`${prop}.address`, channel.address, /^[^@\s]+@[^@\s]+\.[^@\s]+$/, "be an address"),
      ];
  }
}
