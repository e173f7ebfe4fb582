import { accountOf, LayerStack, type Placement, type Site } from "@groundplan/core/site";
import { Secret, type SecretAccess, type SecretAddress } from "@groundplan/google/secret";
import type { App } from "cdktf";
import { APP, NAMED } from "./names.ts";
import type { MusicGraphPlatform } from "./settings.ts";

/** What the secrets belong to. */
export interface SecretsStackProps {
  readonly platform: Placement<MusicGraphPlatform>;
}

/** Places for secrets. The values are added by a person, between this layer and the host's. */
export class SecretsStack extends LayerStack {
  constructor(scope: App, { platform: { site } }: SecretsStackProps) {
    super(scope, { site, app: APP, layer: "secrets", clouds: ["google"] });
    const { region } = accountOf(site, "google");
    new Secret(this, "database", { ...databaseSecret(site), regions: [region] });
  }

  /** The database's password in another stack: known by its names, and there before that stack. */
  databaseIn(consumer: LayerStack): SecretAccess {
    consumer.addDependency(this);
    return Secret.fromExisting(consumer, "database", databaseSecret(this.site));
  }
}

function databaseSecret(site: Site): SecretAddress {
  const { projectId: project } = accountOf(site, "google");
  return { stage: site.stage, name: site.names.of(...NAMED.database), project };
}
