import type { EcsTaskDefinitionVolume } from "@cdktf/provider-aws/lib/ecs-task-definition/index.js";
import { between, type Finding, matching, must, unique } from "@groundplan/core/problems";

/** A place that containers may write to. */
export type Volume = EfsVolume | ScratchVolume | TmpfsVolume;

interface Mounted {
  /** Absolute path in the application's container. */
  readonly mountPath: string;
  /** @default false */
  readonly readOnly?: boolean;
}

/** Files on EFS, through an access point, encrypted on the way and with the task role's rights. */
export interface EfsVolume extends Mounted {
  readonly efs: { readonly fileSystemId: string; readonly accessPointId: string };
}

/** Disk of the task, gone with it. Belongs to root, unless the image has the path as a volume. */
export interface ScratchVolume extends Mounted {
  readonly scratch: true;
}

/** Memory of the task as a file system, writable for every user, gone with the task. */
export interface TmpfsVolume extends Mounted {
  /** Size in MiB; counts against the task's memory. */
  readonly tmpfsMiB: number;
}

/** Volumes by name. A container refers to them by it. */
export type Volumes = Readonly<Record<string, Volume>>;

/** One mount of a container definition. */
export interface MountPoint {
  readonly sourceVolume: string;
  readonly containerPath: string;
  readonly readOnly: boolean;
}

/** One memory file system of a container definition. */
export interface TmpfsMount {
  readonly containerPath: string;
  readonly size: number;
  readonly mountOptions: readonly string[];
}

/** Paths that the agent of ECS Exec writes to; without them a read-only container has no shell. */
const EXEC_VOLUMES: Volumes = {
  // Source: aws/containers-roadmap#1359.
  "exec-agent": { scratch: true, mountPath: "/managed-agents" },
  "exec-state": { scratch: true, mountPath: "/var/lib/amazon" },
  "exec-log": { scratch: true, mountPath: "/var/log/amazon" },
};

/** The volumes of the application's container: the author's, `/tmp`, and what a shell needs. */
export function appVolumes(own: Volumes, tmpMiB: number, exec: boolean): Volumes {
  return {
    ...own,
    ...(tmpMiB > 0 && { tmp: { tmpfsMiB: tmpMiB, mountPath: "/tmp" } }),
    ...(exec && EXEC_VOLUMES),
  };
}

/** The task's volumes. Memory file systems belong to a container, not to the task. */
export function taskVolumes(volumes: Volumes): EcsTaskDefinitionVolume[] {
  return sorted(volumes).flatMap(([name, volume]) => {
    if ("tmpfsMiB" in volume) return [];
    if ("scratch" in volume) return [{ name }];
    return [
      {
        name,
        efsVolumeConfiguration: {
          fileSystemId: volume.efs.fileSystemId,
          transitEncryption: "ENABLED",
          authorizationConfig: { accessPointId: volume.efs.accessPointId, iam: "ENABLED" },
        },
      },
    ];
  });
}

/** Mounts of the application's container. */
export function mountPoints(volumes: Volumes): MountPoint[] {
  return sorted(volumes)
    .filter(([, volume]) => !("tmpfsMiB" in volume))
    .map(([sourceVolume, { mountPath, readOnly }]) => ({
      sourceVolume,
      containerPath: mountPath,
      readOnly: readOnly ?? false,
    }));
}

/** Memory file systems of the application's container. Fargate has them since January 2026. */
export function tmpfsMounts(volumes: Volumes): TmpfsMount[] {
  return sorted(volumes).flatMap(([, volume]) =>
    "tmpfsMiB" in volume
      ? [
          {
            containerPath: volume.mountPath,
            size: volume.tmpfsMiB,
            mountOptions: ["nosuid", "nodev"],
          },
        ]
      : [],
  );
}

/** Checks names, paths and sizes. */
export function volumeProblems(prop: string, volumes: Volumes, memoryMiB: number): Finding[] {
  const inMemory = tmpfsMounts(volumes).reduce((sum, { size }) => sum + size, 0);
  return [
    ...Object.entries(volumes).flatMap(([name, volume]) => [
      matching(
        `${prop}.${name}`,
        name,
        /^[A-Za-z0-9_-]{1,255}$/,
        "be named with at most 255 letters, digits, _ and -",
      ),
      must(!(name in EXEC_VOLUMES) && name !== "tmp", `${prop}.${name}`, "have another name"),
      matching(
        `${prop}.${name}.mountPath`,
        volume.mountPath,
        /^\/[^:]+$/,
        "be an absolute path below /",
      ),
      "tmpfsMiB" in volume &&
        between(`${prop}.${name}.tmpfsMiB`, volume.tmpfsMiB, 1, Math.floor(memoryMiB / 2)),
    ]),
    unique(
      `${prop} mountPath`,
      Object.values(volumes).map(({ mountPath }) => mountPath),
    ),
    must(
      inMemory <= memoryMiB / 2,
      prop,
      `keep at most half of the task's ${memoryMiB} MiB in memory file systems`,
      inMemory,
    ),
  ];
}

function sorted(volumes: Volumes): [string, Volume][] {
  return Object.entries(volumes).sort(([a], [b]) => (a < b ? -1 : 1));
}
