import { nameOf } from "./revisions.ts";
import { ReleaseFailed, until, type World } from "./world.ts";

/** One deployment of a service, whichever way requests move. */
interface Deployment {
  readonly serviceDeploymentArn: string;
  readonly status: string;
  readonly statusReason?: string;
}

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
  const { aws, say } = world;
  if ((await revisionOf(world, cluster, service)) === revision) {
    return say(`${service} runs ${nameOf(revision)} already`);
  }
  const list = async () => {
    const answer = await aws.call<{ serviceDeployments?: readonly Deployment[] }>(
      "ecs",
      "list-service-deployments",
      { cluster, service },
    );
    return answer.serviceDeployments ?? [];
  };
  const before = (await list()).map((each) => each.serviceDeploymentArn);
  await setRevision(world, cluster, service, revision);
  const ended = await until(
    world,
    async () => {
      const ours = (await list()).find((each) => !before.includes(each.serviceDeploymentArn));
      return ours && ENDED.includes(ours.status) ? ours : undefined;
    },
    `${service} is still under way to ${nameOf(revision)}`,
  );
  if (ended.status === "SUCCESSFUL") return say(`${service} runs ${nameOf(revision)}`);
  const why = ended.statusReason ? `: ${ended.statusReason}` : "";
  throw new ReleaseFailed(`${service} did not take ${nameOf(revision)}: ${ended.status}${why}`);
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
