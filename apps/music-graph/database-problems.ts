import { type Finding, must, oneOf, within } from "@groundplan/core/problems";
import type { Stage } from "@groundplan/core/stage";
import { cloudRunProblems } from "@groundplan/google/cloud-run";
import { postgresProblems } from "@groundplan/google/postgres";
import { digestProblem } from "@groundplan/google/vm-host";
import { serverInUse, serverProps } from "./cloud-sql.ts";
import { serviceFile } from "./compose.ts";
import { DUMPED_UP_TO } from "./host-image.ts";
import type {
  CloudSqlSettings,
  HostSettings,
  MusicGraphCloudRun,
  MusicGraphPlatform,
  NetworkSettings,
} from "./settings.ts";

/** Stands for names that are checked apart, with what makes them. */
const APART = { name: "apart", project: "project-apart", region: "europe-west1" };

/** What is wrong with a server in Cloud SQL, in the words of the settings. */
export function serverFindings(settings: CloudSqlSettings, stage: Stage): Finding[] {
  return [
    digestProblem("proxyImage", settings.proxyImage),
    ...postgresProblems({ stage, name: APART.name, network: APART, ...serverProps(settings) }),
  ];
}

/** What is wrong with a platform without a machine, in the words of the settings. */
export function cloudRunFindings(
  { database, service, network }: MusicGraphCloudRun,
  stage: Stage,
): Finding[] {
  const digest = `sha256:${"0".repeat(64)}`;
  const way = { proxyImage: `apart@${digest}`, connectionName: "apart", user: "apart" };
  const app = { compose: serviceFile(way), release: `apart@${digest}` };
  const account = { email: "web@apart.example" };
  const found = cloudRunProblems({
    ...{ stage, ...APART, account, app, service: "web", port: 8000 },
    ...service,
  });
  return [
    servicesRangeFinding(network),
    ...within("database", serverFindings(database, stage)),
    ...within("service", found),
  ];
}

function servicesRangeFinding({ privateServices }: NetworkSettings): Finding {
  const rule = "be given: the database in Cloud SQL gets its address there";
  return must(privateServices !== undefined, "network.privateServices", rule);
}

/** What is wrong with where a host's database is, and with what the host says of it. */
export function hostDatabaseFindings(
  { database, network, host, drill }: MusicGraphPlatform,
  stage: Stage,
): Finding[] {
  const kind = oneOf<string>("database.kind", database?.kind, ["container", "cloud-sql"]);
  if (kind) return [kind];
  return [
    database?.kind === "cloud-sql" && servicesRangeFinding(network),
    ...(serverInUse(database)
      ? dumpFindings(serverInUse(database)!, host, drill !== undefined)
      : containerFindings(host, stage === "prod")),
  ];
}

/** The host dumps what is in Cloud SQL; a drill restores it into the image of the database. */
function dumpFindings({ version }: CloudSqlSettings, { images }: HostSettings, isDrilled: boolean) {
  return [
    must(
      version <= DUMPED_UP_TO,
      "database.version",
      `be at most ${DUMPED_UP_TO}, what the host's pg_dump understands`,
      version,
      "build the hosts' image with a newer postgresql-client, and say so in host-image.ts",
    ),
    must(
      !isDrilled || images.postgres !== undefined,
      "host.images.postgres",
      "be given: drills restore dumps into it",
    ),
  ];
}

function containerFindings({ images, passwordVersion: version }: HostSettings, isProd: boolean) {
  const needs = "be given: the database runs in a container of the host";
  return [
    must(images.postgres !== undefined, "host.images.postgres", needs),
    must(version !== undefined, "host.passwordVersion", needs),
    must(
      version === undefined || version === "latest" || (Number.isInteger(version) && version >= 1),
      "host.passwordVersion",
      "be latest or a whole number from 1",
      version,
    ),
    must(
      !isProd || version !== "latest",
      "host.passwordVersion",
      "be a number in prod",
      version,
      "with latest there is no going back",
    ),
  ];
}
