import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { missing } from "../parts/parts.ts";
import { release } from "./release.ts";
import type { Described } from "./task-definition.ts";
import {
  IMAGE_PARAMETER,
  type Images,
  KEPT,
  MIGRATE,
  PARAMETER,
  platform,
  REPOSITORY,
  TAGS,
  valueAt,
  WEB,
  WORKER,
} from "./testing/platform.ts";
import { StandIn } from "./testing/stand-in.ts";
import type { World } from "./world.ts";

describe.skipIf(missing("moto_server"))("a release", () => {
  let aws: StandIn;
  let images: Images;
  let said: string[];
  let world: World;

  beforeAll(async () => {
    aws = await StandIn.start();
  });
  afterAll(() => aws.stop());
  beforeEach(async () => {
    images = await platform(aws);
    said = [];
    world = { aws, say: (line) => said.push(line), pause: async () => {}, patience: { looks: 9 } };
  });

  const order = (digest: string, isBack = false) => ({ parameter: PARAMETER, digest, isBack });
  const run = () => release(world, order(images.second));
  const newest = (family: string) =>
    aws.ask<Described>("ecs", "describe-task-definition", {
      taskDefinition: family,
      include: ["TAGS"],
    });
  const imagesNow = async () =>
    Promise.all(
      [MIGRATE, WORKER, WEB].map(async (family) => {
        const { taskDefinition } = await newest(family);
        return taskDefinition.containerDefinitions[0]!.image.slice(REPOSITORY.length + 1);
      }),
    );
  const revisions = async () => {
    const asked = { cluster: WEB.slice(0, -4), services: [WEB, WORKER] };
    const { services } = await aws.ask<{ services: { taskDefinition: string }[] }>(
      "ecs",
      "describe-services",
      asked,
    );
    return services.map(({ taskDefinition }) => taskDefinition.slice(-1)).join("");
  };
  /** Nothing is left of it: names, newest revisions and services say what they said. */
  const untouched = async (services = "11") => {
    expect(await valueAt(aws, IMAGE_PARAMETER)).toBe(images.first);
    expect(await imagesNow()).toEqual([images.first, images.first, images.first]);
    expect(await revisions()).toBe(services);
  };

  it("migrates, then moves requests, then the worker, and marks what runs", async () => {
    expect(await run()).toEqual({
      image: `${REPOSITORY}@${images.second}`,
      before: images.first,
    });
    expect(said.filter((line) => !line.startsWith("registered"))).toEqual([
      expect.stringMatching(/^acme-dev-music-library-migrate:2 runs: arn:aws:ecs:/),
      "acme-dev-music-library-migrate:2 ended well",
      "acme-dev-music-library-web goes to acme-dev-music-library-web:2",
      "acme-dev-music-library-web runs acme-dev-music-library-web:2",
      "acme-dev-music-library-worker goes to acme-dev-music-library-worker:2",
      "acme-dev-music-library-worker runs acme-dev-music-library-worker:2",
      `in-use-dev is ${images.second}`,
    ]);
    expect(await valueAt(aws, IMAGE_PARAMETER)).toBe(images.second);
    expect(await imagesNow()).toEqual([images.second, images.second, images.second]);
    expect(await revisions()).toBe("22");
    const imageIds = [{ imageTag: "in-use-dev" }];
    const marked = await aws.ask<{ images: { imageId: object }[] }>("ecr", "batch-get-image", {
      repositoryName: REPOSITORY.split("/")[1],
      imageIds,
    });
    expect(marked.images[0]?.imageId).toMatchObject({ imageDigest: images.second });
  });

  it("changes nothing of a task but its image", async () => {
    const before = await newest(WEB);
    await run();
    const { taskDefinition, tags } = await newest(WEB);
    expect(taskDefinition).toMatchObject(KEPT);
    expect(tags).toEqual(TAGS);
    const others = (described: Described) =>
      described.taskDefinition.containerDefinitions.map((each) => ({ ...each, image: "" }));
    expect(others({ taskDefinition })).toEqual(others(before));
  });

  it("run again makes nothing new", async () => {
    await run();
    said.length = 0;
    await run();
    expect(said.filter((line) => /registered|goes to/.test(line))).toEqual([]);
    expect(await revisions()).toBe("22");
  });

  it("stops at a migration that fails: no request moves, nothing is named", async () => {
    aws.task = { exitCode: 1 };
    await expect(run()).rejects.toThrow(
      /^acme-dev-music-library-migrate:2 failed: exit code 1; its log says more: task arn:aws:ecs:\S+; went back to sha256:/,
    );
    expect(aws.called).not.toContain("update-service");
    await untouched();
  });

  it("stops at a migration that never began, in AWS's words", async () => {
    aws.task = { stoppedReason: "CannotPullContainerError" };
    await expect(run()).rejects.toThrow("migrate:2 failed: CannotPullContainerError;");
    await untouched();
  });

  it("takes back what ECS took back", async () => {
    aws.endings.set(WEB, "ROLLBACK_SUCCESSFUL");
    await expect(run()).rejects.toThrow(
      `${WEB} did not take ${WEB}:2: ROLLBACK_SUCCESSFUL; went back to ${images.first}, ${WORKER}:1, ${WEB}:1`,
    );
    await untouched();
  });

  it("takes requests back where the worker fails after them", async () => {
    aws.endings.set(WORKER, "STOPPED");
    await expect(run()).rejects.toThrow(`${WORKER} did not take ${WORKER}:2: STOPPED`);
    await untouched();
  });

  it("has ECS take back what takes too long", async () => {
    aws.endings.set(WEB, "IN_PROGRESS");
    await expect(run()).rejects.toThrow(`${WEB} is still under way to ${WEB}:2; went back to`);
    expect(said.at(-4)).toBe(`${WEB} is taken back by ECS`);
    expect(aws.called.filter((each) => each === "update-service")).toHaveLength(1);
    await untouched();
  });

  it("says what it could not set back, and sets the rest", async () => {
    aws.endings.set(WORKER, "STOPPED");
    aws.refused.add("put-image");
    const call = aws.call.bind(aws);
    const failing = {
      call: <T>(...[service, operation, input]: Parameters<StandIn["call"]>): Promise<T> => {
        if (JSON.stringify(input).includes(`"Value":"${images.first}"`)) {
          throw new Error("throttled");
        }
        return call<T>(service, operation, input);
      },
    };
    world = { ...world, aws: failing };
    await expect(run()).rejects.toThrow(/ but for this, which wants a person: throttled$/);
    expect(await imagesNow()).toEqual([images.first, images.first, images.first]);
    expect(await revisions()).toBe("11");
  });

  it("goes back to an image that ran before without its migration", async () => {
    await run();
    aws.called.length = 0;
    await release(world, order(images.first, true));
    expect(aws.called).not.toContain("run-task");
    expect(await imagesNow()).toEqual([images.first, images.first, images.first]);
    expect(await revisions()).toBe("33");
  });

  it("releases no tag, and nothing where the stack has told nothing", async () => {
    await expect(release(world, order("v1.0.0"))).rejects.toThrow(
      "a release is a digest, sha256:<64 digits>, got v1.0.0",
    );
    const elsewhere = { ...order(images.second), parameter: "/nowhere" };
    await expect(release(world, elsewhere)).rejects.toThrow("ParameterNotFound");
    expect(aws.called).toEqual(["get-parameter"]);
  });

  describe("by CodeDeploy", () => {
    beforeEach(async () => {
      const named = { application: WEB, deploymentGroup: WEB };
      images = await platform(aws, { engine: "codedeploy", ...named, hooks: ["AfterInstall=f"] });
      await aws.ask("deploy", "create-application", {
        applicationName: WEB,
        computePlatform: "ECS",
      });
      await aws.ask("deploy", "create-deployment-group", {
        applicationName: WEB,
        deploymentGroupName: WEB,
        serviceRoleArn: "arn:aws:iam::123456789012:role/codedeploy",
      });
    });

    it("hands over an appspec and waits; the worker goes by ECS", async () => {
      await run();
      expect(said.at(-2)).toBe(`${WORKER} runs ${WORKER}:2`);
      expect(said).toContain(`${WEB} runs ${WEB}:2`);
      const { deployments } = await aws.ask<{ deployments: string[] }>(
        "deploy",
        "list-deployments",
        {},
      );
      const { deploymentInfo } = await aws.ask<{ deploymentInfo: { revision: object } }>(
        "deploy",
        "get-deployment",
        { deploymentId: deployments[0] },
      );
      expect(JSON.stringify(deploymentInfo.revision)).toContain(`task-definition/${WEB}:2`);
    });

    it("says why CodeDeploy took it back", async () => {
      const errorInformation = { code: "HEALTH_CONSTRAINTS", message: "too many failed" };
      aws.codeDeploy = { status: "Failed", errorInformation };
      await expect(run()).rejects.toThrow(
        `${WEB} did not take ${WEB}:2: HEALTH_CONSTRAINTS: too many failed; went back to ${images.first}, ${WORKER}:1`,
      );
      expect(await imagesNow()).toEqual([images.first, images.first, images.first]);
    });

    it("stops what takes too long, which takes it back", async () => {
      aws.codeDeploy = { status: "InProgress" };
      await expect(run()).rejects.toThrow("is still under way to");
      expect(aws.called).toContain("stop-deployment");
      expect(await valueAt(aws, IMAGE_PARAMETER)).toBe(images.first);
    });
  });
});
