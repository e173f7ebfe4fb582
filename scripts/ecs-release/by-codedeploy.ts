import { createHash } from "node:crypto";
import { appspec } from "./appspec.ts";
import type { HandOver } from "./hand-over.ts";
import { nameOf } from "./revisions.ts";
import { ReleaseFailed, until, type World } from "./world.ts";

/** A deployment, as far as a release looks at it. */
interface Deployment {
  readonly status: string;
  readonly errorInformation?: { readonly code?: string; readonly message?: string };
}

/** How deployments end. Source: DeploymentStatus in the model of botocore 1.44.5. */
const ENDED = ["Succeeded", "Failed", "Stopped"];

/**
 * Has CodeDeploy move the requests of the service to a revision, and waits until it has. What takes too
 * long is stopped and taken back.
 *
 * @throws ReleaseFailed where the requests stay, or go back
 */
export async function shiftByCodeDeploy(
  world: World,
  handOver: HandOver,
  revision: string,
): Promise<void> {
  const { aws, say } = world;
  const { application, deploymentGroup, service } = handOver;
  const content = appspec({ ...handOver, taskDefinitionArn: revision });
  const { deploymentId } = await aws.call<{ deploymentId: string }>("deploy", "create-deployment", {
    applicationName: application,
    deploymentGroupName: deploymentGroup,
    description: `Release of ${nameOf(revision)}`,
    revision: {
      revisionType: "AppSpecContent",
      appSpecContent: { content, sha256: createHash("sha256").update(content).digest("hex") },
    },
  });
  say(`${service} goes to ${nameOf(revision)}: deployment ${deploymentId}`);
  const ended = await until(
    world,
    async () => {
      const { deploymentInfo } = await aws.call<{ deploymentInfo: Deployment }>(
        "deploy",
        "get-deployment",
        { deploymentId },
      );
      return ENDED.includes(deploymentInfo.status) ? deploymentInfo : undefined;
    },
    `${deploymentId} is still under way to ${nameOf(revision)}`,
  ).catch(async (error: unknown) => {
    await aws.call("deploy", "stop-deployment", { deploymentId, autoRollbackEnabled: true });
    say(`stopped ${deploymentId}; CodeDeploy takes it back`);
    throw error;
  });
  if (ended.status === "Succeeded") return say(`${service} runs ${nameOf(revision)}`);
  const { code = ended.status, message = "" } = ended.errorInformation ?? {};
  throw new ReleaseFailed(
    `${service} did not take ${nameOf(revision)}: ${[code, message].filter(Boolean).join(": ")}`,
  );
}
