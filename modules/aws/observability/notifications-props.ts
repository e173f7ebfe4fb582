import type { SnsTopicConfig } from "@cdktf/provider-aws/lib/sns-topic/index.js";
import type { ModuleProps } from "@groundplan/core/stage";
import type { Channel } from "./channels.ts";

export interface NotificationsProps extends ModuleProps {
  /**
   * Beginning of the topics' names: `acme-prod-alerts`. Changing it replaces topics and subscriptions;
   * alarms of other stacks go nowhere until they are applied, too.
   */
  readonly name: string;

  /**
   * Who hears what, by kebab-case name. One at least hears `critical`. A changed address replaces its
   * subscription; nothing is lost but what is sent in that second.
   */
  readonly channels: Readonly<Record<string, Channel>>;

  /**
   * ARN of a key that encrypts messages. Its policy must let `cloudwatch.amazonaws.com` use it, or
   * alarms stay silent: AWS's own key for SNS does not, and is refused here. A change is made in place.
   *
   * @default messages are not encrypted at rest: an alarm's text holds no secret
   */
  readonly encryptionKeyArn?: string;

  /** Last word on both topics; shallow. See the README. */
  readonly overrides?: { readonly topic?: Partial<SnsTopicConfig> };
}
