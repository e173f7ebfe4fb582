import { challengeProblems } from "@groundplan/aws/certbot-dns";
import { dnsZoneProblems } from "@groundplan/aws/dns-zone";
import { zoneNameProblem } from "@groundplan/core/dns-records";
import {
  type Finding,
  matching,
  must,
  oneOf,
  renamed,
  unique,
  within,
} from "@groundplan/core/problems";
import { GOOGLE_REGIONS } from "@groundplan/core/regions";
import type { Accounts } from "@groundplan/core/site";
import type { Stage } from "@groundplan/core/stage";
import { backupProblems } from "@groundplan/google/backup-bucket";
import { callerProblems } from "@groundplan/google/workload-identity";
import { backupBucketProps } from "./backup-props.ts";
import type { BackupSettings } from "./backup-settings.ts";
import { cloudRunFindings, hostDatabaseFindings, serverFindings } from "./database-problems.ts";
import { drillFindings } from "./drill-problems.ts";
import { hostFindings, networkFindings } from "./host-problems.ts";
import { RELEASES_FROM } from "./pipeline.ts";
import type {
  MusicGraphPlatform,
  MusicGraphSettings,
  PipelineSettings,
  RunningRelease,
} from "./settings.ts";

/** Finds every mistake in the settings, each with the path that was typed. */
export function musicGraphProblems(
  settings: MusicGraphSettings,
  { stage, accounts }: { readonly stage: Stage; readonly accounts: Accounts },
): Finding[] {
  const { google, aws } = accounts;
  const project = must(google !== undefined, "kind", "stand in a project: set google");
  const kind = oneOf<string>("kind", settings.kind, ["shared", "platform", "cloud-run"]);
  if (kind) return [kind];
  if (settings.kind === "shared") {
    const { registryLocation, parentDomain, pipeline } = settings;
    return [
      project,
      ...pipelineFindings(pipeline),
      locationProblem(registryLocation),
      zoneNameProblem("parentDomain", parentDomain),
    ];
  }
  const common = [
    project,
    ...releaseProblems(settings, stage),
    ...within("network", networkFindings(settings.network, stage)),
  ];
  if (settings.kind === "cloud-run") return [...common, ...cloudRunFindings(settings, stage)];
  const { database, host, backups } = settings;
  return [
    ...common,
    must(aws !== undefined, "certificates", "be proved in an AWS account: set aws"),
    ...platformProblems(settings, stage),
    ...hostDatabaseFindings(settings, stage),
    ...within("database", database?.kind === "cloud-sql" ? serverFindings(database, stage) : []),
    ...within("host", hostFindings(host, stage, google?.region)),
    ...within("backups", backupFindings(backups, stage)),
    ...drillFindings(settings, stage),
  ];
}

/** A region, or one of the three that span a continent. */
function locationProblem(location: string): Finding {
  return oneOf<string>("registryLocation", location, ["asia", "europe", "us", ...GOOGLE_REGIONS]);
}

/** The repository, and that the subjects of its jobs are not too long. */
function pipelineFindings(pipeline: PipelineSettings | undefined): Finding[] {
  if (!pipeline) return [];
  const jobs = Object.values(RELEASES_FROM).map((environment) => ({ environment }));
  return renamed(
    { "pipeline.jobs": "pipeline.repository" },
    callerProblems("pipeline", { ...pipeline, jobs }),
  );
}

function releaseProblems({ channel, runningDigest }: RunningRelease, stage: Stage): Finding[] {
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
  ];
}

function platformProblems(
  { channel, certificates, pipeline }: MusicGraphPlatform,
  stage: Stage,
): Finding[] {
  return [
    ...pipelineFindings(pipeline),
    must(
      pipeline === undefined || (stage !== "prod" && channel === "dev"),
      "pipeline",
      "be left out where releases are run",
      undefined,
      "a release is a reviewed change of runningDigest",
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
    ...backupProblems(
      backupBucketProps(stage, "name-checked-apart", backups, { channels: ["channel"] }),
    ),
  ];
}

/** As the zone is taken over and the identity is made that proves the names. */
function certificateProblems({
  zoneId,
  zoneName,
  names,
}: MusicGraphPlatform["certificates"]): Finding[] {
  const zone = dnsZoneProblems({ stage: "dev", name: zoneName, adopt: { zoneId } });
  const proof = challengeProblems({ host: { zoneId, domain: zoneName, names } });
  return [
    ...renamed({ name: "zoneName", "adopt.zoneId": "zoneId" }, zone),
    unique("names", names),
    ...names.map((name) =>
      must(!/[A-Z]|\.$/.test(name), "names", "be lower-case, without a final dot", name),
    ),
    must(
      !names[0]?.startsWith("*."),
      "names",
      "begin with a name that is no wildcard: the certificate has its name",
      names[0],
    ),
    // The zone's own words for its id and name are enough.
    ...renamed({ zones: "names", "zones.host.names": "names" }, proof).filter(
      (finding) => finding && finding.prop === "names",
    ),
  ];
}
