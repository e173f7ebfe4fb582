import { GithubDeployRole, GithubIssuer } from "@groundplan/aws/github-deploy-role";
import { type AwsGrantee, ExistingRole } from "@groundplan/aws/iam";
import { Registry, type RegistryStore } from "@groundplan/aws/registry";
import { tellPeople } from "@groundplan/core/outputs";
import { LayerStack, type Placement } from "@groundplan/core/site";
import type { App } from "cdktf";
import { APP, NAMED } from "./names.ts";
import { deployRoleProps, imagesProps } from "./release-props.ts";
import type { MusicLibrarySettings } from "./settings.ts";

/** What releases belong to. */
export interface ReleaseStackProps {
  readonly placement: Placement<MusicLibrarySettings>;
}

/**
 * Where images are, who pushes them and who releases them: made before the service, as its first image
 * must be there. What the service gives the role that releases stands with the service.
 */
export class ReleaseStack extends LayerStack {
  constructor(scope: App, { placement: { site, settings } }: ReleaseStackProps) {
    const { stage, names } = site;
    super(scope, { site, app: APP, layer: "release", clouds: ["aws"] });

    const images = new Registry(
      this,
      "images",
      imagesProps(stage, names.of(...NAMED.images), settings),
    );
    const issuer = GithubIssuer.fromExisting(this);
    const role = (kind: "push" | "release", name: string) =>
      new GithubDeployRole(this, kind, { ...deployRoleProps(site, kind, name, settings), issuer });
    const push = role("push", names.of(...NAMED.push));
    images.grantPush(push);
    const { copiedFrom } = settings.pipeline;
    if (copiedFrom) Registry.fromExisting(this, "copied-from", copiedFrom).grantPull(push);
    images.grantMarkInUse(role("release", names.of(...NAMED.release)));

    tellPeople(this, "repository", "where the pipeline pushes", images.url);
  }

  /** The repository in another stack, which is deployed after this one. */
  imagesIn(consumer: LayerStack): RegistryStore {
    consumer.addDependency(this);
    return Registry.fromExisting(consumer, "images", { name: this.site.names.of(...NAMED.images) });
  }

  /** Who releases, in another stack, for its grants. */
  releaserIn(consumer: LayerStack): AwsGrantee {
    consumer.addDependency(this);
    return new ExistingRole(consumer, "releaser", { name: this.site.names.of(...NAMED.release) });
  }
}
