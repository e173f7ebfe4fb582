import type { VpcProps } from "@groundplan/aws/vpc";
import type { ApiProtectionProps } from "@groundplan/cloudflare/edge-rules";
import type { ZoneProps } from "@groundplan/cloudflare/zone";
import type { Stage } from "@groundplan/core/stage";
import { apiHostname } from "./names.ts";
import type { MusicLibrarySettings } from "./settings.ts";

// What modules are made from. One place, so that settings are checked as the very props that they
// become. Names are checked by themselves.

/** The zone's props. */
export function zoneProps(
  stage: Stage,
  accountId: string,
  { zone: { records: _, bots: __, managedRules: ___, ...chosen } }: MusicLibrarySettings,
): ZoneProps {
  return { stage, accountId, ...chosen };
}

/** The network's props. */
export function networkProps(stage: Stage, name: string, settings: MusicLibrarySettings): VpcProps {
  return { stage, name, ...settings.network };
}

/** What keeps bots off the API. */
export function protectionProps(settings: MusicLibrarySettings): ApiProtectionProps {
  return {
    plan: settings.zone.plan,
    host: apiHostname(settings),
    ...settings.api.protection,
  };
}
