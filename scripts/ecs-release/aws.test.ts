import { delimiter, dirname } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findPart, missing, missingPinned } from "../parts/parts.ts";
import { AwsCli, AwsError } from "./aws.ts";
import { type Described, withImage } from "./task-definition.ts";
import { type Images, platform, REPOSITORY, WEB } from "./testing/platform.ts";
import { StandIn } from "./testing/stand-in.ts";

describe.skipIf(missing("aws") || missingPinned("moto_server"))("AWS's own command line", () => {
  let aws: StandIn;
  let cli: AwsCli;
  let images: Images;

  beforeAll(async () => {
    aws = await StandIn.start();
    const path = [dirname(findPart("aws")!), "/usr/bin", "/bin"].join(delimiter);
    const place = { PATH: path, AWS_DEFAULT_REGION: "eu-west-1" };
    cli = new AwsCli({ ...(await aws.serve()), ...place });
    images = await platform(aws);
  });
  afterAll(() => aws.stop());

  const cluster = WEB.slice(0, -"-web".length);
  const repositoryName = REPOSITORY.split("/")[1]!;

  it("sends a revision made of what AWS described, and knows every member of it", async () => {
    const asked = { taskDefinition: WEB, include: ["TAGS"] };
    const described = await cli.call<Described>("ecs", "describe-task-definition", asked);
    const wanted = withImage(described, "app", `${REPOSITORY}@${images.second}`);
    const made = await cli.call<Described>("ecs", "register-task-definition", wanted);
    expect(made.taskDefinition.taskDefinitionArn).toContain(`task-definition/${WEB}:2`);
  });

  it("knows what starts a migration, marks an image, and begins a deployment", async () => {
    const subnets = [await aws.subnet()];
    const awsvpcConfiguration = { subnets, securityGroups: [], assignPublicIp: "DISABLED" };
    await cli.call("ecs", "run-task", {
      cluster,
      taskDefinition: WEB,
      count: 1,
      capacityProviderStrategy: [{ capacityProvider: "FARGATE", weight: 1 }],
      platformVersion: "LATEST",
      enableECSManagedTags: true,
      propagateTags: "TASK_DEFINITION",
      networkConfiguration: { awsvpcConfiguration },
    });
    const imageIds = [{ imageDigest: images.second }];
    const { images: found } = await aws.ask<{ images: { imageManifest: string }[] }>(
      "ecr",
      "batch-get-image",
      { repositoryName, imageIds },
    );
    const { imageManifest } = found[0]!;
    await cli.call("ecr", "put-image", { repositoryName, imageManifest, imageTag: "in-use-dev" });
    const deployment = {
      applicationName: WEB,
      deploymentGroupName: WEB,
      description: "Release",
      revision: {
        revisionType: "AppSpecContent",
        appSpecContent: { content: "{}", sha256: "0".repeat(64) },
      },
    };
    aws.scripted.set("create-deployment", { deploymentId: "d-1" });
    expect(await cli.call("deploy", "create-deployment", deployment)).toEqual({
      deploymentId: "d-1",
    });
  });

  it("says in AWS's words what was refused, and what it does not know", async () => {
    const refused = cli.call("ssm", "get-parameter", { Name: "/nowhere" });
    await expect(refused).rejects.toThrow(/^aws ssm get-parameter: .*ParameterNotFound/s);
    const unknown = cli.call("ssm", "get-parameter", { Path: "/nowhere" });
    await expect(unknown).rejects.toThrow('Unknown parameter in input: "Path"');
  });

  it("is missed by name where it is not there", async () => {
    const none = new AwsCli({ PATH: "/nowhere" });
    const asked = none.call("ssm", "get-parameter", { Name: "/p" });
    await expect(asked).rejects.toThrow(
      new AwsError("aws ssm get-parameter: spawn aws ENOENT; is it installed?"),
    );
  });
});
