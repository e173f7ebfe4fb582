import { fixedCosts } from "@groundplan/core/cost";
import { only, refusal, resourcesOf, type Template } from "@groundplan/core/testing/synth";
import type { TerraformStack } from "cdktf";
import { describe, expect, it } from "vitest";
import { closedNetwork, IMAGE, testApp } from "../testing/fargate.ts";
import { synth } from "../testing/index.ts";
import type { FargateAppProps } from "./fargate-app-props.ts";
import { FargateService } from "./fargate-service.ts";

const SECRET = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf";

function worker(props: Partial<FargateAppProps> = {}): Template {
  return synth(
    (stack) =>
      new FargateService(stack, "worker", { app: testApp(stack, props), process: "worker" }),
  );
}

const containers = (template: Template) =>
  JSON.parse(only(template, "aws_ecs_task_definition").container_definitions);

/** Statements of an inline policy by their sid. */
function rights(template: Template, name: string) {
  const policies = Object.values(resourcesOf(template, "aws_iam_role_policy"));
  const policy = policies.find((found) => found.name === name)!.policy;
  // biome-ignore lint/suspicious/noExplicitAny: parsed policy
  const statements: any[] = JSON.parse(policy).Statement;
  return Object.fromEntries(
    statements.map(({ Sid, Action, Resource }) => [Sid, [Action, Resource]]),
  );
}

describe("the execution role", () => {
  it("may start tasks with exactly the images, secrets and logs that they name", () => {
    const secrets = {
      DSN: { parameter: "/acme/dev/dsn" },
      DB: { secretArn: SECRET, jsonKey: "password", keyArn: "arn:aws:kms:eu-west-1:1:key/a" },
    };
    expect(rights(worker({ secrets }), "start-tasks")).toEqual({
      LogInToRegistry: [["ecr:GetAuthorizationToken"], ["*"]],
      PullImages: [
        ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        ["arn:aws:ecr:eu-west-1:111122223333:repository/acme-api"],
      ],
      ReadParameters: [
        ["ssm:GetParameters"],
        ["arn:aws:ssm:eu-west-1:111122223333:parameter/acme/dev/dsn"],
      ],
      ReadSecrets: [["secretsmanager:GetSecretValue"], [SECRET]],
      DecryptSecrets: [["kms:Decrypt"], ["arn:aws:kms:eu-west-1:1:key/a"]],
      WriteLogs: [
        ["logs:CreateLogStream", "logs:PutLogEvents"],
        [expect.stringMatching(/^\$\{aws_cloudwatch_log_group\.worker_task_log_\w+\.arn}:\*$/)],
      ],
    });
  });

  it("is another one than the task role, and both trust only tasks of this account", () => {
    const roles = Object.values(resourcesOf(worker(), "aws_iam_role"));
    expect(roles.map(({ name }) => name)).toEqual(["acme-dev-api-execution", "acme-dev-api-task"]);
    for (const { assume_role_policy } of roles) {
      expect(JSON.parse(assume_role_policy).Statement[0]).toMatchObject({
        Principal: { Service: ["ecs-tasks.amazonaws.com"] },
        Condition: {
          ArnLike: { "aws:SourceArn": ["arn:aws:ecs:eu-west-1:111122223333:*"] },
          StringEquals: { "aws:SourceAccount": ["111122223333"] },
        },
      });
    }
  });
});

describe("the application's container", () => {
  it("is closed off: no root, nothing writable but /tmp, an init process", () => {
    expect(containers(worker({ stage: "prod" }))).toEqual([
      {
        name: "app",
        image: `${IMAGE.repository}@${IMAGE.digest}`,
        essential: true,
        user: "1000:1000",
        readonlyRootFilesystem: true,
        linuxParameters: {
          initProcessEnabled: true,
          tmpfs: [{ containerPath: "/tmp", size: 64, mountOptions: ["nosuid", "nodev"] }],
        },
        stopTimeout: 120,
        logConfiguration: {
          logDriver: "awslogs",
          options: {
            "awslogs-group": "/acme-dev-api/worker",
            "awslogs-region": "eu-west-1",
            "awslogs-stream-prefix": "worker",
            "max-buffer-size": "25m",
            mode: "non-blocking",
          },
        },
      },
    ]);
  });

  it("has places that a shell session writes to, so that a read-only root allows one", () => {
    const paths = containers(worker())[0].mountPoints.map(
      (mount: { containerPath: string }) => mount.containerPath,
    );
    expect(paths).toEqual(["/managed-agents", "/var/log/amazon", "/var/lib/amazon"]);
  });

  it("shows in the plan why it is root or writable", () => {
    const hardening = {
      rootUser: { reason: "binds a raw socket" },
      writableRoot: { reason: "collects static files" },
    };
    expect(containers(worker({ hardening }))[0]).toMatchObject({
      user: "0",
      readonlyRootFilesystem: false,
      dockerLabels: {
        "groundplan.root-user": "binds a raw socket",
        "groundplan.writable-root": "collects static files",
      },
    });
  });

  it("reads the same whatever order variables and secrets come in, so no plan shows a new revision", () => {
    const one = worker({
      environment: { B: "2", A: "1" },
      secrets: { D: { parameter: "d" }, C: { parameter: "c" } },
    });
    const two = worker({
      environment: { A: "1", B: "2" },
      secrets: { C: { parameter: "c" }, D: { parameter: "d" } },
    });
    expect(containers(one)).toEqual(containers(two));
    expect(JSON.stringify(containers(one))).not.toMatch(/null|\[]|\{}/);
  });
});

describe("what is beside the application", () => {
  it("waits as it is told, and mounts the application's volumes", () => {
    const [app, proxy] = containers(
      worker({
        volumes: {
          files: { efs: { fileSystemId: "fs-1", accessPointId: "fsap-1" }, mountPath: "/files" },
        },
        startAfter: { proxy: "HEALTHY" },
        sidecars: {
          proxy: {
            image: IMAGE,
            healthCheck: { command: ["CMD", "/up"] },
            mounts: { files: "/data" },
          },
        },
      }),
    );
    expect(app.dependsOn).toEqual([{ containerName: "proxy", condition: "HEALTHY" }]);
    expect(proxy.healthCheck).toEqual({
      command: ["CMD", "/up"],
      interval: 10,
      timeout: 5,
      retries: 3,
      startPeriod: 30,
    });
    expect(proxy.mountPoints).toEqual([
      { sourceVolume: "files", containerPath: "/data", readOnly: false },
    ]);
  });

  it("has files on EFS encrypted on the way and opened with the task role's rights", () => {
    const efs = { fileSystemId: "fs-1", accessPointId: "fsap-1" };
    const template = worker({ stage: "prod", volumes: { files: { efs, mountPath: "/files" } } });
    expect(only(template, "aws_ecs_task_definition").volume).toEqual([
      {
        name: "files",
        efs_volume_configuration: {
          file_system_id: "fs-1",
          transit_encryption: "ENABLED",
          authorization_config: { access_point_id: "fsap-1", iam: "ENABLED" },
        },
      },
    ]);
  });

  it("routes the application's lines, and only those, through a log router", () => {
    const [app, router] = containers(
      worker({
        logs: {
          firelens: {
            image: IMAGE,
            options: { Name: "datadog" },
            secretOptions: { apikey: { parameter: "/dd" } },
          },
        },
      }),
    );
    expect(app.logConfiguration).toEqual({
      logDriver: "awsfirelens",
      options: { Name: "datadog" },
      secretOptions: [{ name: "apikey", valueFrom: "/dd" }],
    });
    expect([router.name, router.logConfiguration.logDriver]).toEqual(["log-router", "awslogs"]);
    expect(router.firelensConfiguration.type).toBe("fluentbit");
  });
});

describe("the security group of the tasks", () => {
  it("reaches the network, and HTTPS outside it", () => {
    const rules = Object.values(resourcesOf(worker(), "aws_vpc_security_group_egress_rule"));
    expect(
      rules.map(({ cidr_ipv4, from_port, to_port }) => [cidr_ipv4, from_port, to_port]),
    ).toEqual([
      ["0.0.0.0/0", 443, 443],
      ["10.20.0.0/16", 1, 65535],
    ]);
  });
});

describe("an application", () => {
  it("is refused with all mistakes at once", () => {
    expect(
      refusal(() =>
        worker({
          size: { cpuUnits: 256, memoryMiB: 4096 },
          environment: { DB_PASSWORD: "x" },
          hardening: { user: "root" },
          logs: { retentionDays: 8 },
          ephemeralStorageGiB: 10,
        }),
      ),
    ).toBe(
      [
        "test/app: size.memoryMiB must be 512, 1024, 2048 with 256 CPU units, got 4096",
        "test/app: environment.DB_PASSWORD must not carry a secret in the clear; store it in SSM or Secrets Manager and name it in secrets",
        "test/app: logs.retentionDays must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653, got 8",
        'test/app: hardening.user must not be root, got "root"; set rootUser with the reason',
        "test/app: ephemeralStorageGiB must be 21 to 200, got 10",
      ].join("\n"),
    );
  });

  it("is refused when sidecars keep the whole memory", () => {
    const sidecars = { cache: { image: IMAGE, memoryReservationMiB: 512 } };
    expect(refusal(() => worker({ sidecars }))).toBe(
      "test/app: sidecars must keep less memory than the task's 512 MiB, got 512; the application needs the rest",
    );
  });

  it("is refused when its roles' names are too long", () => {
    expect(refusal(() => worker({ name: `a${"b".repeat(54)}` }))).toContain(
      "test/app: name must have at most 64 characters (iam role)",
    );
  });

  it("is refused in a network in which its image and logs do not arrive", () => {
    const make = () =>
      synth((stack) => {
        const network = closedNetwork(stack, ["s3", "ecr.api", "ecr.dkr"]);
        const app = testApp(stack, { stage: "prod", network });
        return new FargateService(stack, "worker", { app, process: "worker" });
      });
    expect(refusal(make)).toBe(
      'test/worker: network must reach logs (logs), got "s3, ecr.api, ecr.dkr"; add the endpoints or give the network egress',
    );
  });
});

describe("the cost of an application", () => {
  it("is told for each service", () => {
    let told: unknown;
    synth((stack: TerraformStack) => {
      new FargateService(stack, "worker", {
        app: testApp(stack, { stage: "prod" }),
        process: "worker",
      });
      told = fixedCosts(stack);
    });
    expect(told).toEqual([
      {
        path: "test/worker",
        item: "2 Fargate tasks on demand, 0.5 vCPU, 1 GiB, ARM64",
        usdPerMonth: 28.84,
      },
    ]);
  });
});
