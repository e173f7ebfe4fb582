import { tellPeople } from "@groundplan/core/outputs";
import { LayerStack, type Placement } from "@groundplan/core/site";
import { ArtifactRegistry } from "@groundplan/google/artifact-registry";
import type { App } from "cdktf";
import { APP, registryAddress } from "./names.ts";
import { releasers } from "./pipeline.ts";
import type { MusicGraphShared, RunningRelease } from "./settings.ts";

/** What the registries must know of the platforms that run their images. */
export interface RegistryStackProps {
  /** The environment that the registries stand in. */
  readonly shared: Placement<MusicGraphShared>;
  /** Every platform: what it runs is never cleaned up. */
  readonly platforms: readonly RunningRelease[];
}

/**
 * The two registries. Builds of main and releases never meet: `dev` has tags that move and is
 * cleaned by age, `release` has tags that stay and holds `v*` alone.
 */
export class RegistryStack extends LayerStack {
  constructor(scope: App, { shared, platforms }: RegistryStackProps) {
    super(scope, { site: shared.site, app: APP, layer: "registry", clouds: ["google"] });
    // Whichever registry it came from: an image that is promoted has one digest in both.
    const inUse = { digests: [...new Set(platforms.map(({ runningDigest }) => runningDigest))] };

    const dev = new ArtifactRegistry(this, "dev", {
      stage: "dev",
      ...registryAddress(shared, "dev"),
      description: "Builds of main, tagged dev-<commit>",
      inUse,
    });
    const release = new ArtifactRegistry(this, "release", {
      stage: shared.site.stage,
      ...registryAddress(shared, "release"),
      description: "Releases, tagged v<version>",
      inUse,
    });
    const { pipeline } = shared.settings;
    for (const builder of pipeline ? releasers(shared.site, pipeline, "dev") : []) {
      dev.grantPush(builder);
    }
    for (const releaser of pipeline ? releasers(shared.site, pipeline, "release") : []) {
      // A release is an image of dev that was seen to run: it is copied, never built again.
      dev.grantPull(releaser);
      release.grantPush(releaser);
    }
    tellPeople(this, "dev_images", "where builds of main are pushed", dev.url);
    tellPeople(this, "release_images", "where releases are pushed", release.url);
  }
}
