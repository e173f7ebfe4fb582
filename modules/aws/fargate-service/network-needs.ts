import { type Finding, must } from "@groundplan/core/problems";
import { missingEndpoints, type Reach } from "../vpc/missing-endpoints.ts";
import { ecrRepositoryArn, type ImageSource } from "./image.ts";
import { isParameter, type SecretSource } from "./secrets.ts";

/** What a task uses beyond its network. */
export interface TaskUses {
  readonly images: readonly ImageSource[];
  readonly secrets: readonly SecretSource[];
  /** Shell sessions. */
  readonly exec: boolean;
  /** What the application itself calls, as in the names of endpoints. Default: nothing. */
  readonly calls?: readonly string[];
}

/** A service outside the network and what it is needed for. */
export interface Need {
  /** As in the name of its endpoint: `ecr.api`. `internet`: there is no endpoint for it. */
  readonly service: string;
  readonly reason: string;
}

/** What must be reachable for the tasks to start and to be looked into. Each service once. */
export function needsOf({ images, secrets, exec, calls = [] }: TaskUses): Need[] {
  const needs: Need[] = [{ service: "logs", reason: "logs" }];
  const ecr = images.filter((image) => ecrRepositoryArn(image) !== undefined);
  if (ecr.length > 0) {
    needs.push(
      { service: "ecr.api", reason: "images" },
      { service: "ecr.dkr", reason: "images" },
      { service: "s3", reason: "layers of images" },
    );
  }
  for (const { repository } of images.filter((image) => !ecr.includes(image))) {
    needs.push({ service: "internet", reason: `image ${repository}` });
  }
  if (secrets.some(isParameter)) needs.push({ service: "ssm", reason: "parameters" });
  if (secrets.some((source) => !isParameter(source))) {
    needs.push({ service: "secretsmanager", reason: "secrets" });
  }
  if (exec) {
    needs.push(
      { service: "ssmmessages", reason: "shell sessions" },
      { service: "kms", reason: "encryption of shell sessions" },
    );
  }
  const found = needs.map(({ service }) => service);
  const others = calls.filter((service) => !found.includes(service));
  return [...needs, ...others.map((service) => ({ service, reason: "the application" }))];
}

/**
 * Checks that a network without a way out has an endpoint for everything that the tasks need.
 * Without one the image or a secret does not arrive, and the apply looks as if it had succeeded.
 */
export function needProblems(prop: string, uses: TaskUses, network: Reach): Finding[] {
  const needs = needsOf(uses);
  const missing = missingEndpoints(
    network,
    needs.map(({ service }) => service),
  );
  const named = needs.filter(({ service }) => missing.includes(service));
  return [
    must(
      missing.length === 0,
      prop,
      `reach ${named.map(({ service, reason }) => `${service} (${reason})`).join(", ")}`,
      network.endpointServices.length === 0 ? "no endpoints" : network.endpointServices.join(", "),
      "add the endpoints or give the network egress",
    ),
  ];
}
