import { LayerStack, type Placement } from "@groundplan/core/site";
import { Postgres } from "@groundplan/google/postgres";
import type { App } from "cdktf";
import { serverProps } from "./cloud-sql.ts";
import { APP, NAMED } from "./names.ts";
import type { NetworkStack } from "./network.ts";
import type { CloudSqlSettings, RunningRelease } from "./settings.ts";

/** What the database belongs to. */
export interface DatabaseStackProps {
  readonly platform: Placement<RunningRelease>;
  readonly server: CloudSqlSettings;
  readonly network: NetworkStack;
  /** Makes the application's account, and is there before its rights. */
  readonly accounts: LayerStack;
  /** Address of that account. */
  readonly email: string;
}

/** The database in Cloud SQL. It hands out nothing: where it is and who logs in follow from names. */
export class DatabaseStack extends LayerStack {
  constructor(scope: App, { platform, server, network, accounts, email }: DatabaseStackProps) {
    const { site } = platform;
    super(scope, { site, app: APP, layer: "database", clouds: ["google"] });
    this.addDependency(accounts);
    const database = new Postgres(this, "database", {
      stage: site.stage,
      name: site.names.of(...NAMED.server),
      network: network.networkIn(this),
      ...serverProps(server),
    });
    database.grantConnect({ key: "web", email, member: `serviceAccount:${email}` });
  }
}
