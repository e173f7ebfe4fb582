import type { Placement } from "@groundplan/core/site";
import { DEFAULTS, prefixOf } from "@groundplan/google/backup-bucket";
import { SECRETS_FOLDER } from "@groundplan/google/vm-host";
import { type CloudSqlWay, DATABASE_NAME } from "./cloud-sql.ts";
import { DATABASE_PASSWORD } from "./compose.ts";
import { NAMED } from "./names.ts";
import type { MusicGraphPlatform } from "./settings.ts";

/** Where jobs of the backup scripts are described; the units of the image look there. */
export const JOBS = "/etc/groundplan/backup";

/** Where the password lies as PostgreSQL's programs read it, in memory and while a backup runs. */
const RUN = "/run/groundplan-backup";

const UNIT = `groundplan-backup@${DATABASE_NAME}`;

/** The units that the host starts for it. */
export const BACKUP_UNITS = [`${UNIT}.timer`];

/**
 * The host's files for the nightly dump of its database: the job, its timer, and what gives it the
 * password. In Cloud SQL there is none: the dump goes through the proxy as the application's account. The
 * scripts and the units' templates are in the image.
 */
export function backupFiles(
  platform: Placement<MusicGraphPlatform>,
  cloudSql?: CloudSqlWay,
): Record<string, string> {
  const logIn: Record<string, string> = cloudSql
    ? { "db-user": cloudSql.user }
    : { "db-user": DATABASE_NAME, pgpass: `${RUN}/pgpass` };
  return {
    [`${JOBS}/${DATABASE_NAME}.conf`]: jobFile(platform, {
      "db-host": "127.0.0.1",
      ...logIn,
      hashes: "yes",
    }),
    ...(cloudSql ? {} : { [`${JOBS}/write-pgpass.sh`]: WRITE_PGPASS }),
    [`/etc/systemd/system/${UNIT}.timer`]: TIMER,
    [`/etc/systemd/system/${UNIT}.service.d/database.conf`]: `${RETRIES}${cloudSql ? PROXY : PASSWORD}`,
  };
}

/**
 * A job as the backup scripts read it. The bucket follows from its name: who dumps or restores does not
 * read the stack that makes it.
 */
export function jobFile(
  { site, settings }: Placement<MusicGraphPlatform>,
  more: Readonly<Record<string, string>> = {},
): string {
  const tiers = Object.entries(settings.backups.tiers ?? DEFAULTS.tiers[site.stage]);
  const lines = {
    store: `gs://${site.names.of(...NAMED.backups)}`,
    environment: site.environment,
    stage: site.stage,
    database: DATABASE_NAME,
    tiers: tiers.map(([key, tier]) => `${key}=${prefixOf(key, tier)}`).join(","),
    ...more,
  };
  return Object.entries(lines)
    .map(([name, value]) => `${name} = ${value}\n`)
    .join("");
}

/** A machine that was off at night makes it up when it starts. */
const TIMER = `[Unit]
Description=Nightly backup of the database

[Timer]
OnCalendar=*-*-* 02:30:00 UTC
RandomizedDelaySec=20min
Persistent=true

[Install]
WantedBy=timers.target
`;

/** After a start the database may not answer yet. What another try cannot mend is not tried again. */
const RETRIES = `[Unit]
After=host-deploy.service
StartLimitIntervalSec=3h
StartLimitBurst=6

[Service]
Restart=on-failure
RestartSec=15min
RestartPreventExitStatus=2 10 16
`;

const PASSWORD = `RuntimeDirectory=groundplan-backup
RuntimeDirectoryMode=0700
ExecStartPre=+/bin/bash ${JOBS}/write-pgpass.sh
`;

/** Up to the proxy the way is this machine's own; the proxy encrypts the rest. */
const PROXY = `Environment=PGSSLMODE=disable
`;

/** In the format a colon and a backslash have a backslash before them. */
const WRITE_PGPASS = `# shellcheck shell=bash
# Writes the database's password as PostgreSQL's programs read it, for the backup alone.
set -euo pipefail
umask 077
sed 's/[\\\\:]/\\\\&/g; s/^/127.0.0.1:*:*:${DATABASE_NAME}:/' ${SECRETS_FOLDER}/${DATABASE_PASSWORD} >${RUN}/pgpass
chown groundplan-backup: ${RUN}/pgpass
`;
