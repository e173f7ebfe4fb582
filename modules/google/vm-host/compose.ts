import { type Finding, must } from "@groundplan/core/problems";
import { digestProblem } from "./image.ts";

/** A Compose file as data; Compose reads JSON as it reads YAML. */
export interface ComposeFile {
  /** Containers by name. */
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly [section: string]: unknown;
}

/** One container. Everything but the image is Compose's own. */
export interface ComposeService {
  /** `RELEASE`, or an image by digest. */
  readonly image: string;
  readonly [key: string]: unknown;
}

/** Stands for the image of the running release. The deployment fills it in. */
export const RELEASE = "${RELEASE_IMAGE}";

/** Where the data disk is mounted, on both systems. */
export const DATA_FOLDER = "/mnt/disks/data";

/** What a reboot empties: it is kept in memory. */
export const RUN_FOLDER = "/run/groundplan";

/** Where secrets lie while the machine runs, one file each. */
export const SECRETS_FOLDER = `${RUN_FOLDER}/secrets`;

/**
 * The file as text. A container that fails is started again, but never by Docker at boot. Logs of
 * containers go to the journal, which the Ops Agent reads.
 */
export function renderCompose({ services, ...rest }: ComposeFile, logs: "journal" | "own"): string {
  const logging = logs === "journal" ? { logging: { driver: "journald" } } : {};
  const settled = Object.entries(services).map(([name, service]) => [
    name,
    { restart: "on-failure", ...logging, ...service },
  ]);
  return `${JSON.stringify({ ...rest, services: Object.fromEntries(settled) }, null, 2)}\n`;
}

/** What is wrong with the file. */
export function composeProblems(prop: string, { services }: ComposeFile): Finding[] {
  const all = Object.entries(services);
  return [
    must(
      all.some(([, { image }]) => image === RELEASE),
      `${prop}.services`,
      "have a service whose image is RELEASE",
    ),
    ...all.flatMap(([name, service]) => [
      service.image !== RELEASE && digestProblem(`${prop}.services.${name}.image`, service.image),
      must(
        !("build" in service),
        `${prop}.services.${name}.build`,
        "be left out: a host runs what was built elsewhere",
      ),
      must(
        ["on-failure", "no"].includes(String(service["restart"] ?? "no")),
        `${prop}.services.${name}.restart`,
        "be on-failure or no",
        service["restart"],
        "Docker would start it at boot before the data disk is there; the host starts it after",
      ),
    ]),
  ];
}
