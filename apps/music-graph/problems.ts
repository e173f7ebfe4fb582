import { type Finding, matching, must, oneOf, within } from "@groundplan/core/problems";
import type { Stage } from "@groundplan/core/stage";
import { backupProblems } from "@groundplan/google/backup-bucket";
import { backupBucketProps } from "./backup-props.ts";
import { hostFindings, networkFindings } from "./host-problems.ts";
import type { BackupSettings, MusicGraphPlatform, MusicGraphSettings } from "./settings.ts";

/** Finds every mistake in the settings, each with the path that was typed. */
export function musicGraphProblems(
  settings: MusicGraphSettings,
  { stage, region }: { readonly stage: Stage; readonly region: string | undefined },
): Finding[] {
  if (settings.kind === "shared") return [];
  return [
    ...platformProblems(settings, stage),
    ...within("network", networkFindings(settings.network, stage)),
    ...within("host", hostFindings(settings.host, stage, region)),
    ...within("backups", backupFindings(settings.backups, stage)),
  ];
}

function platformProblems(
  { channel, runningDigest, certificates }: MusicGraphPlatform,
  stage: Stage,
): Finding[] {
  return [
    oneOf("channel", channel, ["dev", "release"]),
    must(
      stage !== "prod" || channel === "release",
      "channel",
      "be release in prod",
      channel,
      "images of the dev registry are cleaned up by age",
    ),
    matching(
      "runningDigest",
      runningDigest,
      /^sha256:[0-9a-f]{64}$/,
      "be sha256: and 64 lower-case hexadecimal digits",
    ),
    ...within("certificates", certificateProblems(certificates)),
  ];
}

function backupFindings(backups: BackupSettings, stage: Stage): Finding[] {
  return [
    matching("alertEmail", backups.alertEmail, /^\S+@\S+\.\S+$/, "be an e-mail address"),
    must(
      stage !== "prod" || backups.protect !== false,
      "protect",
      "not be false in prod",
      backups.protect,
      "to take the platform down, destroy it with its protections off",
    ),
    ...backupProblems(backupBucketProps(stage, "name-checked-apart", backups, "channel")),
  ];
}

function certificateProblems({
  zoneId,
  zoneName,
  names,
}: MusicGraphPlatform["certificates"]): Finding[] {
  return [
    matching("zoneId", zoneId, /^Z[A-Z0-9]{8,31}$/, "be the id of a Route53 zone"),
    must(names.length > 0, "names", "have at least one name"),
    ...names.map((name) =>
      must(
        name === zoneName || name.endsWith(`.${zoneName}`),
        "names",
        `be ${zoneName} or below it`,
        name,
      ),
    ),
  ];
}
