import type { WeightsOwner } from "../load-balancer/target.ts";

/**
 * Who puts new images into a service.
 *
 * - `terraform`: an apply deploys; the image stands in the code or in the pipeline's parameter.
 * - `pipeline`: a pipeline registers revisions and updates the service.
 * - `codedeploy`: CodeDeploy replaces the task set and moves the listener.
 * - `ecs-blue-green`: an apply or a pipeline starts it, ECS moves the listener rule's weights.
 */
export type DeployOwner = "terraform" | "pipeline" | "codedeploy" | "ecs-blue-green";

/** Who says how many tasks run: the code, or the autoscaler. */
export type CountOwner = "fixed" | "autoscaling";

/** Arguments of the service that each deployer changes behind Terraform's back. */
const CHANGED_BY: Readonly<Record<DeployOwner, readonly string[]>> = {
  terraform: [],
  pipeline: ["task_definition"],
  // With this controller ECS takes these only from a deployment, not from an update of the service.
  codedeploy: [
    "task_definition",
    "load_balancer",
    "capacity_provider_strategy",
    "network_configuration",
    "platform_version",
  ],
  // ECS swaps the roles of the two target groups (terraform-provider-aws#45678).
  "ecs-blue-green": ["load_balancer"],
};

/**
 * What Terraform leaves alone on a service. The resource keeps one address whoever owns what, so a
 * change of owner changes nothing but this list.
 *
 * @param adopting whether ECS is told of a second target group now
 */
export function ignoredArguments(
  deploys: DeployOwner,
  counts: CountOwner,
  adopting = false,
): string[] {
  const theirs = CHANGED_BY[deploys].filter((name) => !(adopting && name === "load_balancer"));
  return [...theirs, ...(counts === "autoscaling" ? ["desired_count"] : [])];
}

/** True when revisions come from outside, so that Terraform has to look at the newest one. */
export function followsNewestRevision(deploys: DeployOwner, imageIsReleased: boolean): boolean {
  return imageIsReleased || deploys === "pipeline" || deploys === "codedeploy";
}

/** Who must own the weights of the route that a service gets its requests by. */
export function weightsOwnerOf(deploys: DeployOwner): WeightsOwner {
  return deploys === "pipeline" ? "terraform" : deploys;
}
