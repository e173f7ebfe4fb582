import { MonitoringNotificationChannel } from "@cdktf/provider-google/lib/monitoring-notification-channel/index.js";
import { Contract, type PublishedContract } from "@groundplan/core/contracts";
import { accountOf, LayerStack, type Placement } from "@groundplan/core/site";
import { ExistingRegistry } from "@groundplan/google/artifact-registry";
import { ServiceAccount } from "@groundplan/google/service-account";
import { VmHost } from "@groundplan/google/vm-host";
import type { App } from "cdktf";
import { serverInUse, wayTo } from "./cloud-sql.ts";
import {
  type DatabaseLogIn,
  hostApp,
  machineProps,
  PUBLIC_ADDRESS,
  visitorsOf,
  watchOf,
} from "./host-props.ts";
import { APP, NAMED, registryAddress } from "./names.ts";
import { HOSTS, type NetworkStack } from "./network.ts";
import { applier, releasers } from "./pipeline.ts";
import type { RegistryStack } from "./registry.ts";
import type { SecretsStack } from "./secrets.ts";
import type { MusicGraphPlatform, MusicGraphShared } from "./settings.ts";

/** The host as other stacks meet it: its identity and its address. */
export const HOST = new Contract("host", {
  /** IAM member of the host's service account. */
  member: "text",
  /** Numeric id of the service account: what AWS trusts. */
  serviceAccountId: "text",
  /** Address that stays, whatever machine has it. */
  publicIp: "text",
});

/** What the host stands on. */
export interface HostStackProps {
  readonly platform: Placement<MusicGraphPlatform>;
  /** The registries that the host pulls from. */
  readonly shared: Placement<MusicGraphShared>;
  readonly registry: RegistryStack;
  readonly network: NetworkStack;
  /** There where the database runs on the host, which has a password. */
  readonly secrets?: SecretsStack;
}

/** The machine with its disk and its address, who it is, what it may read, and who may come in. */
export class HostStack extends LayerStack {
  readonly host: PublishedContract<typeof HOST.shape>;
  /** Address of the host's account. */
  readonly email: string;

  constructor(scope: App, props: HostStackProps) {
    const { site } = props.platform;
    super(scope, { site, app: APP, layer: "host", clouds: ["google"] });

    const account = new ServiceAccount(this, "host", {
      name: site.names.of(...NAMED.host),
      project: accountOf(site, "google").projectId,
      purpose: "Runs the containers of music-graph and uploads its dumps",
    });
    this.email = account.email;
    const machine = this.createMachine(props, account);

    this.host = HOST.publish(this, {
      member: account.member,
      serviceAccountId: account.uniqueId,
      publicIp: machine.publicIp!,
    });
  }

  /** Grants live with the grantee, so that shared never waits for a platform. */
  private createMachine(props: HostStackProps, account: ServiceAccount): VmHost {
    const { platform, shared, registry, network: networks } = props;
    const { site, settings } = platform;
    this.addDependency(registry);
    const images = new ExistingRegistry(
      this,
      "registry",
      registryAddress(shared, settings.channel),
    );
    images.grantPull(account);
    const network = networks.networkIn(this);
    network.openSsh("ssh", { account });
    network.open("https", { to: { account }, ...visitorsOf(settings.host) });

    const release = images.image("web", settings.runningDigest);
    const machine = new VmHost(this, "machine", {
      stage: site.stage,
      name: site.names.of(...NAMED.machine),
      network,
      subnet: HOSTS,
      account,
      ...machineProps(platform, shared),
      publicAddress: PUBLIC_ADDRESS,
      app: hostApp(platform, release, this.logIn(props, account)),
      watch: watchOf(settings, this.createChannel(settings.host.alertEmail)),
    });
    const { pipeline, channel } = settings;
    for (const deployer of pipeline ? releasers(site, pipeline, channel) : []) {
      machine.grantDeploy(deployer);
    }
    if (settings.appliedByCi) machine.grantDeploy(applier(site));
    return machine;
  }

  private logIn({ platform, secrets }: HostStackProps, account: ServiceAccount): DatabaseLogIn {
    const { site, settings } = platform;
    const server = serverInUse(settings.database);
    if (server) return wayTo(site, account.email, server);
    const database = secrets!.databaseIn(this);
    database.grantRead(account);
    return { password: database.version(settings.host.passwordVersion!) };
  }

  private createChannel(alertEmail: string | undefined): string | undefined {
    if (!alertEmail) return undefined;
    const channel = new MonitoringNotificationChannel(this, "on-call", {
      displayName: `${APP} ${this.site.environment} host`,
      type: "email",
      labels: { email_address: alertEmail },
    });
    return channel.name;
  }
}
