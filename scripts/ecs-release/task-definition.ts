/** A task definition as AWS describes it, with its tags beside it. */
export interface Described {
  readonly taskDefinition: Readonly<Record<string, unknown>> & {
    readonly family: string;
    readonly taskDefinitionArn: string;
    readonly containerDefinitions: readonly Container[];
  };
  readonly tags?: readonly { readonly key: string; readonly value: string }[];
}

/** One container: what a release looks at, and all else that it has. */
export type Container = Readonly<Record<string, unknown>> & {
  readonly name: string;
  readonly image: string;
};

/** What `register-task-definition` takes. Everything in it is as it was, but for an image. */
export type Registrable = Readonly<Record<string, unknown>> & {
  readonly family: string;
  readonly containerDefinitions: readonly Container[];
};

/**
 * What registering takes: the members of RegisterTaskDefinition in the model of botocore 1.44.5. What
 * AWS tells beside these is of the revision (its number, state, who registered it) and refused in a
 * request, so anything that AWS adds to its answers some day is left out, too.
 */
const TAKEN = [
  "family",
  "taskRoleArn",
  "executionRoleArn",
  "networkMode",
  "containerDefinitions",
  "volumes",
  "placementConstraints",
  "requiresCompatibilities",
  "cpu",
  "memory",
  "pidMode",
  "ipcMode",
  "proxyConfiguration",
  "inferenceAccelerators",
  "ephemeralStorage",
  "runtimePlatform",
  "enableFaultInjection",
  "trustedExecutionConfiguration",
];

/** Members of an answer that belong to the revision, and are therefore not carried over. */
export const OF_THE_REVISION = [
  "taskDefinitionArn",
  "revision",
  "status",
  "requiresAttributes",
  "compatibilities",
  "registeredAt",
  "registeredBy",
  "deregisteredAt",
  "deleteRequestedAt",
];

/** No revision can be made of a task definition. */
export class NoRevision extends Error {
  constructor(message: string) {
    super(message);
    this.name = "NoRevision";
  }
}

/** The image that a container runs. */
export function imageOf({ taskDefinition }: Described, container: string): string {
  const { family, containerDefinitions } = taskDefinition;
  const found = containerDefinitions.find(({ name }) => name === container);
  if (found) return found.image;
  const names = containerDefinitions.map(({ name }) => name).join(", ");
  throw new NoRevision(`${family} has no container ${container}; it has ${names || "none"}`);
}

/**
 * The same task with another image in one of its containers; secrets, roles, tags and all else stay.
 *
 * @param image name and digest: what a tag says tomorrow is nobody's release
 * @throws NoRevision where the image has no digest or the container is not there
 */
export function withImage(described: Described, container: string, image: string): Registrable {
  const { taskDefinition, tags = [] } = described;
  const { family } = taskDefinition;
  if (!/^[^@\s]+@sha256:[0-9a-f]{64}$/.test(image)) {
    throw new NoRevision(`${family}: the image must be <name>@sha256:<64 digits>, got ${image}`);
  }
  imageOf(described, container);
  const kept = Object.entries(taskDefinition).filter(([name]) => TAKEN.includes(name));
  return {
    ...Object.fromEntries(kept),
    family,
    containerDefinitions: taskDefinition.containerDefinitions.map((each) =>
      each.name === container ? { ...each, image } : each,
    ),
    // An empty list is refused.
    ...(tags.length > 0 && { tags }),
  };
}
