import { only, refusal, resourcesOf, type Template } from "@groundplan/core/testing/synth";
import { TerraformOutput, type TerraformStack } from "cdktf";
import { describe, expect, it } from "vitest";
import { testApp } from "../testing/fargate.ts";
import { synth } from "../testing/index.ts";
import { OneOffTask } from "./one-off-task.ts";
import { ScheduledTask } from "./scheduled-task.ts";
import type { ScheduledTaskProps } from "./scheduled-task-props.ts";

const FAMILY = "arn:aws:ecs:eu-west-1:111122223333:task-definition/acme-dev-api-nightly";

function nightly(stage: "dev" | "prod" = "dev", props: Partial<ScheduledTaskProps> = {}): Template {
  return synth((stack) => {
    const app = testApp(stack, { stage });
    const schedule = "cron(0 3 * * ? *)";
    new ScheduledTask(stack, "nightly", { app, process: "nightly", schedule, ...props });
  });
}

function statements(template: Template, name: string) {
  const policies = Object.values(resourcesOf(template, "aws_iam_role_policy"));
  return JSON.parse(policies.find((found) => found.name === name)!.policy).Statement;
}

describe("a scheduled task", () => {
  it.each([
    ["dev", "FARGATE_SPOT", 0],
    ["prod", "FARGATE", 3],
  ] as const)("runs in %s on %s and tries again %i times", (stage, provider, retries) => {
    const { target, schedule_expression_timezone, state } = only(
      nightly(stage),
      "aws_scheduler_schedule",
    );
    expect(target.ecs_parameters.capacity_provider_strategy[0].capacity_provider).toBe(provider);
    expect(target.retry_policy.maximum_retry_attempts).toBe(retries);
    expect([schedule_expression_timezone, state]).toEqual(["UTC", "ENABLED"]);
  });

  it("starts the newest revision: the schedule names none, which would be gone one day", () => {
    const { target } = only(nightly(), "aws_scheduler_schedule");
    expect(target.ecs_parameters.task_definition_arn).toBe(FAMILY);
  });

  it("lets the scheduler start this task in this cluster and pass its two roles, nothing else", () => {
    const [start, tag, pass] = statements(nightly(), "start-task");
    expect(start).toMatchObject({
      Action: ["ecs:RunTask"],
      Resource: [FAMILY, `${FAMILY}:*`],
      Condition: { ArnEquals: { "ecs:cluster": ["${aws_ecs_cluster.cluster.arn}"] } },
    });
    expect([tag.Action, tag.Condition]).toEqual([
      ["ecs:TagResource"],
      { StringEquals: { "ecs:CreateAction": ["RunTask"] } },
    ]);
    expect([pass.Action, pass.Resource.length]).toEqual([["iam:PassRole"], 2]);
  });

  it("lets the scheduler write the starts that it gave up to the queue for them, and no other", () => {
    const deadLetterQueueArn = "arn:aws:sqs:eu-west-1:111122223333:nightly-given-up";
    const template = nightly("dev", { deadLetterQueueArn });
    expect(only(template, "aws_scheduler_schedule").target.dead_letter_config).toEqual({
      arn: deadLetterQueueArn,
    });
    expect(statements(template, "start-task")[3]).toMatchObject({
      Action: ["sqs:SendMessage"],
      Resource: [deadLetterQueueArn],
    });
    expect(statements(nightly(), "start-task")).toHaveLength(3);
  });

  it("can stand still", () => {
    expect(only(nightly("dev", { enabled: false }), "aws_scheduler_schedule").state).toBe(
      "DISABLED",
    );
  });

  it("is refused with a schedule that is none and too many retries", () => {
    expect(refusal(() => nightly("dev", { schedule: "0 3 * * *", retries: 200 }))).toBe(
      [
        'test/nightly: schedule must be cron(...), rate(...) or at(...), got "0 3 * * *"',
        "test/nightly: retries must be 0 to 185, got 200",
      ].join("\n"),
    );
  });
});

describe("a one-off task", () => {
  it.each(["dev", "prod"] as const)(
    "runs in %s on demand, from exactly what the app has",
    (stage) => {
      const template = synth((stack) => {
        const app = testApp(stack, { stage, secrets: { DSN: { parameter: "/dsn" } } });
        const migrate = new OneOffTask(stack, "migrate", {
          app,
          process: "migrate",
          command: ["python", "manage.py", "migrate"],
        });
        new TerraformOutput(stack, "run", { value: migrate.runTaskInput });
      });
      const [app] = JSON.parse(only(template, "aws_ecs_task_definition").container_definitions);
      expect(app.command).toEqual(["python", "manage.py", "migrate"]);
      expect(app.secrets).toEqual([{ name: "DSN", valueFrom: "/dsn" }]);
      const input = template.output.run?.value;
      expect(input).toContain('"taskDefinition" = "acme-dev-api-migrate"');
      expect(input).toContain('[{"capacityProvider" = "FARGATE", "base" = 0, "weight" = 1}]');
      expect(input).toContain('"assignPublicIp" = "DISABLED"');
    },
  );

  it("grantRun: start it in this cluster, tag it, watch it, pass the two roles", () => {
    const template = synth((stack) => {
      const migrate = new OneOffTask(stack, "migrate", { app: testApp(stack), process: "migrate" });
      migrate.grantRun(migrate);
    });
    const granted = statements(template, "run-migrate");
    expect(granted.map(({ Action }: { Action: string[] }) => Action)).toEqual([
      ["ecs:RunTask"],
      ["ecs:TagResource"],
      ["iam:PassRole"],
      ["ecs:DescribeTasks"],
    ]);
    expect(granted[3].Resource).toEqual([
      "arn:aws:ecs:eu-west-1:111122223333:task/acme-dev-main/*",
    ]);
  });

  it("acts as another role where it says so, which whoever starts it may pass as well", () => {
    const runAs = "arn:aws:iam::111122223333:role/acme-people-search";
    const template = synth((stack) => {
      const app = testApp(stack);
      const setUp = new OneOffTask(stack, "set-up", { app, process: "set-up", runAs });
      setUp.grantRun(setUp);
      new TerraformOutput(stack, "run", { value: setUp.runTaskInput });
    });
    expect(template.output.run?.value).toContain(`"overrides" = {"taskRoleArn" = "${runAs}"}`);
    expect(statements(template, "run-set-up").at(-1)).toEqual({
      Sid: "PassOther",
      Effect: "Allow",
      Action: ["iam:PassRole"],
      Resource: [runAs],
      Condition: { StringEquals: { "iam:PassedToService": ["ecs-tasks.amazonaws.com"] } },
    });
    const bad = (stack: TerraformStack) =>
      new OneOffTask(stack, "set-up", { app: testApp(stack), process: "set-up", runAs: "admin" });
    expect(refusal(() => synth(bad))).toBe(
      'test/set-up: runAs must be the ARN of a role, got "admin"',
    );
  });

  it("grantDeploy: register revisions of its family alone, whoever starts them", () => {
    const template = synth((stack) => {
      const app = testApp(stack);
      const migrate = new OneOffTask(stack, "migrate", { app, process: "migrate" });
      const nightly = new ScheduledTask(stack, "nightly", {
        app,
        process: "nightly",
        schedule: "rate(1 day)",
      });
      migrate.grantDeploy(app);
      nightly.grantDeploy(app);
    });
    for (const process of ["migrate", "nightly"]) {
      const [register, tag, pass] = statements(template, `deploy-${process}`);
      expect(register.Action).toEqual(["ecs:DescribeTaskDefinition", "ecs:RegisterTaskDefinition"]);
      expect(tag.Resource).toEqual([
        `arn:aws:ecs:eu-west-1:111122223333:task-definition/acme-dev-api-${process}:*`,
      ]);
      expect(pass.Action).toEqual(["iam:PassRole"]);
    }
  });
});
