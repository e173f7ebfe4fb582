import { type Finding, known, matching, must, oneOf } from "@groundplan/core/problems";
import {
  cloudConfig,
  fileProblems,
  type HostFile,
  lengthProblem,
  literal,
  OPS_AGENT,
  startupScript,
  textFile,
} from "./boot.ts";
import { type ComposeFile, composeProblems, renderCompose } from "./compose.ts";
import { deployScript } from "./deploy-script.ts";
import { digestProblem, type HostSystem } from "./image.ts";
import { MOUNT_SCRIPT } from "./mount-script.ts";
import { PRUNE_SCRIPT } from "./prune-script.ts";
import { hostUnits } from "./units.ts";

/** What a host runs. */
export interface HostApp {
  /** The containers. Data that must stay belongs below `DATA_FOLDER`. Counts from the next start on. */
  readonly compose: ComposeFile;

  /**
   * The image that runs, by digest, in a registry that the account may pull from. The host sees a
   * change within a minute, pulls, starts, and goes back where it does not become healthy.
   */
  readonly release: string;

  /**
   * Who names later releases. `pipeline`: it sets the metadata value `release`, and Terraform leaves it.
   *
   * @default "pipeline" in dev, "terraform" in prod
   */
  readonly releaseOwner?: ReleaseOwner;

  /**
   * Secrets by file name: `projects/<project>/secrets/<secret>/versions/<number>`. They lie in
   * `SECRETS_FOLDER`, in memory. The account needs the right to each. Counts from the next start on.
   *
   * @default none
   */
  readonly secrets?: Readonly<Record<string, string>>;

  /** More files by absolute path, such as units and settings. Never a secret. @default none */
  readonly files?: Readonly<Record<string, string>>;

  /** Units among `files` that are started. @default none */
  readonly units?: readonly string[];
}

/** Who names later releases. */
export type ReleaseOwner = "terraform" | "pipeline";

/** Where the host's own files lie; both systems keep it until the boot disk goes. */
const FOLDER = "/var/lib/groundplan";

/** The data disk as the kernel names it, from the device name that the machine gives it. */
const DEVICE = "/dev/disk/by-id/google-data";

/** Metadata that makes a bare image into this host, at every boot. */
export function appMetadata(app: HostApp, system: HostSystem): Record<string, string> {
  const units = ["host-deploy.timer", "host-prune.timer", ...(app.units ?? [])];
  const files = hostFiles(app, system);
  return system.system === "cos"
    ? {
        "user-data": literal(cloudConfig(files, units)),
        "google-logging-enabled": "true",
        "google-monitoring-enabled": "true",
        "cos-update-strategy": "update_disabled",
      }
    : { "startup-script": literal(startupScript(files, units)) };
}

function hostFiles(app: HostApp, system: HostSystem): HostFile[] {
  const debian = system.system === "debian";
  const own = (name: string, content: string) => ({
    path: `${FOLDER}/${name}`,
    mode: "0644",
    content,
  });
  const secrets = Object.entries(app.secrets ?? {}).map(
    ([name, version]) => `${name} ${version}\n`,
  );
  return [
    own("compose.json", renderCompose(app.compose, debian ? "journal" : "own")),
    own("secrets", secrets.join("")),
    own("deploy.sh", deployScript(composeCommand(system))),
    own("prune-images.sh", PRUNE_SCRIPT),
    own("mount-data.sh", MOUNT_SCRIPT),
    ...(debian ? [OPS_AGENT] : []),
    ...Object.entries(hostUnits({ folder: FOLDER, device: DEVICE })).map(([name, content]) =>
      textFile(`/etc/systemd/system/${name}`, content),
    ),
    ...Object.entries(app.files ?? {}).map(([path, content]) => textFile(path, content)),
  ];
}

/** Container-Optimized OS has no compose: a container brings it and speaks to the same Docker. */
function composeCommand(system: HostSystem): string {
  if (system.system === "debian") return "docker compose";
  const socket = "/var/run/docker.sock";
  const seen = [`${socket}:${socket}`, '"$folder:$folder:ro"', '"$run:$run:ro"'];
  const mounts = seen.map((each) => `--volume ${each}`).join(" ");
  return `docker run --rm ${mounts} --env RELEASE_IMAGE ${system.composeImage} docker compose`;
}

/** What is wrong with the app. */
export function appProblems(app: HostApp, system: HostSystem, pinned: boolean): Finding[] {
  const { compose, release, releaseOwner, secrets, files, units } = app;
  return [
    ...composeProblems("app.compose", compose),
    known(release) && digestProblem("app.release", release),
    oneOf("app.releaseOwner", releaseOwner, ["terraform", "pipeline"]),
    ...Object.entries(secrets ?? {}).flatMap(([name, version]) => [
      matching("app.secrets", name, /^[a-z][a-z0-9._-]*$/, "be lower-case file names"),
      secretProblem(`app.secrets.${name}`, version, pinned),
    ]),
    ...fileProblems("app.files", files ?? {}),
    ...(units ?? []).map((unit) =>
      must(
        `/etc/systemd/system/${unit}` in (files ?? {}),
        "app.units",
        "be among files, in /etc/systemd/system",
        unit,
      ),
    ),
    lengthProblem("app", Object.values(appMetadata(app, system)).join("")),
  ];
}

function secretProblem(prop: string, version: string, pinned: boolean): Finding {
  return matching(
    prop,
    version,
    pinned
      ? /^projects\/[a-z0-9-]+\/secrets\/[A-Za-z0-9_-]+\/versions\/\d+$/
      : /^projects\/[a-z0-9-]+\/secrets\/[A-Za-z0-9_-]+\/versions\/(\d+|latest)$/,
    pinned
      ? "name a version by its number in prod: with latest there is no going back"
      : "be projects/<project>/secrets/<secret>/versions/<version>",
  );
}
