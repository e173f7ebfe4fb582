import { locationIn } from "@groundplan/aws/account";
import { deployRoleProblems } from "@groundplan/aws/github-deploy-role";
import { channelProblems } from "@groundplan/aws/observability";
import { parameterProblems } from "@groundplan/aws/parameters";
import { nameProblem } from "@groundplan/core/naming";
import {
  type Finding,
  matching,
  must,
  oneOf,
  renamed,
  unique,
  whole,
} from "@groundplan/core/problems";
import type { AwsAccount } from "@groundplan/core/site";
import type { Stage } from "@groundplan/core/stage";
import { Lazy } from "cdktf";
import { channelsOf } from "./alert-props.ts";
import { deployRoleProps } from "./release-props.ts";
import type { MusicLibrarySettings } from "./settings.ts";

/** Names are checked by themselves: this stands for them. */
const NAME = "checked-apart";

/** What is wrong with whose jobs release. */
export function pipelineProblems(
  settings: MusicLibrarySettings,
  stage: Stage,
  account: AwsAccount,
): Finding[] {
  const { copiedTo = [], copiedFrom } = settings.pipeline;
  const role = deployRoleProps({ environment: NAME, stage }, "release", NAME, settings);
  return [
    ...deployRoleProblems(role, locationIn(account)),
    unique("copiedTo", copiedTo),
    ...copiedTo.map((id) => matching("copiedTo", id, /^\d{12}$/, "be 12 digits")),
    nameProblem("copiedFrom.name", "ecr-repository", copiedFrom?.name),
    matching("copiedFrom.accountId", copiedFrom?.accountId, /^\d{12}$/, "be 12 digits"),
  ];
}

/** Kinds of who hears. */
const KINDS = ["mail", "on-call", "slack"];

/** What is wrong with who hears of trouble, and with what a month may cost. */
export function alertProblems(settings: MusicLibrarySettings, stage: Stage): Finding[] {
  const { channels, usdPerMonth } = settings.alerts;
  const kinds = Object.entries(channels).flatMap(
    ([key, { kind }]) => oneOf<string>(`channels.${key}.kind`, kind, KINDS) || [],
  );
  if (kinds.length > 0) return kinds;
  // What stands in a parameter is known at apply; its name is checked below.
  const address = Lazy.stringValue({ produce: () => "" });
  return [
    ...channelProblems(
      channelsOf(settings, () => address),
      stage,
    ),
    ...Object.entries(channels).flatMap(([key, channel]) =>
      channel.kind === "on-call"
        ? renamed(
            { name: `channels.${key}.parameter` },
            parameterProblems({ name: channel.parameter }),
          )
        : [],
    ),
    must(usdPerMonth > 0, "usdPerMonth", "be more than 0", usdPerMonth),
    whole("usdPerMonth", usdPerMonth),
  ];
}
