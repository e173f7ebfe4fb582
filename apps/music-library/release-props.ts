import type { CheckedRole } from "@groundplan/aws/github-deploy-role";
import type { RegistryProps } from "@groundplan/aws/registry";
import type { Stage } from "@groundplan/core/stage";
import { releasesFrom } from "./names.ts";
import type { MusicLibrarySettings } from "./settings.ts";

// What registry and roles are made from: as module-props.ts, of the layer `release`.

/** The repository of images. */
export function imagesProps(
  stage: Stage,
  name: string,
  { pipeline }: MusicLibrarySettings,
): RegistryProps {
  return { stage, name, pullFromAccounts: pipeline.copiedTo };
}

/** A role for the jobs of one GitHub environment, which has reviewers of its own. */
export function deployRoleProps(
  { environment, stage }: { readonly environment: string; readonly stage: Stage },
  kind: "push" | "release",
  name: string,
  { pipeline }: MusicLibrarySettings,
): Omit<CheckedRole, "others"> {
  return {
    stage,
    name,
    repository: pipeline.repository,
    subjectFormat: pipeline.subjectFormat,
    jobs: [{ environment: releasesFrom(environment) }],
    access: { kind },
  };
}
