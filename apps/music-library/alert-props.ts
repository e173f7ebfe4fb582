import type { Channel } from "@groundplan/aws/observability";
import type { MusicLibrarySettings } from "./settings.ts";

/**
 * Who hears what.
 *
 * @param addressIn what stands in a parameter: known at apply
 */
export function channelsOf(
  { alerts }: MusicLibrarySettings,
  addressIn: (key: string, parameter: string) => string,
): Record<string, Channel> {
  return Object.fromEntries(
    Object.entries(alerts.channels).map(([key, channel]): [string, Channel] => {
      if (channel.kind !== "on-call") return [key, channel];
      const { parameter, ...rest } = channel;
      return [key, { ...rest, url: addressIn(key, parameter) }];
    }),
  );
}
