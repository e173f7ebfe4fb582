import type { HandOver } from "../hand-over.ts";
import type { StandIn } from "./stand-in.ts";

/** Where music-library stands in these tests. */
export const PARAMETER = "/acme/dev/music-library/release";
export const IMAGE_PARAMETER = "/acme/dev/music-library/image";
const NAME = "acme-dev-music-library";
const HOST = "111122223333.dkr.ecr.eu-west-1.amazonaws.com";
export const WEB = `${NAME}-web`;
export const WORKER = `${NAME}-worker`;
export const MIGRATE = `${NAME}-migrate`;
export const REPOSITORY = `${HOST}/${NAME}`;

/** Two images that are in the repository. */
export interface Images {
  readonly first: string;
  readonly second: string;
}

/** What a task definition says beside its image, and must say after a release. */
export const KEPT = {
  networkMode: "awsvpc",
  requiresCompatibilities: ["FARGATE"],
  cpu: "256",
  memory: "512",
  executionRoleArn: "arn:aws:iam::123456789012:role/execution",
  taskRoleArn: "arn:aws:iam::123456789012:role/task",
} as const;
const SECRETS = [
  { name: "SECRET_KEY", valueFrom: "arn:aws:secretsmanager:eu-west-1:1:secret:key" },
];
// moto wants both of each container.
const SIZE = { cpu: 128, memory: 256 };
const ROUTER = { ...SIZE, name: "log-router", image: "router@sha256:0", essential: true };
export const TAGS = [{ key: "App", value: "music-library" }];

/** Sets a platform up as Terraform would: a cluster, three families, two services, images, parameters. */
export async function platform(
  aws: StandIn,
  more: Partial<HandOver> = {},
  families: readonly string[] = [MIGRATE, WORKER, WEB],
): Promise<Images> {
  await aws.empty();
  const subnets = [await aws.subnet()];
  await aws.ask("ecs", "create-cluster", { clusterName: NAME });
  await aws.ask("ecr", "create-repository", { repositoryName: NAME });
  const [first, second] = [await push(aws, "first"), await push(aws, "second")];
  for (const family of families) {
    const app = {
      ...SIZE,
      name: "app",
      image: `${REPOSITORY}@${first}`,
      essential: true,
      secrets: SECRETS,
    };
    const containerDefinitions = [app, ROUTER];
    const given = { ...KEPT, family, containerDefinitions, tags: TAGS };
    await aws.ask("ecs", "register-task-definition", given);
  }
  const network = {
    networkConfiguration: { awsvpcConfiguration: { subnets, securityGroups: [] } },
  };
  const services = families.filter((family) => family !== MIGRATE);
  for (const name of services) {
    const given = { cluster: NAME, serviceName: name, taskDefinition: name, desiredCount: 1 };
    await aws.ask("ecs", "create-service", given);
  }
  const migration = { cluster: NAME, taskDefinition: MIGRATE, count: 1, launchType: "FARGATE" };
  const handOver = {
    engine: "ecs",
    cluster: NAME,
    service: WEB,
    container: "app",
    containerPort: "8000",
    application: "",
    deploymentGroup: "",
    hooks: [],
    imageParameter: IMAGE_PARAMETER,
    repository: REPOSITORY,
    inUseTag: "in-use-dev",
    migration: JSON.stringify({ ...migration, ...network }),
    services,
    families,
    ...more,
  };
  await put(aws, PARAMETER, JSON.stringify(handOver));
  await put(aws, IMAGE_PARAMETER, first);
  return { first, second };
}

/** What a parameter holds. */
export async function valueAt(aws: StandIn, Name: string): Promise<string> {
  const answer = await aws.ask<{ Parameter: { Value: string } }>("ssm", "get-parameter", { Name });
  return answer.Parameter.Value;
}

async function put(aws: StandIn, Name: string, Value: string): Promise<void> {
  await aws.ask("ssm", "put-parameter", { Name, Value, Type: "String" });
}

async function push(aws: StandIn, what: string): Promise<string> {
  const imageManifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: "application/vnd.docker.distribution.manifest.v2+json",
    config: { mediaType: "application/vnd.docker.container.image.v1+json", size: 1, digest: what },
    // moto makes the digest of these.
    layers: [{ digest: what }],
  });
  const pushed = { repositoryName: NAME, imageManifest, imageTag: what };
  const answer = await aws.ask<{ image: { imageId: { imageDigest: string } } }>(
    "ecr",
    "put-image",
    pushed,
  );
  const { imageDigest } = answer.image.imageId;
  // moto scans nothing by itself.
  await aws.ask("ecr", "start-image-scan", { repositoryName: NAME, imageId: { imageDigest } });
  return imageDigest;
}
