import {
  CloudwatchLogGroup,
  type CloudwatchLogGroupConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-log-group/index.js";
import {
  EcsTaskDefinition,
  type EcsTaskDefinitionConfig,
} from "@cdktf/provider-aws/lib/ecs-task-definition/index.js";
import { nameProblem } from "@groundplan/core/naming";
import { between, check, type Finding, must } from "@groundplan/core/problems";
import { Construct } from "constructs";
import { arnOf, locationOf } from "../account/index.ts";
import { type ContainerHealthCheck, containersJson, healthCheckProblems } from "./container.ts";
import { containersOf } from "./containers.ts";
import { DEFAULTS } from "./defaults.ts";
import { type Environment, environmentProblems } from "./environment.ts";
import type { FargateApp } from "./fargate-app.ts";
import type { LogTarget } from "./logs.ts";
import { needProblems, type TaskUses } from "./network-needs.ts";
import { type Secrets, secretProblems } from "./secrets.ts";
import { type TaskSize, taskSizeProblem } from "./task-size.ts";
import { appVolumes, taskVolumes } from "./volumes.ts";

/** What every process says of itself, whether it stays or ends. */
export interface ProcessProps {
  /** The application that it belongs to. */
  readonly app: FargateApp;

  /** Name of the process: `web`, `worker`, `migrate`. Changing it replaces its tasks and its logs. */
  readonly process: string;

  /**
   * What the container runs. A change deploys.
   *
   * @default the image's own command
   */
  readonly command?: readonly string[];

  /**
   * Size of a task. A change deploys.
   *
   * @default the application's
   */
  readonly size?: TaskSize;

  /**
   * Variables beside the application's, or other values for them. A change deploys.
   *
   * @default {}
   */
  readonly environment?: Environment;

  /**
   * Secrets beside the application's. A change deploys.
   *
   * @default {}
   */
  readonly secrets?: Secrets;

  /**
   * Seconds between the request to stop and the end, 2 to 120. A change deploys.
   *
   * @default 30 in dev, 120 in prod
   */
  readonly stopTimeoutSeconds?: number;
}

/** What a task definition is made with. */
export interface TaskDefinitionProps extends ProcessProps {
  /** Port that the application listens on. @default none */
  readonly port?: { readonly number: number; readonly name: string; readonly protocol?: string };

  /** How ECS asks the application whether it is well. @default it does not ask */
  readonly healthCheck?: ContainerHealthCheck;

  /** Whether shell sessions are possible. */
  readonly exec: boolean;

  /** Whether revisions also come from outside. */
  readonly followsNewestRevision: boolean;

  /** Last word on each resource; shallow. */
  readonly overrides?: {
    readonly taskDefinition?: Partial<EcsTaskDefinitionConfig>;
    readonly logGroup?: Partial<CloudwatchLogGroupConfig>;
  };
}

/**
 * The task of one process: its containers, its log group, and the rights to start it.
 *
 * Revisions in prod stay registered after a newer one, so that what still runs can start again.
 */
export class TaskDefinition extends Construct {
  readonly definition: EcsTaskDefinition;
  readonly logGroup: CloudwatchLogGroup;
  readonly app: FargateApp;
  readonly family: string;
  readonly size: TaskSize;
  /** Where the lines of the process go. */
  readonly logTarget: LogTarget;

  constructor(scope: Construct, id: string, props: TaskDefinitionProps) {
    super(scope, id);
    const { app, process } = props;
    this.app = app;
    this.family = `${app.props.name}-${process}`;
    this.size = props.size ?? app.size;
    this.logTarget = {
      group: `/${app.props.name}/${process}`,
      region: locationOf(this).region,
      streamPrefix: process,
    };
    const secrets = { ...app.props.secrets, ...props.secrets };
    const uses = usesOf(props, secrets);
    check(scope, problemsOf(props, this.family, uses));

    this.logGroup = this.createLogGroup(props);
    app.executionRole.allowImages(uses.images);
    app.executionRole.allowSecrets(uses.secrets);
    app.executionRole.allowLogGroup(this.logGroup.arn);
    if (props.exec) app.taskRole.allowExec(app.props.cluster.execAudit!);
    this.definition = this.createDefinition(props, secrets);
  }

  /**
   * ARN of the newest revision, whichever that is: what schedules name. Known at synth where the
   * account is, so that a release does not edit the schedule.
   */
  get newestRevisionArn(): string {
    return locationOf(this).accountId === "*"
      ? this.definition.arnWithoutRevision
      : arnOf(this, "ecs", `task-definition/${this.family}`);
  }

  /** ARNs of the family and of all its revisions, for policies: IAM sees either. */
  get startableArns(): string[] {
    const family = arnOf(this, "ecs", `task-definition/${this.family}`);
    return [family, `${family}:*`];
  }

  private createLogGroup({ app, overrides }: TaskDefinitionProps): CloudwatchLogGroup {
    const { logs = {}, stage } = app.props;
    return new CloudwatchLogGroup(this, "log", {
      retentionInDays: logs.retentionDays ?? DEFAULTS.retentionDays[stage],
      kmsKeyId: logs.kmsKeyArn,
      skipDestroy: DEFAULTS.keepLogs[stage],
      ...overrides?.logGroup,
      name: this.logTarget.group,
    });
  }

  private createDefinition(props: TaskDefinitionProps, secrets: Secrets): EcsTaskDefinition {
    const { app } = props;
    const { stage, ephemeralStorageGiB, hardening = {}, volumes = {} } = app.props;
    const tmpMiB = hardening.tmpMiB ?? DEFAULTS.tmpMiB[stage];
    // A writable root needs no places of its own for a shell.
    const places = appVolumes(volumes, tmpMiB, props.exec && !hardening.writableRoot);
    const containers = containersOf(app.props, {
      command: props.command,
      environment: { ...app.props.environment, ...props.environment },
      secrets,
      port: props.port,
      healthCheck: props.healthCheck,
      stopTimeoutSeconds: props.stopTimeoutSeconds ?? DEFAULTS.stopTimeoutSeconds[stage],
      volumes: places,
      log: this.logTarget,
    });
    return new EcsTaskDefinition(this, "Default", {
      cpu: String(this.size.cpuUnits),
      memory: String(this.size.memoryMiB),
      runtimePlatform: { cpuArchitecture: app.architecture, operatingSystemFamily: "LINUX" },
      ephemeralStorage: ephemeralStorageGiB ? { sizeInGib: ephemeralStorageGiB } : undefined,
      volume: taskVolumes(places),
      skipDestroy: DEFAULTS.keepRevisions[stage],
      trackLatest: props.followsNewestRevision,
      ...props.overrides?.taskDefinition,
      family: this.family,
      containerDefinitions: containersJson(containers),
      requiresCompatibilities: ["FARGATE"],
      networkMode: "awsvpc",
      executionRoleArn: app.executionRole.role.arn,
      taskRoleArn: app.role.arn,
      // The agent does not make the group: tasks that start before it is there fail.
      dependsOn: [this.logGroup],
    });
  }
}

function usesOf({ app, exec }: TaskDefinitionProps, secrets: Secrets): TaskUses {
  const { image, logs = {}, sidecars = {} } = app.props;
  const others = Object.values(sidecars);
  return {
    images: [image, ...(logs.firelens ? [logs.firelens.image] : []), ...others.map((s) => s.image)],
    secrets: [
      secrets,
      logs.firelens?.secretOptions ?? {},
      ...others.map((s) => s.secrets ?? {}),
    ].flatMap((map) => Object.values(map)),
    exec,
    calls: app.props.calls,
  };
}

function problemsOf(props: TaskDefinitionProps, family: string, uses: TaskUses): Finding[] {
  const { app, environment = {}, secrets = {} } = props;
  const shared = app.props;
  const taken = Object.keys({ ...shared.secrets, ...secrets });
  return [
    nameProblem("process", "task-family", family),
    ...(props.size ? [taskSizeProblem("size", props.size)] : []),
    ...environmentProblems("environment", environment, taken),
    ...secretProblems("secrets", secrets),
    ...Object.keys(secrets).map((name) =>
      must(
        !(name in (shared.environment ?? {})),
        `secrets.${name}`,
        "not be in the application's environment as well",
      ),
    ),
    ...healthCheckProblems("healthCheck", props.healthCheck),
    between("stopTimeoutSeconds", props.stopTimeoutSeconds, 2, 120),
    between("port", props.port?.number, 1, 65535),
    ...(shared.placement?.publicAddress ? [] : needProblems("network", uses, shared.network)),
  ];
}
