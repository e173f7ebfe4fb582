import { type HandOver, migrationOf } from "./hand-over.ts";
import { nameOf } from "./revisions.ts";
import { ReleaseFailed, until, type World } from "./world.ts";

/** A task, as far as a release looks at it. */
interface Task {
  readonly taskArn: string;
  readonly lastStatus: string;
  readonly stoppedReason?: string;
  readonly containers?: readonly { readonly name: string; readonly exitCode?: number }[];
}

/** What AWS says of tasks, and of those that it could not start or find. */
interface Tasks {
  readonly tasks?: readonly Task[];
  readonly failures?: readonly { readonly arn?: string; readonly reason?: string }[];
}

/**
 * Runs the migration and waits for its end. Nothing else has been changed yet.
 *
 * @param revision ARN of the revision with the new image
 * @throws ReleaseFailed where it did not start, or did not end with 0
 */
export async function migrate(world: World, handOver: HandOver, revision: string): Promise<void> {
  const { cluster, container } = handOver;
  const { aws, say } = world;
  const name = nameOf(revision);
  const input = { ...migrationOf(handOver), taskDefinition: revision };
  const { tasks = [], failures = [] } = await aws.call<Tasks>("ecs", "run-task", input);
  const [started] = tasks;
  if (!started) {
    const reasons = failures.map(({ reason }) => reason).join(", ");
    throw new ReleaseFailed(`${name} did not start: ${reasons || "AWS says no reason"}`);
  }
  say(`${name} runs: ${started.taskArn}`);
  const asked = { cluster, tasks: [started.taskArn] };
  const ended = await until(
    world,
    async () => {
      const answer = await aws.call<Tasks>("ecs", "describe-tasks", asked);
      return answer.tasks?.find(({ lastStatus }) => lastStatus === "STOPPED");
    },
    `${name} has not ended: ${started.taskArn}; look at its log, and stop it before you release again`,
  );
  const code = ended.containers?.find((each) => each.name === container)?.exitCode;
  if (code === 0) return say(`${name} ended well`);
  const how =
    code === undefined ? (ended.stoppedReason ?? "no reason is told") : `exit code ${code}`;
  throw new ReleaseFailed(`${name} failed: ${how}; its log says more: task ${started.taskArn}`);
}
