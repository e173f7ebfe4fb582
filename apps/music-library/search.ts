import { locationOf } from "@groundplan/aws/account";
import { Bucket } from "@groundplan/aws/bucket";
import type { WatchedSearch } from "@groundplan/aws/observability";
import {
  Opensearch,
  SEARCH_SHAPE,
  type SearchDomain,
  snapshotRoleName,
} from "@groundplan/aws/opensearch";
import { Contract, type PublishedContract } from "@groundplan/core/contracts";
import { tellPeople } from "@groundplan/core/outputs";
import { LayerStack, type Placement } from "@groundplan/core/site";
import type { App } from "cdktf";
import { searchProps } from "./data-props.ts";
import { APP, NAMED } from "./names.ts";
import type { NetworkStack } from "./network.ts";
import type { MusicLibrarySettings } from "./settings.ts";

/** The search domain as other stacks meet it, beside its name. */
export const SEARCH = new Contract("search", SEARCH_SHAPE);

/** What the search belongs to. */
export interface SearchStackProps {
  readonly placement: Placement<MusicLibrarySettings>;
  readonly network: NetworkStack;
}

/** The search domain, which can be made anew from the database, and a bucket for its snapshots. */
export class SearchStack extends LayerStack {
  readonly search: PublishedContract<typeof SEARCH.shape>;
  /** What alarms know of the domain without reading. */
  readonly watched: WatchedSearch;

  constructor(scope: App, { placement, network }: SearchStackProps) {
    const { site, settings } = placement;
    const { stage, names } = site;
    super(scope, { site, app: APP, layer: "search", clouds: ["aws"] });

    const bucket = new Bucket(this, "snapshots", {
      stage,
      name: names.of(...NAMED.searchSnapshots),
    });
    const domain = new Opensearch(this, "search", {
      ...searchProps(stage, names.of(...NAMED.search), settings),
      network: network.networkIn(this),
      snapshots: { bucket },
    });
    tellPeople(
      this,
      "snapshot_role",
      "the role that the domain writes snapshots with",
      domain.snapshotRole!.role.arn,
    );

    this.watched = domain.watched;
    this.search = SEARCH.publish(this, domain.contractValues());
  }

  /** Where snapshots go, and who writes them: known by their names. */
  snapshotsOf(): { readonly snapshots: string; readonly snapshotRole: string } {
    const { names } = this.site;
    const role = snapshotRoleName(names.of(...NAMED.search));
    const { accountId, partition } = locationOf(this);
    return {
      snapshots: names.of(...NAMED.searchSnapshots),
      snapshotRole: `arn:${partition}:iam::${accountId}:role/${role}`,
    };
  }

  /** The domain in another stack. */
  searchIn(consumer: LayerStack): SearchDomain {
    return Opensearch.fromExisting(consumer, "search", {
      name: this.site.names.of(...NAMED.search),
      ...this.search.readFrom(consumer),
    });
  }
}
