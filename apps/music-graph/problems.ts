import { challengeProblems } from "@groundplan/aws/certbot-dns";
import { type Finding, matching, must, oneOf, renamed, within } from "@groundplan/core/problems";
import { GOOGLE_REGIONS } from "@groundplan/core/regions";
import type { Accounts } from "@groundplan/core/site";
import type { Stage } from "@groundplan/core/stage";
import { backupProblems } from "@groundplan/google/backup-bucket";
import { backupBucketProps } from "./backup-props.ts";
import { hostFindings, networkFindings } from "./host-problems.ts";
import type { BackupSettings, MusicGraphPlatform, MusicGraphSettings } from "./settings.ts";

/** Finds every mistake in the settings, each with the path that was typed. */
export function musicGraphProblems(
  settings: MusicGraphSettings,
  { stage, accounts }: { readonly stage: Stage; readonly accounts: Accounts },
): Finding[] {
  const { google, aws } = accounts;
  const project = must(google !== undefined, "kind", "stand in a project: set google");
  if (settings.kind === "shared") return [project, locationProblem(settings.registryLocation)];
  const region = google?.region;
  return [
    project,
    must(aws !== undefined, "certificates", "be proved in an AWS account: set aws"),
    ...platformProblems(settings, stage),
    ...within("network", networkFindings(settings.network, stage)),
    ...within("host", hostFindings(settings.host, stage, region)),
    ...within("backups", backupFindings(settings.backups, stage)),
  ];
}

/** A region, or one of the three that span a continent. */
function locationProblem(location: string): Finding {
  return oneOf<string>("registryLocation", location, ["asia", "europe", "us", ...GOOGLE_REGIONS]);
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

/** As the identity is made that proves the names. */
function certificateProblems({
  zoneId,
  zoneName,
  names,
}: MusicGraphPlatform["certificates"]): Finding[] {
  const words = {
    zones: "names",
    "zones.host.zoneId": "zoneId",
    "zones.host.domain": "zoneName",
    "zones.host.names": "names",
  };
  return renamed(words, challengeProblems({ host: { zoneId, domain: zoneName, names } }));
}
