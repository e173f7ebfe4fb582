import { ServiceScaling } from "@groundplan/aws/autoscaling";
import {
  type FargateApp,
  FargateService,
  OneOffTask,
  ScheduledTask,
} from "@groundplan/aws/fargate-service";
import type { Stage } from "@groundplan/core/stage";
import type { Construct } from "constructs";
import type { Data } from "./data.ts";
import { DATABASE } from "./data-props.ts";
import {
  CATCH_UP,
  COMMANDS,
  catchUpOf,
  type SetUp,
  setUpCommand,
  workersOf,
} from "./process-props.ts";
import type { MusicLibrarySettings } from "./settings.ts";

/** Messages that may wait for each worker: a minute's work, at half a second each. */
const MESSAGES_PER_WORKER = 120;

/** What runs beside the API. */
export interface Processes {
  readonly worker: FargateService;
  readonly catchUp: ScheduledTask;
  readonly migrate: OneOffTask;
  readonly setUp: OneOffTask;
}

/** What they work with. */
interface Surrounding {
  readonly data: Data;
  readonly setUp: SetUp;
  readonly settings: MusicLibrarySettings;
}

/** What runs beside the API, from the same image: the worker, what the clock starts, and what a release starts. */
export function createProcesses(
  scope: Construct,
  app: FargateApp,
  stage: Stage,
  { data: { jobs, database }, setUp, settings }: Surrounding,
): Processes {
  const workers = workersOf(stage, settings);
  const worker = new FargateService(scope, "worker", {
    app,
    process: "worker",
    command: COMMANDS.worker,
    deployOwner: "pipeline",
    count: workers.min,
    countOwner: "autoscaling",
  });
  new ServiceScaling(scope, "worker-scaling", {
    service: worker,
    ...workers,
    cpuPercent: "off",
    backlog: { queueName: jobs.name, messagesPerTask: MESSAGES_PER_WORKER },
  });
  return {
    worker,
    catchUp: new ScheduledTask(scope, CATCH_UP, {
      app,
      process: CATCH_UP,
      command: COMMANDS.catchUp,
      schedule: catchUpOf(settings),
    }),
    migrate: new OneOffTask(scope, "migrate", {
      app,
      process: "migrate",
      command: COMMANDS.migrate,
    }),
    // Once, by a person: as the database's master and search's, it lets everything else in.
    setUp: new OneOffTask(scope, "set-up", {
      app,
      process: "set-up",
      command: setUpCommand(setUp),
      runAs: settings.search.adminRoleArn,
      environment: { DATABASE_USER: DATABASE.master },
      secrets: {
        DATABASE_PASSWORD: { secretArn: database.masterSecretArn, jsonKey: "password" },
      },
    }),
  };
}
