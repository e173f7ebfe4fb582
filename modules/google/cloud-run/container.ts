import type {
  CloudRunV2ServiceTemplateContainersEnv,
  CloudRunV2ServiceTemplateVolumes,
} from "@cdktf/provider-google/lib/cloud-run-v2-service/index.js";
import { type Finding, matching, must } from "@groundplan/core/problems";
import { RELEASE } from "../vm-host/index.ts";
import type { CloudRunProps } from "./props.ts";

/** Where Compose puts secrets, and so do we: one folder, one file for each. */
const SECRETS_FOLDER = "/run/secrets";

/** A version of a secret: `projects/<project>/secrets/<secret>/versions/<version>`. */
const VERSION = /^(projects\/[a-z0-9-]+\/secrets\/[A-Za-z0-9_-]+)\/versions\/(\d+|latest)$/;

/** What the service's Compose file sets, and what differs here. */
export function environmentOf(props: CloudRunProps): CloudRunV2ServiceTemplateContainersEnv[] {
  return variables({ ...composeEnvironment(props), ...props.environment });
}

/** Variables as the provider takes them, sorted. */
export function variables(all: Record<string, string>): CloudRunV2ServiceTemplateContainersEnv[] {
  return Object.entries(all)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => ({ name, value }));
}

/** The secret that the service's Compose file asks for, as a volume. */
export function secretVolume(props: CloudRunProps): CloudRunV2ServiceTemplateVolumes | undefined {
  const [name] = secretNames(props);
  if (name === undefined) return undefined;
  const [, secret = "", version = ""] = VERSION.exec(props.app.secrets![name]!)!;
  return { name: "secret", secret: { secret, items: [{ path: name, version }] } };
}

/** Where the volume is seen in the container. */
export const SECRET_MOUNT = { name: "secret", mountPath: SECRETS_FOLDER };

/** What is wrong with the app as something that runs here. */
export function containerProblems(props: CloudRunProps, pinned: boolean): Finding[] {
  const { app, service } = props;
  const wanted = app.compose.services[service];
  if (!wanted) {
    const names = Object.keys(app.compose.services).join(", ");
    return [must(false, "service", `be one of ${names}`, service)];
  }
  const names = secretNames(props);
  return [
    must(
      wanted.image === RELEASE,
      "service",
      "be that of the release",
      service,
      "databases and proxies are other services of Google's here",
    ),
    must(
      isPlain(wanted["environment"]),
      `app.compose.services.${service}.environment`,
      "be names and texts",
    ),
    must(
      names.length <= 1,
      `app.compose.services.${service}.secrets`,
      "be one at most",
      names,
      "Cloud Run mounts one secret a folder: put the values into one file",
    ),
    ...names.map((name) => secretProblem(name, app.secrets?.[name], pinned)),
  ];
}

function secretProblem(name: string, version: string | undefined, pinned: boolean): Finding {
  if (version === undefined) return must(false, `app.secrets.${name}`, "name its version");
  const words = "be projects/<project>/secrets/<secret>/versions/<version>";
  return (
    matching(`app.secrets.${name}`, version, VERSION, words) ||
    must(
      !pinned || !version.endsWith("/latest"),
      `app.secrets.${name}`,
      "name a version by its number in prod: with latest there is no going back",
      version,
    )
  );
}

function composeEnvironment({ app, service }: CloudRunProps): Record<string, string> {
  return (app.compose.services[service]?.["environment"] ?? {}) as Record<string, string>;
}

function secretNames({ app, service }: CloudRunProps): string[] {
  return (app.compose.services[service]?.["secrets"] ?? []) as string[];
}

/** Whether an environment is names and texts, or none. */
export function isPlain(environment: unknown): boolean {
  if (environment === undefined) return true;
  const values = Object.values(environment as object);
  return !Array.isArray(environment) && values.every((value) => typeof value === "string");
}
