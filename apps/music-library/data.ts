import { Bucket, type BucketStore } from "@groundplan/aws/bucket";
import type { WatchedDatabase } from "@groundplan/aws/observability";
import { Secret, type SecretAccess } from "@groundplan/aws/parameters";
import { type ExistingPostgres, POSTGRES_SHAPE, Postgres } from "@groundplan/aws/postgres";
import { Queue, type QueueStore } from "@groundplan/aws/queue";
import { Contract, type PublishedContract } from "@groundplan/core/contracts";
import { tellPeople } from "@groundplan/core/outputs";
import { LayerStack, type Placement } from "@groundplan/core/site";
import type { App } from "cdktf";
import { coversProps, databaseProps, jobsProps } from "./data-props.ts";
import { APP, NAMED } from "./names.ts";
import type { NetworkStack } from "./network.ts";
import type { MusicLibrarySettings } from "./settings.ts";

/** The database as other stacks meet it. Bucket, queue and secret are known by their names. */
export const DATA = new Contract("data", POSTGRES_SHAPE);

/** What the data belong to. */
export interface DataStackProps {
  readonly placement: Placement<MusicLibrarySettings>;
  readonly network: NetworkStack;
}

/** What holds data, in another stack. */
export interface Data {
  readonly database: ExistingPostgres;
  readonly covers: BucketStore;
  readonly jobs: QueueStore;
  readonly secretKey: SecretAccess;
}

/** What the application keeps: its database, its covers, work that waits, and Django's key. */
export class DataStack extends LayerStack {
  readonly data: PublishedContract<typeof DATA.shape>;
  /** What alarms know of the database without reading. */
  readonly watched: WatchedDatabase;

  constructor(scope: App, { placement, network }: DataStackProps) {
    const { site, settings } = placement;
    const { stage, names } = site;
    super(scope, { site, app: APP, layer: "data", clouds: ["aws"] });

    const database = new Postgres(this, "database", {
      ...databaseProps(stage, names.of(...NAMED.database), settings),
      network: network.networkIn(this),
    });
    new Bucket(this, "covers", coversProps(stage, names.of(...NAMED.covers), settings));
    new Queue(this, "jobs", jobsProps(stage, names.of(...NAMED.jobs), settings));
    const key = new Secret(this, "secret-key", {
      stage,
      name: names.of(...NAMED.secretKey),
      description: "What Django signs sessions with; 50 characters or more",
    });
    tellPeople(this, "django_key", "the secret whose value a person puts, once", key.name);

    this.watched = database.watched;
    this.data = DATA.publish(this, database.contractValues());
  }

  /** What holds data in another stack: read from the contract, and known by names. */
  dataIn(consumer: LayerStack): Data {
    const { names } = this.site;
    const named = (thing: "covers" | "jobs" | "secretKey") => {
      const [kind, component] = NAMED[thing];
      return { name: names.of(kind, component) };
    };
    return {
      database: Postgres.fromExisting(consumer, "database", this.data.readFrom(consumer)),
      covers: Bucket.fromExisting(consumer, "covers", named("covers")),
      jobs: Queue.fromExisting(consumer, "jobs", named("jobs")),
      secretKey: Secret.fromExisting(consumer, "secret-key", named("secretKey")),
    };
  }
}
