import type { Placement } from "@groundplan/core/site";
import type { HostTask } from "@groundplan/google/task-host";
import { JOBS, jobFile } from "./backup-job.ts";
import type { DrillSettings } from "./backup-settings.ts";
import { DATABASE_NAME } from "./cloud-sql.ts";
import type { MusicGraphPlatform } from "./settings.ts";

const UNIT = `groundplan-backup-drill@${DATABASE_NAME}`;

const CHECKS = `${JOBS}/${DATABASE_NAME}-checks.sql`;

/**
 * The weekly or daily drill: the newest dump into a throw-away server, in the very image of the
 * database. The scripts and the unit are in the image of the hosts.
 */
export function drillTask(platform: Placement<MusicGraphPlatform>, drill: DrillSettings): HostTask {
  const { postgres } = platform.settings.host.images;
  const options = [`--image ${postgres}`, ...(drill.checks ? [`--checks ${CHECKS}`] : [])];
  return {
    unit: UNIT,
    files: {
      [`${JOBS}/${DATABASE_NAME}.conf`]: jobFile(platform),
      [`${JOBS}/${DATABASE_NAME}.env`]: `DRILL_OPTIONS=${options.join(" ")}\n`,
      [`/etc/systemd/system/${UNIT}.service.d/docker.conf`]: DOCKER,
      ...(drill.checks ? { [CHECKS]: `${drill.checks.join("\n")}\n` } : {}),
    },
  };
}

/** It starts the server's container. Nothing else runs on this machine, and nothing comes in. */
const DOCKER = `[Service]
SupplementaryGroups=docker
`;
