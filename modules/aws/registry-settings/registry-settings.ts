import { EcrPullThroughCacheRule } from "@cdktf/provider-aws/lib/ecr-pull-through-cache-rule/index.js";
import { EcrRegistryPolicy } from "@cdktf/provider-aws/lib/ecr-registry-policy/index.js";
import { EcrRegistryScanningConfiguration } from "@cdktf/provider-aws/lib/ecr-registry-scanning-configuration/index.js";
import { EcrReplicationConfiguration } from "@cdktf/provider-aws/lib/ecr-replication-configuration/index.js";
import { EcrRepositoryCreationTemplate } from "@cdktf/provider-aws/lib/ecr-repository-creation-template/index.js";
import { check, type Finding, must } from "@groundplan/core/problems";
import type { Stage } from "@groundplan/core/stage";
import { Construct } from "constructs";
import { type AwsLocation, locationOf } from "../account/index.ts";
import { type PolicyStatement, policyJson } from "../iam/index.ts";
import { lifecyclePolicy } from "../registry/cleanup.ts";
import { DEFAULTS } from "./defaults.ts";
import { ImageCache } from "./image-cache.ts";
import { registrySettingsProblems } from "./registry-settings-problems.ts";
import type {
  CacheProps,
  MadeRepositories,
  ReceivedProps,
  RegistrySettingsProps,
  ReplicationProps,
} from "./registry-settings-props.ts";
import { UPSTREAMS } from "./upstreams.ts";

/**
 * What ECR has once for an account and region: scanning, caches of other registries, and copies to and from
 * other regions and accounts. A second one would take the first one's settings away, and is refused.
 */
export class RegistrySettings extends Construct {
  readonly scanning: EcrRegistryScanningConfiguration;
  /** Caches by their prefix. */
  readonly caches: Readonly<Record<string, ImageCache>>;
  private readonly place: AwsLocation;
  private readonly stage: Stage;

  constructor(scope: Construct, id: string, props: RegistrySettingsProps) {
    super(scope, id);
    this.place = locationOf(this);
    this.stage = props.stage;
    check(this, [this.isAlone(), ...registrySettingsProblems(props, this.place)]);
    this.scanning = this.scan(props);
    this.caches = Object.fromEntries(
      sorted(props.caches).map(([prefix, cache]) => [prefix, this.pullThrough(prefix, cache)]),
    );
    this.replicate(sorted(props.replication).map(([, rule]) => rule));
    this.receive(sorted(props.receives));
  }

  private isAlone(): Finding {
    const other = this.node.root.node
      .findAll()
      .find(
        (each) =>
          each instanceof RegistrySettings &&
          each !== this &&
          JSON.stringify(each.place) === JSON.stringify(this.place),
      );
    return must(
      other === undefined,
      "settings",
      "be made once for an account and region",
      undefined,
      `those of ${this.place.accountId} in ${this.place.region} are made at ${other?.node.path}`,
    );
  }

  private scan({ scanning, stage }: RegistrySettingsProps) {
    const all = [{ filter: "*", filterType: "WILDCARD" }];
    const enhanced = (scanning ?? DEFAULTS.scanning[stage]) === "enhanced";
    return new EcrRegistryScanningConfiguration(this, "Default", {
      scanType: enhanced ? "ENHANCED" : "BASIC",
      rule: [
        { scanFrequency: enhanced ? "CONTINUOUS_SCAN" : "SCAN_ON_PUSH", repositoryFilter: all },
      ],
    });
  }

  private pullThrough(prefix: string, cache: CacheProps): ImageCache {
    const made = new ImageCache(this, prefix, { prefix });
    const template = this.cleanedUp(made, prefix, "PULL_THROUGH_CACHE", cache);
    new EcrPullThroughCacheRule(made, "Default", {
      ecrRepositoryPrefix: prefix,
      upstreamRegistryUrl: UPSTREAMS[cache.upstream].host,
      credentialArn: cache.credentialArn,
      // A repository that is made before the template is there never gets what it says.
      dependsOn: [template],
    });
    return made;
  }

  private replicate(rules: readonly ReplicationProps[]): void {
    if (rules.length === 0) return;
    new EcrReplicationConfiguration(this, "replication", {
      replicationConfiguration: {
        rule: rules.map(({ of, to }) => ({
          destination: to.map(({ region, accountId }) => ({
            region,
            registryId: accountId ?? this.place.accountId,
          })),
          // With its slash: `acme` alone would be `acme-other/...` as well.
          repositoryFilter: of.map((prefix) => ({
            filter: `${prefix}/`,
            filterType: "PREFIX_MATCH",
          })),
        })),
      },
    });
  }

  private receive(received: readonly (readonly [string, ReceivedProps])[]): void {
    for (const [prefix, each] of received) {
      const scope = new Construct(this, `from-${prefix.replaceAll("/", ".")}`);
      this.cleanedUp(scope, prefix, "REPLICATION", each);
    }
    const accounts = new Set(received.flatMap(([, { fromAccounts = [] }]) => fromAccounts));
    if (accounts.size === 0) return;
    new EcrRegistryPolicy(this, "policy", {
      policy: policyJson(
        [...accounts].sort().map((account) =>
          this.maySend(
            account,
            received.filter(([, each]) => each.fromAccounts?.includes(account)).map(([key]) => key),
          ),
        ),
      ),
    });
  }

  private maySend(account: string, prefixes: readonly string[]): PolicyStatement {
    const { partition, region, accountId } = this.place;
    const repository = `arn:${partition}:ecr:${region}:${accountId}:repository`;
    return {
      sid: `ReceiveFrom${account}`,
      actions: ["ecr:CreateRepository", "ecr:ReplicateImage"],
      principals: { AWS: [`arn:${partition}:iam::${account}:root`] },
      resources: prefixes.map((prefix) => `${repository}/${prefix}/*`),
    };
  }

  /** What ECR makes by itself is otherwise cleaned up by nobody. Its tags move as those of its source do. */
  private cleanedUp(
    scope: Construct,
    prefix: string,
    appliedFor: "PULL_THROUGH_CACHE" | "REPLICATION",
    { keepNewest = DEFAULTS.keepNewest[this.stage] }: MadeRepositories,
  ) {
    return new EcrRepositoryCreationTemplate(scope, "template", {
      prefix,
      appliedFor: [appliedFor],
      imageTagMutability: "MUTABLE",
      lifecyclePolicy: lifecyclePolicy({ newest: { match: "any", keep: { newest: keepNewest } } }),
    });
  }
}

function sorted<T>(record: Readonly<Record<string, T>> = {}): [string, T][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
