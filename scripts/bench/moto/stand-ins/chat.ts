import { MOTO_ACCOUNT } from "../../../state/testing/servers.ts";
import { type Answer, json, type StandIn } from "./call.ts";

/**
 * Keeps Slack channels that AWS's messages go to. Moto knows nothing of them.
 *
 * @see https://docs.aws.amazon.com/chatbot/latest/APIReference/API_SlackChannelConfiguration.html
 */
export function chat(): StandIn {
  const kept = new Map<string, object>();
  const calls: Readonly<Record<string, (said: Said) => Answer>> = {
    "/create-slack-channel-configuration": (said) => {
      const name = said.ConfigurationName;
      const arn = `arn:aws:chatbot::${MOTO_ACCOUNT}:chat-configuration/slack-channel/${name}`;
      // Slack tells AWS what the team and the channel are called.
      const names = { SlackTeamName: "acme", SlackChannelName: "alerts" };
      const channel = { ...said, ...names, ChatConfigurationArn: arn, State: "ENABLED" };
      kept.set(arn, channel);
      return json({ ChannelConfiguration: channel }, 201);
    },
    "/describe-slack-channel-configurations": ({ ChatConfigurationArn: arn }) => {
      const found = kept.get(`${arn}`);
      return json({ SlackChannelConfigurations: found ? [found] : [] });
    },
    "/delete-slack-channel-configuration": ({ ChatConfigurationArn: arn }) => {
      kept.delete(`${arn}`);
      return { status: 204, body: "" };
    },
  };
  return ({ path, body }) => calls[path]?.(JSON.parse(`${body}`));
}

/** What a call says. */
interface Said {
  readonly ConfigurationName?: string;
  readonly ChatConfigurationArn?: string;
}
