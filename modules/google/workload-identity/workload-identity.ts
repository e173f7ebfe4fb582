import { IamWorkloadIdentityPool } from "@cdktf/provider-google/lib/iam-workload-identity-pool/index.js";
import {
  IamWorkloadIdentityPoolProvider,
  type IamWorkloadIdentityPoolProviderConfig,
} from "@cdktf/provider-google/lib/iam-workload-identity-pool-provider/index.js";
import { GITHUB_ISSUER, type GithubRepository, repositoryProblems } from "@groundplan/core/github";
import { atLeast, check, must } from "@groundplan/core/problems";
import type { ModuleProps, PerStage } from "@groundplan/core/stage";
import { Construct } from "constructs";
import { poolIdProblem } from "../iam/index.ts";
import { GITHUB_MAPPING, githubCondition } from "./github-callers.ts";

/** What a stage gets where the caller says nothing. The README's table is checked against it. */
export const DEFAULTS = {
  protect: { dev: false, prod: true },
} as const satisfies Record<string, PerStage<unknown>>;

export interface WorkloadIdentityProps extends ModuleProps {
  /** Id of the pool, 4 to 32 characters with the generation. Replaces the pool and cuts callers off. */
  readonly name: string;

  /** Project id that the pool stands in; replaces the pool. */
  readonly project: string;

  /**
   * Which pool of this name it is. Google keeps the id of a deleted pool for 30 days: count up to make
   * it again sooner. From 2 on it is part of the id and replaces the pool.
   *
   * @default 1
   */
  readonly generation?: number;

  /**
   * Repositories on GitHub whose jobs may log in; what a job may do is granted apart. In place.
   */
  readonly github: readonly GithubRepository[];

  /**
   * Whether a plan that destroys the pool is refused (`prevent_destroy`).
   *
   * @default false in dev, true in prod
   */
  readonly protect?: boolean;

  /** Last word on the provider; shallow. See the README. */
  readonly overrides?: { readonly github?: Partial<IamWorkloadIdentityPoolProviderConfig> };
}

/**
 * The door through which jobs of named repositories call Google Cloud with their own short-lived
 * tokens. It gives no rights: who comes in may act as what trusts it (`DeployAccount`).
 */
export class WorkloadIdentity extends Construct {
  readonly pool: IamWorkloadIdentityPool;
  readonly github: IamWorkloadIdentityPoolProvider;
  private readonly repositories: readonly GithubRepository[];

  constructor(scope: Construct, id: string, props: WorkloadIdentityProps) {
    super(scope, id);
    const generation = props.generation ?? 1;
    const poolId = generation === 1 ? props.name : `${props.name}-${generation}`;
    check(this, [
      atLeast("generation", generation, 1),
      poolIdProblem("name", poolId),
      must(props.github.length > 0, "github", "name at least one repository"),
      ...props.github.flatMap((repository) => repositoryProblems("github", repository)),
    ]);

    this.repositories = props.github;
    this.pool = new IamWorkloadIdentityPool(this, "Default", {
      project: props.project,
      workloadIdentityPoolId: poolId,
      description: "Jobs of CI, without a key",
      lifecycle: { preventDestroy: props.protect ?? DEFAULTS.protect[props.stage] },
    });
    this.github = this.createGithub(props);
  }

  /** True when jobs of a repository can log in here. */
  admits({ repositoryId }: GithubRepository): boolean {
    return this.repositories.some((each) => each.repositoryId === repositoryId);
  }

  /** The IAM member that is one exact subject. */
  subject(subject: string): string {
    return `principal://iam.googleapis.com/${this.pool.name}/subject/${subject}`;
  }

  /** What a workflow names as `workload_identity_provider`. */
  get provider(): string {
    return this.github.name;
  }

  private createGithub({ project, github, overrides }: WorkloadIdentityProps) {
    return new IamWorkloadIdentityPoolProvider(this, "github", {
      displayName: "GitHub Actions",
      ...overrides?.github,
      project,
      workloadIdentityPoolId: this.pool.workloadIdentityPoolId,
      workloadIdentityPoolProviderId: "github",
      oidc: { issuerUri: `https://${GITHUB_ISSUER}` },
      attributeMapping: { ...overrides?.github?.attributeMapping, ...GITHUB_MAPPING },
      // Without a condition every repository on GitHub could log in.
      attributeCondition: githubCondition(github),
    });
  }
}
