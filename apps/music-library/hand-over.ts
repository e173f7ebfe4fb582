import type { BlueGreen } from "@groundplan/aws/blue-green";
import {
  APP_CONTAINER,
  type FargateService,
  type ReleasedImage,
} from "@groundplan/aws/fargate-service";
import type { AwsGrantee } from "@groundplan/aws/iam";
import { PublishedValue } from "@groundplan/aws/parameters";
import type { RegistryStore } from "@groundplan/aws/registry";
import type { LayerStack } from "@groundplan/core/site";
import { Fn } from "cdktf";
import { parameterNames } from "./names.ts";
import type { Processes } from "./processes.ts";

/** What a release is made of. */
export interface Release {
  readonly image: ReleasedImage;
  readonly images: RegistryStore;
  readonly web: FargateService;
  /** Not there where ECS replaces tasks one by one. */
  readonly shift?: BlueGreen;
  readonly processes: Processes;
}

/**
 * Lets the pipeline release, and tells it what it must know: in one parameter, as it may read no state. It
 * registers revisions, runs the migration, updates services and names the image; nothing else.
 */
export function handOver(stack: LayerStack, to: AwsGrantee, release: Release): void {
  const { image, web, shift, processes } = release;
  image.grantRelease(to);
  if (shift) shift.grantRelease(to);
  else web.grantDeploy(to);
  processes.worker.grantDeploy(to);
  processes.catchUp.grantDeploy(to);
  processes.setUp.grantDeploy(to);
  processes.migrate.grantDeploy(to);
  processes.migrate.grantRun(to);
  const { site } = stack;
  const told = new PublishedValue(stack, "hand-over", {
    name: parameterNames(site).release,
    description: "What a release must know; read by the pipeline",
    value: Fn.jsonencode({
      ...targetOf(release),
      imageParameter: image.parameterName,
      repository: release.images.url,
      inUseTag: `in-use-${site.environment}`,
      // In this order: nothing takes requests before its tables are there.
      migration: processes.migrate.runTaskInput,
      setUp: processes.setUp.runTaskInput,
      services: [processes.worker.name, web.name],
      families: familiesOf(release),
    }),
  });
  told.grantRead(to);
}

/** Every family that gets a revision with the new image. */
function familiesOf({ web, processes: { worker, catchUp, migrate, setUp } }: Release): string[] {
  return [migrate, setUp, catchUp, worker, web].map(({ task }) => task.family);
}

/** The service that takes requests, in the words of the module for blue/green. */
function targetOf({ web, shift }: Release): ReturnType<BlueGreen["contractValues"]> {
  return (
    shift?.contractValues() ?? {
      engine: "rolling",
      cluster: web.clusterName,
      service: web.name,
      container: APP_CONTAINER,
      containerPort: String(web.target!.containerPort),
      application: "",
      deploymentGroup: "",
      hooks: [],
    }
  );
}
