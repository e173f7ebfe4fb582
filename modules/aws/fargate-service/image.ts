import { type Finding, known, matching, must } from "@groundplan/core/problems";

/** Processor that an image is built for and tasks run on. */
export type Architecture = "ARM64" | "X86_64";

/**
 * Which image runs. A digest, or a tag that its repository cannot move: with a tag that moves, two
 * tasks of one revision can run different code.
 */
export type Image = ImageByDigest | ImageByTag | ReleasedImageReference;

/** An image that is pinned by what is in it. */
export interface ImageByDigest extends ImageSource {
  /** `sha256:` and 64 hexadecimal digits. A change deploys. */
  readonly digest: string;
}

/** An image in a repository whose tags are immutable. */
export interface ImageByTag extends ImageSource {
  /** A tag that the repository refuses to move: `v1.4.2`. A change deploys. */
  readonly immutableTag: string;
}

/** An image that a pipeline names: made by `ReleasedImage`. */
export interface ReleasedImageReference extends ImageSource {
  /** The digest that the pipeline wrote last. */
  readonly releasedDigest: string;
}

/** Where an image lies. */
export interface ImageSource {
  /** Repository with its registry: `111122223333.dkr.ecr.eu-west-1.amazonaws.com/acme-api`. */
  readonly repository: string;
  /** The repository's ARN, for a repository on ECR whose URL is known only at apply. @default computed from the URL */
  readonly repositoryArn?: string;
  /** Processors that the build made the image for. @default not checked */
  readonly builtFor?: readonly Architecture[];
}

const DIGEST = /^sha256:[0-9a-f]{64}$/;
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const ECR = /^(\d{12})\.dkr\.ecr(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com(\.cn)?\/(.+)$/;

/** What a container definition says: repository and digest or tag. */
export function imageReference(image: Image): string {
  if ("releasedDigest" in image) return `${image.repository}@${image.releasedDigest}`;
  if ("digest" in image) return `${image.repository}@${image.digest}`;
  return `${image.repository}:${image.immutableTag}`;
}

/** True when the image is named by a pipeline and not in the code. */
export function isReleased(image: Image): image is ReleasedImageReference {
  return "releasedDigest" in image;
}

/** ARN of the ECR repository that holds the image; nothing when it lies elsewhere. */
export function ecrRepositoryArn({ repository, repositoryArn }: ImageSource): string | undefined {
  if (repositoryArn) return repositoryArn;
  const parts = known(repository) ? ECR.exec(repository) : undefined;
  if (!parts) return undefined;
  const [, account, region, china, name] = parts;
  const partition = china ? "aws-cn" : region!.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  return `arn:${partition}:ecr:${region}:${account}:repository/${name}`;
}

/** Checks that an image is pinned, can be found and was built for the processor. */
export function imageProblems(prop: string, image: Image, architecture: Architecture): Finding[] {
  const { repository, repositoryArn, builtFor } = image;
  return [
    must(
      known(repository) || repositoryArn !== undefined,
      `${prop}.repositoryArn`,
      "be given where the repository's URL is known only at apply",
    ),
    matching(
      `${prop}.repository`,
      repository,
      /^[^@\s]+?(?<!:[^/]*)$/,
      "be a repository without tag or digest",
    ),
    "digest" in image &&
      matching(
        `${prop}.digest`,
        image.digest,
        DIGEST,
        "be sha256: and 64 lower-case hexadecimal digits",
      ),
    "immutableTag" in image && tagProblem(`${prop}.immutableTag`, image.immutableTag),
    must(
      builtFor === undefined || builtFor.includes(architecture),
      `${prop}.builtFor`,
      `contain ${architecture}, on which the tasks run`,
      builtFor,
      "build the image for it or set architecture",
    ),
  ];
}

function tagProblem(prop: string, tag: string): Finding {
  return (
    matching(prop, tag, TAG, "be a tag of at most 128 characters") ||
    must(tag !== "latest", prop, "not be a tag that moves", tag, "name a version or use digest")
  );
}
