import { check } from "@groundplan/core/problems";
import { describe, expect, it } from "vitest";
import { ecrRepositoryArn, type Image, imageProblems, imageReference } from "./image.ts";

const REPOSITORY = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/api";
const DIGEST = `sha256:${"a".repeat(64)}`;

const problems = (image: Image) => () => check("api", imageProblems("image", image, "ARM64"));

describe("an image", () => {
  it.each([
    [{ repository: REPOSITORY, digest: DIGEST }, `${REPOSITORY}@${DIGEST}`],
    [{ repository: REPOSITORY, immutableTag: "v1.4.2" }, `${REPOSITORY}:v1.4.2`],
    [{ repository: "localhost:5000/api", immutableTag: "v1" }, "localhost:5000/api:v1"],
  ])("%j is named %s", (image, reference) => {
    expect(problems(image)).not.toThrow();
    expect(imageReference(image)).toBe(reference);
  });

  it.each([
    [REPOSITORY, "arn:aws:ecr:eu-west-1:111122223333:repository/team/api"],
    [
      "111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/api",
      "arn:aws-cn:ecr:cn-north-1:111122223333:repository/api",
    ],
    ["public.ecr.aws/nginx/nginx", undefined],
  ])("in %s is pulled from %s", (repository, arn) => {
    expect(ecrRepositoryArn({ repository })).toBe(arn);
  });

  it("is refused with a tag that moves", () => {
    expect(problems({ repository: REPOSITORY, immutableTag: "latest" })).toThrowError(
      'api: image.immutableTag must not be a tag that moves, got "latest"; name a version or use digest',
    );
  });

  it("is refused with a digest in the repository and with half a digest", () => {
    expect(problems({ repository: `${REPOSITORY}:v1`, digest: "sha256:abc" })).toThrowError(
      [
        `api: image.repository must be a repository without tag or digest, got "${REPOSITORY}:v1"`,
        'api: image.digest must be sha256: and 64 lower-case hexadecimal digits, got "sha256:abc"',
      ].join("\n"),
    );
  });

  it("is refused when it was built for another processor", () => {
    expect(problems({ repository: REPOSITORY, digest: DIGEST, builtFor: ["X86_64"] })).toThrowError(
      'api: image.builtFor must contain ARM64, on which the tasks run, got ["X86_64"]; build the image for it or set architecture',
    );
  });
});
