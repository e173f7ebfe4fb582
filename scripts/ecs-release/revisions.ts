import { type Described, imageOf, withImage } from "./task-definition.ts";
import type { World } from "./world.ts";

/**
 * The revision of a family that runs an image: the newest where it does already, or one that is
 * registered now.
 *
 * @returns its ARN
 */
export async function revisionWith(
  { aws, say }: World,
  family: string,
  container: string,
  image: string,
): Promise<string> {
  const asked = { taskDefinition: family, include: ["TAGS"] };
  const newest = await aws.call<Described>("ecs", "describe-task-definition", asked);
  if (imageOf(newest, container) === image) return newest.taskDefinition.taskDefinitionArn;
  const { taskDefinition } = await aws.call<Described>(
    "ecs",
    "register-task-definition",
    withImage(newest, container, image),
  );
  say(`registered ${nameOf(taskDefinition.taskDefinitionArn)}`);
  return taskDefinition.taskDefinitionArn;
}

/** What people call a revision: family and number. */
export function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
