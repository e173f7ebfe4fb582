import { accountOf, type Site } from "@groundplan/core/site";
import { connectionName } from "@groundplan/google/postgres";
import type { ComposeService } from "@groundplan/google/vm-host";
import { NAMED } from "./names.ts";
import type { CloudSqlSettings, HostDatabase } from "./settings.ts";

/** Name of the database, wherever it is. */
export const DATABASE_NAME = "graph";

/** Where the way to Cloud SQL tells that it is there. */
export const PROXY_HEALTH = { healthPort: 9090, healthPath: "/startup" } as const;

/** How containers reach a database in Cloud SQL. */
export interface CloudSqlWay {
  /** The proxy's image, by digest. */
  readonly proxyImage: string;
  /** `<project>:<region>:<instance>`. */
  readonly connectionName: string;
  /** Who logs in: a service account, as PostgreSQL knows it. */
  readonly user: string;
}

/** What the settings say of the server. One place, so that they are checked as the very props it gets. */
export function serverProps({ proxyImage: _, ...settings }: CloudSqlSettings) {
  return { ...settings, databases: [DATABASE_NAME] };
}

/** The way to the server as `email`: all of it follows from names. */
export function wayTo(
  site: Site,
  email: string,
  { proxyImage, generation }: CloudSqlSettings,
): CloudSqlWay {
  const { projectId: project, region } = accountOf(site, "google");
  return {
    proxyImage,
    connectionName: connectionName({ project, region }, site.names.of(...NAMED.server), generation),
    user: email.replace(/\.gserviceaccount\.com$/, ""),
  };
}

/** The server in Cloud SQL that a host has, if it has one; it may still be filled. */
export function serverOf(database: HostDatabase | undefined): CloudSqlSettings | undefined {
  if (database?.kind !== "cloud-sql") return undefined;
  const { kind: _, beingFilled: __, ...server } = database;
  return server;
}

/** The server in Cloud SQL that a host's application uses, if it does. */
export function serverInUse(database: HostDatabase | undefined): CloudSqlSettings | undefined {
  const isInUse = database?.kind === "cloud-sql" && !database.beingFilled;
  return isInUse ? serverOf(database) : undefined;
}

/** Stands where a database would: takes connections, and logs in as the account that it runs as. */
export function cloudSqlProxy({ proxyImage, connectionName }: CloudSqlWay): ComposeService {
  return {
    image: proxyImage,
    command: [
      ...["--private-ip", "--auto-iam-authn", "--address=0.0.0.0", "--port=5432"],
      ...["--health-check", "--http-address=0.0.0.0", `--http-port=${PROXY_HEALTH.healthPort}`],
      connectionName,
    ],
    healthcheck: {
      test: ["CMD", "/cloud-sql-proxy", "wait", "--max=4s"],
      interval: "10s",
      retries: 12,
    },
    read_only: true,
    security_opt: ["no-new-privileges:true"],
  };
}
