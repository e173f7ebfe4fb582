import { DATA_FOLDER, RUN_FOLDER } from "./compose.ts";

/** What the host's units must know. */
export interface UnitOptions {
  /** Where the host's own files lie. */
  readonly folder: string;
  /** The data disk as the kernel names it. */
  readonly device: string;
}

/** The host's systemd units, by file name. */
export function hostUnits({ folder, device }: UnitOptions): Record<string, string> {
  return {
    "host-data.service": dataService(folder, device),
    "host-deploy.service": deployService(folder),
    "host-deploy.timer": timer("Looks for another release", [
      "OnBootSec=10s",
      "OnUnitInactiveSec=60s",
    ]),
    "host-prune.service": `[Unit]
Description=Removes images that nothing needs
Requires=docker.service
After=docker.service

[Service]
Type=oneshot
ExecStart=/bin/bash ${folder}/prune-images.sh ${folder}
`,
    "host-prune.timer": timer("Removes images that nothing needs, daily", [
      "OnCalendar=*-*-* 04:10:00 UTC",
      "RandomizedDelaySec=30min",
      "Persistent=true",
    ]),
  };
}

function dataService(folder: string, device: string): string {
  return `[Unit]
Description=Mounts the data disk

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/bash ${folder}/mount-data.sh ${device} ${DATA_FOLDER}
`;
}

/** Without the data disk nothing starts: a database on the boot disk would be lost with it. */
function deployService(folder: string): string {
  const needs = "docker.service host-data.service";
  return `[Unit]
Description=Runs the release that the metadata names
Wants=network-online.target
Requires=${needs}
After=network-online.target ${needs}

[Service]
Type=oneshot
ExecStart=/bin/bash ${folder}/deploy.sh ${folder} ${RUN_FOLDER}
TimeoutStartSec=15min
`;
}

function timer(description: string, when: readonly string[]): string {
  return `[Unit]
Description=${description}

[Timer]
${when.join("\n")}

[Install]
WantedBy=timers.target
`;
}
