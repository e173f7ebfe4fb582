import { type Finding, must } from "@groundplan/core/problems";
import { HOST_NEEDS, needsCheck } from "./image-needs.ts";

/** A file that the host has from its first second on. */
export interface HostFile {
  /** Absolute path. */
  readonly path: string;
  /** Octal: `0644`. */
  readonly mode: string;
  readonly content: string;
}

/** A file that all may read. */
export function textFile(path: string, content: string): HostFile {
  return { path, mode: "0644", content };
}

/** Read by the Ops Agent: the journal, where the containers' lines are too. */
export const OPS_AGENT = textFile(
  "/etc/google-cloud-ops-agent/config.yaml",
  JSON.stringify(
    {
      logging: {
        receivers: { journal: { type: "systemd_journald" } },
        service: { pipelines: { journal: { receivers: ["journal"] } } },
      },
    },
    null,
    2,
  ),
);

/** Ends a file in the start-up script; no file may hold it. */
const END = "GROUNDPLAN_END_OF_FILE";

/** What the metadata server takes as one value, in bytes. */
const LONGEST = 256 * 1024;

/** Metadata that puts files and units onto Debian: a script that runs at every boot. */
export function startupScript(files: readonly HostFile[], units: readonly string[]): string {
  const writes = files.map(
    ({ path, mode, content }) =>
      `install -D -m ${mode} /dev/stdin ${path} <<'${END}'\n${content.replace(/\n?$/, "\n")}${END}\n`,
  );
  return `#!/usr/bin/env bash
set -Eeuo pipefail

${needsCheck(HOST_NEEDS)}${writes.join("")}systemctl daemon-reload
systemctl enable --now ${units.join(" ")}
systemctl try-restart google-cloud-ops-agent.service
`;
}

/** The same for Container-Optimized OS: cloud-init reads JSON as it reads YAML, at every boot. */
export function cloudConfig(files: readonly HostFile[], units: readonly string[]): string {
  const config = {
    write_files: files.map(({ path, mode, content }) => ({ path, permissions: mode, content })),
    runcmd: [
      ["systemctl", "daemon-reload"],
      ["systemctl", "start", ...units],
    ],
  };
  return `#cloud-config\n${JSON.stringify(config, null, 2)}\n`;
}

/** Text as Terraform leaves it alone: its own marks are doubled. */
export function literal(text: string): string {
  return text.replaceAll(/[$%](?=\{)/g, (mark) => mark + mark);
}

/** What is wrong with files that are put onto the host. */
export function fileProblems(prop: string, files: Readonly<Record<string, string>>): Finding[] {
  return Object.entries(files).flatMap(([path, content]) => [
    must(
      /^(\/[A-Za-z0-9._@-]+)+$/.test(path) && !path.includes(".."),
      prop,
      "have absolute paths of letters, digits and . _ @ -",
      path,
    ),
    must(!content.includes(END), `${prop}.${path}`, `not hold the line ${END}`),
  ]);
}

/** Everything together must fit into one metadata value. */
export function lengthProblem(prop: string, text: string): Finding {
  const bytes = new TextEncoder().encode(text).length;
  return must(bytes <= LONGEST, prop, `make at most ${LONGEST} bytes of metadata`, bytes);
}
