import { Contract, type PublishedContract } from "@groundplan/core/contracts";
import { accountOf, LayerStack, type Placement } from "@groundplan/core/site";
import { ExistingRegistry } from "@groundplan/google/artifact-registry";
import { ServiceAccount } from "@groundplan/google/service-account";
import type { App } from "cdktf";
import { APP, NAMED, registryAddress } from "./names.ts";
import type { RegistryStack } from "./registry.ts";
import type { MusicGraphPlatform, MusicGraphShared } from "./settings.ts";

/** The host as other stacks meet it: its identity. */
export const HOST = new Contract("host", {
  /** IAM member of the host's service account. */
  member: "text",
  /** Numeric id of the service account: what AWS trusts. */
  serviceAccountId: "text",
});

/** What the host stands on. */
export interface HostStackProps {
  readonly platform: Placement<MusicGraphPlatform>;
  /** The registries that the host pulls from. */
  readonly shared: Placement<MusicGraphShared>;
  readonly registry: RegistryStack;
}

/** The host's identity and what it may pull. The machine itself joins it here. */
export class HostStack extends LayerStack {
  readonly host: PublishedContract<typeof HOST.shape>;

  constructor(scope: App, { platform, shared, registry }: HostStackProps) {
    const { site, settings } = platform;
    super(scope, { site, app: APP, layer: "host", clouds: ["google"] });

    const account = new ServiceAccount(this, "host", {
      name: site.names.of(...NAMED.host),
      project: accountOf(site, "google").projectId,
      purpose: "Runs the containers of music-graph and uploads its dumps",
    });

    // The grant lives with the grantee, so that shared never waits for a platform.
    this.addDependency(registry);
    new ExistingRegistry(this, "registry", registryAddress(shared, settings.channel)).grantPull(
      account,
    );

    this.host = HOST.publish(this, { member: account.member, serviceAccountId: account.uniqueId });
  }
}
