import type { HandOver } from "./hand-over.ts";
import { revisionWith } from "./revisions.ts";
import { ReleaseFailed, type World } from "./world.ts";

/** The revision of each family with an image. A service has the name of its family. */
export async function registerAll(
  world: World,
  { families, container, repository }: HandOver,
  digest: string,
): Promise<ReadonlyMap<string, string>> {
  const image = `${repository}@${digest}`;
  const made = families.map(async (family) => {
    return [family, await revisionWith(world, family, container, image)] as const;
  });
  return new Map(await Promise.all(made));
}

/** Terraform reads this parameter: it and the newest revisions say the same but for moments. */
export async function nameImage({ aws }: World, { imageParameter }: HandOver, digest: string) {
  const named = { Name: imageParameter, Value: digest, Overwrite: true };
  await aws.call("ssm", "put-parameter", named);
}

/** What a parameter holds. */
export async function parameterValue({ aws }: World, name: string): Promise<string> {
  const asked = { Name: name };
  const answer = await aws.call<{ Parameter: { Value: string } }>("ssm", "get-parameter", asked);
  return answer.Parameter.Value;
}

/** Keeps the image from being cleaned away. A tag that is there already is no failure. */
export async function markInUse(
  { aws, say }: World,
  handOver: HandOver,
  digest: string,
): Promise<void> {
  const { repository, inUseTag } = handOver;
  const repositoryName = repository.slice(repository.indexOf("/") + 1);
  const asked = { repositoryName, imageIds: [{ imageDigest: digest }] };
  const { images = [] } = await aws.call<{
    images?: { imageManifest: string; imageManifestMediaType?: string }[];
  }>("ecr", "batch-get-image", asked);
  const { imageManifest, imageManifestMediaType } = images[0] ?? {};
  if (!imageManifest)
    throw new ReleaseFailed(`${repository} has no image ${digest} to mark as in use`);
  const manifest = { imageManifest, ...(imageManifestMediaType && { imageManifestMediaType }) };
  const tagged = { repositoryName, ...manifest, imageTag: inUseTag };
  await aws.call("ecr", "put-image", tagged).catch((error: unknown) => {
    if (!String(error).includes("ImageAlreadyExistsException")) throw error;
  });
  say(`${inUseTag} is ${digest}`);
}
