import { describe, expect, it } from "vitest";
import { type Described, imageOf, OF_THE_REVISION, withImage } from "./task-definition.ts";

const OLD = `acme/api@sha256:${"a".repeat(64)}`;
const NEW = `acme/api@sha256:${"b".repeat(64)}`;

/** A task definition as DescribeTaskDefinition of AWS answers, with a field that nobody knows yet. */
const DESCRIBED = {
  taskDefinition: {
    taskDefinitionArn: "arn:aws:ecs:eu-west-1:111122223333:task-definition/acme-dev-api-web:41",
    containerDefinitions: [
      {
        name: "app",
        image: OLD,
        cpu: 0,
        portMappings: [{ containerPort: 8000, hostPort: 8000, protocol: "tcp", name: "http" }],
        essential: true,
        environment: [{ name: "LOG_LEVEL", value: "info" }],
        mountPoints: [{ sourceVolume: "scratch", containerPath: "/scratch", readOnly: false }],
        volumesFrom: [],
        secrets: [
          {
            name: "SECRET_KEY",
            valueFrom: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:k",
          },
        ],
        readonlyRootFilesystem: true,
        linuxParameters: { initProcessEnabled: true, tmpfs: [{ containerPath: "/tmp", size: 64 }] },
        systemControls: [],
      },
      { name: "log-router", image: "fluent@sha256:0", essential: true, user: "0" },
    ],
    family: "acme-dev-api-web",
    taskRoleArn: "arn:aws:iam::111122223333:role/task",
    executionRoleArn: "arn:aws:iam::111122223333:role/execution",
    networkMode: "awsvpc",
    revision: 41,
    volumes: [{ name: "scratch", host: {} }],
    status: "ACTIVE",
    requiresAttributes: [{ name: "ecs.capability.secrets.asm.environment-variables" }],
    placementConstraints: [],
    compatibilities: ["EC2", "FARGATE"],
    runtimePlatform: { cpuArchitecture: "ARM64", operatingSystemFamily: "LINUX" },
    requiresCompatibilities: ["FARGATE"],
    cpu: "256",
    memory: "512",
    ephemeralStorage: { sizeInGiB: 21 },
    registeredAt: "2026-11-21T12:00:00+00:00",
    registeredBy: "arn:aws:sts::111122223333:assumed-role/apply/1",
    enableFaultInjection: false,
    nobodyKnowsThisYet: { of: "next year" },
  },
  tags: [{ key: "App", value: "api" }],
} satisfies Described;

describe("a task definition with another image", () => {
  it("is what was described, but for the image and what belongs to the revision", () => {
    const registrable = withImage(DESCRIBED, "app", NEW);
    const { containerDefinitions, ...rest } = DESCRIBED.taskDefinition;
    const gone = [...OF_THE_REVISION, "nobodyKnowsThisYet"];
    const kept = Object.entries(rest).filter(([name]) => !gone.includes(name));
    const [app, router] = containerDefinitions;
    expect(registrable).toEqual({
      ...Object.fromEntries(kept),
      containerDefinitions: [{ ...app, image: NEW }, router],
      tags: DESCRIBED.tags,
    });
    expect(DESCRIBED.taskDefinition.containerDefinitions[0]?.image).toBe(OLD);
  });

  it("has no tags where there are none: AWS refuses an empty list", () => {
    expect(withImage({ ...DESCRIBED, tags: [] }, "app", NEW)).not.toHaveProperty("tags");
  });

  it.each(["acme/api:latest", "acme/api", "sha256:0", `acme/api@sha256:${"B".repeat(64)}`])(
    "is never made with %s",
    (image) => {
      expect(() => withImage(DESCRIBED, "app", image)).toThrow(
        `acme-dev-api-web: the image must be <name>@sha256:<64 digits>, got ${image}`,
      );
    },
  );

  it("says which containers there are where ours is not", () => {
    expect(() => imageOf(DESCRIBED, "web")).toThrow(
      "acme-dev-api-web has no container web; it has app, log-router",
    );
  });
});
