import { type ExportedModule, exported } from "@groundplan/core/exported";
import { NAME_RULES } from "@groundplan/core/naming";
import { ArtifactRegistry } from "./artifact-registry.ts";

/** The repository of dev, for builds of every day. */
export const EXPORTED: readonly ExportedModule[] = [
  exported({
    name: "artifact-registry-builds",
    cloud: "google",
    summary: "A repository for images of every day: tags may move, old builds go.",
    construct: ArtifactRegistry,
    props: { folder: "modules/google/artifact-registry", name: "ArtifactRegistryProps" },
    fixed: { stage: "dev", inUse: { tags: ["in-use"] } },
    variables: {
      name: {
        samples: [..."abcdefghij"].map((letter) => `acme-${letter}`),
        pattern: NAME_RULES["artifact-repository"].pattern,
      },
      project: { samples: ["acme-dev-1", "acme-dev-2"] },
      location: { samples: ["europe-west1", "us-central1", "europe"] },
      description: { default: null, samples: ["Images of the shop", "Images of the site"] },
    },
    outputs: ({ repository }) => ({
      id: { value: repository.id, description: "The repository, for grants." },
    }),
  }),
];
