import { type Names, nameProblem } from "@groundplan/core/naming";
import { type Finding, matching, must, oneOf, within } from "@groundplan/core/problems";
import type { Stage } from "@groundplan/core/stage";
import { backupProblems } from "@groundplan/google/backup-bucket";
import { backupBucketProps } from "./backup-props.ts";
import { APP } from "./names.ts";
import type { BackupSettings, MusicGraphPlatform, MusicGraphSettings } from "./settings.ts";

/** What the settings are checked against. */
export interface GraphContext {
  readonly stage: Stage;
  readonly names: Names;
}

/** Finds every mistake in the settings, each with the path that was typed. */
export function musicGraphProblems(
  settings: MusicGraphSettings,
  { stage, names }: GraphContext,
): Finding[] {
  const prefix = `${names.org}-${names.environment}`;
  if (settings.kind === "shared") {
    return [nameProblem("names", "artifact-repository", `${prefix}-${APP}-release`)];
  }
  return [
    nameProblem("names", "google-service-account", `${prefix}-${APP}-host`),
    ...platformProblems(settings, stage),
    ...within("backups", backupFindings(settings.backups, stage, names)),
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

function backupFindings(backups: BackupSettings, stage: Stage, names: Names): Finding[] {
  const name = nameProblem(
    "names",
    "google-bucket",
    `${names.org}-${names.environment}-${APP}-backups`,
  );
  if (name) return [name];
  return [
    matching("alertEmail", backups.alertEmail, /^\S+@\S+\.\S+$/, "be an e-mail address"),
    must(
      stage !== "prod" || backups.protect !== false,
      "protect",
      "not be false in prod",
      backups.protect,
      "to take the platform down, destroy it with its protections off",
    ),
    ...backupProblems(backupBucketProps(stage, names, backups, "known at apply")),
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
