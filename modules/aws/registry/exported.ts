import { type ExportedModule, exported } from "@groundplan/core/exported";
import { Registry } from "./registry.ts";

const SAMPLES = [..."abcdefghij"].map((letter) => `acme/service-${letter}`);

const NAME = { samples: SAMPLES, pattern: /^[a-z0-9][a-z0-9._/-]*$/ };

/** The repository of prod, for releases, and that of dev, for builds. */
export const EXPORTED: readonly ExportedModule[] = [
  exported({
    name: "registry",
    cloud: "aws",
    summary: "An ECR repository for releases: tags stay, old releases and untagged images go.",
    construct: Registry,
    props: { folder: "modules/aws/registry", name: "RegistryProps" },
    fixed: { stage: "prod" },
    variables: { name: NAME },
    outputs,
  }),
  exported({
    name: "registry-builds",
    cloud: "aws",
    summary: "An ECR repository for builds of every day: tags may move, only the newest stay.",
    construct: Registry,
    props: { folder: "modules/aws/registry", name: "RegistryProps" },
    fixed: { stage: "dev" },
    variables: { name: NAME },
    outputs,
  }),
];

function outputs({ repository }: Registry) {
  return {
    url: { value: repository.repositoryUrl, description: "Where images are pushed and pulled." },
    arn: { value: repository.arn, description: "ARN of the repository." },
  };
}
