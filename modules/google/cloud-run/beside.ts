import type { CloudRunV2ServiceTemplateContainers } from "@cdktf/provider-google/lib/cloud-run-v2-service/index.js";
import { between, type Finding, matching, must } from "@groundplan/core/problems";
import { digestProblem } from "../vm-host/index.ts";
import { isPlain, variables } from "./container.ts";
import type { CloudRunProps } from "./props.ts";

/** What runs in the same instance, each ready before the service starts. */
export function besideContainers({
  app,
  beside = {},
}: CloudRunProps): CloudRunV2ServiceTemplateContainers[] {
  return Object.entries(beside).map(([name, { healthPort, healthPath }]) => {
    const { image, command, environment = {} } = app.compose.services[name]!;
    return {
      name,
      image,
      args: command as string[] | undefined,
      env: variables(environment as Record<string, string>),
      startupProbe: {
        httpGet: { path: healthPath, port: healthPort },
        periodSeconds: 2,
        timeoutSeconds: 2,
        failureThreshold: 30,
      },
    };
  });
}

/** What is wrong with what runs beside. */
export function besideProblems({ app, service, beside = {} }: CloudRunProps): Finding[] {
  return Object.entries(beside).flatMap(([name, { healthPort, healthPath }]) => {
    const wanted = app.compose.services[name];
    const at = `app.compose.services.${name}`;
    return [
      must(wanted !== undefined && name !== service, `beside.${name}`, "be another service of app"),
      wanted && digestProblem(`${at}.image`, wanted.image),
      wanted && must(isPlain(wanted["environment"]), `${at}.environment`, "be names and texts"),
      wanted && must(isWords(wanted["command"]), `${at}.command`, "be a list of words"),
      between(`beside.${name}.healthPort`, healthPort, 1, 65_535),
      matching(`beside.${name}.healthPath`, healthPath, /^\/\S*$/, "be a path that begins with /"),
    ];
  });
}

function isWords(command: unknown): boolean {
  if (command === undefined) return true;
  return Array.isArray(command) && command.every((word) => typeof word === "string");
}
