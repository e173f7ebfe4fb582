import { nameOf } from "./revisions.ts";
import { ReleaseFailed, until, type World } from "./world.ts";

/** One deployment of a service, whichever way requests move. */
interface Deployment {
  readonly serviceDeploymentArn: string;
  readonly status: string;
  readonly statusReason?: string;
}

/** Some of the service's deployments, and how to ask for more. */
interface Page {
  readonly serviceDeployments?: readonly Deployment[];
  readonly nextToken?: string;
}

/** How often ECS is looked at while it takes a deployment back. */
const LOOKS_BACK = 30;

/** How deployments end. Source: status of ServiceDeploymentBrief in the model of botocore 1.44.5. */
const ENDED = ["SUCCESSFUL", "STOPPED", "ROLLBACK_SUCCESSFUL", "ROLLBACK_FAILED"];

/** ARN of the revision that a service is set to. */
export async function revisionOf(
  { aws }: World,
  cluster: string,
  service: string,
): Promise<string> {
  const asked = { cluster, services: [service] };
  const { services = [] } = await aws.call<{
    services?: readonly { readonly taskDefinition: string; readonly status?: string }[];
  }>("ecs", "describe-services", asked);
  const found = services.find(({ status }) => status !== "INACTIVE");
  if (!found) throw new ReleaseFailed(`there is no service ${service} in ${cluster}`);
  return found.taskDefinition;
}

/**
 * Has ECS replace the tasks of a service, and waits until it has, in the way in which the service is
 * set up: task by task, or into a second target group. ECS takes a bad one back itself.
 *
 * @throws ReleaseFailed where the old tasks stay, or where it takes too long
 */
export async function shiftByEcs(
  world: World,
  cluster: string,
  service: string,
  revision: string,
): Promise<void> {
  const { say } = world;
  if ((await revisionOf(world, cluster, service)) === revision) {
    return say(`${service} runs ${nameOf(revision)} already`);
  }
  const before = (await deploymentsOf(world, cluster, service)).map(arnOf);
  await setRevision(world, cluster, service, revision);
  const ours = async () =>
    (await deploymentsOf(world, cluster, service)).find((each) => !before.includes(arnOf(each)));
  const ended = await until(
    world,
    async () => endedOf(await ours()),
    `${service} is still under way to ${nameOf(revision)}`,
  ).catch(async (error: unknown) => {
    const under = await ours();
    if (under) await takeBack(world, service, under, ours);
    throw error;
  });
  if (ended.status === "SUCCESSFUL") return say(`${service} runs ${nameOf(revision)}`);
  const why = ended.statusReason ? `: ${ended.statusReason}` : "";
  throw new ReleaseFailed(`${service} did not take ${nameOf(revision)}: ${ended.status}${why}`);
}

/** Has ECS take a deployment back that has not ended, and waits until it has. */
async function takeBack(
  world: World,
  service: string,
  deployment: Deployment,
  look: () => Promise<Deployment | undefined>,
): Promise<void> {
  const { serviceDeploymentArn } = deployment;
  const stop = { serviceDeploymentArn, stopType: "ROLLBACK" };
  await world.aws.call("ecs", "stop-service-deployment", stop);
  world.say(`${service} is taken back by ECS`);
  const patience = { looks: LOOKS_BACK };
  const message = `${service} is still on its way back`;
  await until({ ...world, patience }, async () => endedOf(await look()), message);
}

/** Every deployment that ECS remembers of a service. */
async function deploymentsOf(
  { aws }: World,
  cluster: string,
  service: string,
): Promise<readonly Deployment[]> {
  const found: Deployment[] = [];
  let nextToken: string | undefined;
  do {
    const asked = { cluster, service, maxResults: 100, ...(nextToken && { nextToken }) };
    const page = await aws.call<Page>("ecs", "list-service-deployments", asked);
    found.push(...(page.serviceDeployments ?? []));
    nextToken = page.nextToken;
  } while (nextToken);
  return found;
}

function endedOf(deployment: Deployment | undefined): Deployment | undefined {
  return deployment && ENDED.includes(deployment.status) ? deployment : undefined;
}

function arnOf({ serviceDeploymentArn }: Deployment): string {
  return serviceDeploymentArn;
}

/** Sets a service to a revision, and waits for nothing. */
export async function setRevision(
  { aws, say }: World,
  cluster: string,
  service: string,
  taskDefinition: string,
): Promise<void> {
  await aws.call("ecs", "update-service", { cluster, service, taskDefinition });
  say(`${service} goes to ${nameOf(taskDefinition)}`);
}
