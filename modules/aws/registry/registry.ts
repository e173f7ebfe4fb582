import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy/index.js";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository/index.js";
import { EcrRepositoryPolicy } from "@cdktf/provider-aws/lib/ecr-repository-policy/index.js";
import { nameProblem } from "@groundplan/core/naming";
import { atLeast, check, type Finding, matching, must, unique } from "@groundplan/core/problems";
import type { Construct } from "constructs";
import { locationOf } from "../account/index.ts";
import { policyJson } from "../iam/index.ts";
import { type CleanupRules, lifecyclePolicy } from "./cleanup.ts";
import { lintCleanup } from "./cleanup-linter.ts";
import { DEFAULTS, IN_USE_RULE, IN_USE_TAGS } from "./defaults.ts";
import type { RegistryProps } from "./registry-props.ts";
import {
  ExistingRegistry,
  type ExistingRegistryProps,
  PULL_ACTIONS,
  RegistryStore,
} from "./registry-store.ts";

/**
 * A repository for the images that we build, which cleans itself up and never deletes what runs.
 *
 * @stateful
 */
export class Registry extends RegistryStore {
  readonly repository: EcrRepository;
  readonly name: string;

  constructor(scope: Construct, id: string, props: RegistryProps) {
    super(scope, id);
    const { stage } = props;
    const cleanup = props.cleanup ?? DEFAULTS.cleanup[stage];
    check(this, registryProblems(props, cleanup));
    this.name = props.name;
    this.repository = this.createRepository(props);
    this.cleanUp(cleanup);
    this.share(props.pullFromAccounts ?? []);
  }

  /** A repository that another stack makes: its address and its grants, from the name alone. */
  static fromExisting(
    scope: Construct,
    id: string,
    props: ExistingRegistryProps,
  ): ExistingRegistry {
    return new ExistingRegistry(scope, id, props);
  }

  private createRepository({ name, stage, overrides, ...props }: RegistryProps): EcrRepository {
    const protect = props.protect ?? DEFAULTS.protect[stage];
    const immutable = props.immutableTags ?? DEFAULTS.immutableTags[stage];
    return new EcrRepository(this, "Default", {
      imageScanningConfiguration: { scanOnPush: true },
      ...overrides?.repository,
      name,
      forceDelete: !protect,
      imageTagMutability: immutable ? "IMMUTABLE_WITH_EXCLUSION" : "MUTABLE",
      // A deployment moves these from image to image.
      imageTagMutabilityExclusionFilter: immutable
        ? [{ filter: IN_USE_TAGS, filterType: "WILDCARD" }]
        : undefined,
      encryptionConfiguration: [
        props.encryptionKeyArn
          ? { encryptionType: "KMS", kmsKey: props.encryptionKeyArn }
          : { encryptionType: "AES256" },
      ],
      ...(protect && { lifecycle: { ...overrides?.repository?.lifecycle, preventDestroy: true } }),
    });
  }

  private cleanUp(cleanup: CleanupRules): void {
    new EcrLifecyclePolicy(this, "cleanup", {
      repository: this.repository.name,
      policy: lifecyclePolicy({
        ...cleanup,
        [IN_USE_RULE]: { match: { tags: [IN_USE_TAGS] }, keep: "all" },
      }),
    });
  }

  private share(accounts: readonly string[]): void {
    if (accounts.length === 0) return;
    const { partition } = locationOf(this);
    new EcrRepositoryPolicy(this, "sharing", {
      repository: this.repository.name,
      policy: policyJson([
        {
          sid: "PullFromAccounts",
          actions: PULL_ACTIONS,
          principals: { AWS: accounts.map((id) => `arn:${partition}:iam::${id}:root`).sort() },
        },
      ]),
    });
  }
}

/** Everything that is wrong with a repository's props. */
export function registryProblems(props: RegistryProps, cleanup: CleanupRules): Finding[] {
  const { stage, pullFromAccounts = [] } = props;
  const rollbackDays = props.rollbackDays ?? DEFAULTS.rollbackDays[stage];
  return [
    nameProblem("name", "ecr-repository", props.name),
    matching("name", props.name, /^[a-z0-9._/-]+$/, "be in lower case"),
    atLeast("rollbackDays", rollbackDays, 1),
    must(
      !(IN_USE_RULE in cleanup),
      `cleanup.${IN_USE_RULE}`,
      "have a name of its own: what is in use has a rule already",
    ),
    ...lintCleanup(cleanup, {
      rollbackDays,
      pushedTags: props.pushedTags ?? (props.cleanup ? [] : DEFAULTS.pushedTags[stage]),
    }),
    unique("pullFromAccounts", pullFromAccounts),
    ...pullFromAccounts.map((id) => matching("pullFromAccounts", id, /^\d{12}$/, "be 12 digits")),
  ];
}
