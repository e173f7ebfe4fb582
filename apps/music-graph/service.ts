import { tellPeople } from "@groundplan/core/outputs";
import { accountOf, LayerStack, type Placement } from "@groundplan/core/site";
import { ExistingRegistry } from "@groundplan/google/artifact-registry";
import { CloudRun } from "@groundplan/google/cloud-run";
import { serviceAccountGrantee } from "@groundplan/google/iam";
import { ServiceAccount, serviceAccountEmail } from "@groundplan/google/service-account";
import type { App } from "cdktf";
import { PROXY_HEALTH, wayTo } from "./cloud-sql.ts";
import { DATABASE, serviceFile } from "./compose.ts";
import type { DatabaseStack } from "./database.ts";
import { APP, NAMED, registryAddress } from "./names.ts";
import { HOSTS, type NetworkStack } from "./network.ts";
import type { RegistryStack } from "./registry.ts";
import type { MusicGraphCloudRun, MusicGraphShared } from "./settings.ts";

/** Who the service is. */
export interface AccountStackProps {
  readonly platform: Placement<MusicGraphCloudRun>;
  /** The registries that Cloud Run pulls from. */
  readonly shared: Placement<MusicGraphShared>;
  readonly registry: RegistryStack;
}

/** The service's own account, and Cloud Run's right to its images. There before its database's rights. */
export class AccountStack extends LayerStack {
  readonly email: string;
  readonly images: { readonly web: string };

  constructor(scope: App, { platform, shared, registry }: AccountStackProps) {
    const { site, settings } = platform;
    super(scope, { site, app: APP, layer: "account", clouds: ["google"] });
    const { projectId: project, projectNumber } = accountOf(site, "google");
    const name = site.names.of(...NAMED.web);
    new ServiceAccount(this, "web", {
      ...{ name, project },
      purpose: "Answers visitors of music-graph and keeps their data",
    });
    this.email = serviceAccountEmail(name, project);

    this.addDependency(registry);
    const images = new ExistingRegistry(
      this,
      "registry",
      registryAddress(shared, settings.channel),
    );
    // Not the service pulls its image but Google, as its agent in the service's project.
    const agent = `service-${projectNumber}@serverless-robot-prod.iam.gserviceaccount.com`;
    images.grantPull(serviceAccountGrantee("cloud-run", agent));
    this.images = { web: images.image("web", settings.runningDigest) };
  }
}

/** What the service stands on. */
export interface ServiceStackProps {
  readonly platform: Placement<MusicGraphCloudRun>;
  readonly network: NetworkStack;
  readonly accounts: AccountStack;
  readonly database: DatabaseStack;
}

/** The application on Cloud Run, with the way to its database beside it. */
export class ServiceStack extends LayerStack {
  constructor(scope: App, { platform, network, accounts, database }: ServiceStackProps) {
    const { site, settings } = platform;
    super(scope, { site, app: APP, layer: "service", clouds: ["google"] });
    this.addDependency(accounts);
    this.addDependency(database);
    const { projectId: project, region } = accountOf(site, "google");
    const web = new CloudRun(this, "web", {
      stage: site.stage,
      name: site.names.of(...NAMED.service),
      ...{ project, region },
      account: { email: accounts.email },
      app: {
        compose: serviceFile(wayTo(site, accounts.email, settings.database)),
        release: accounts.images.web,
      },
      service: "web",
      port: 8000,
      environment: { DATABASE_HOST: "127.0.0.1" },
      beside: { [DATABASE]: PROXY_HEALTH },
      network: { network: network.networkIn(this), subnet: HOSTS },
      ...settings.service,
    });
    tellPeople(this, "address", "where the service answers", web.uri);
  }
}
