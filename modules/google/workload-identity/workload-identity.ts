import { IamWorkloadIdentityPool } from "@cdktf/provider-google/lib/iam-workload-identity-pool/index.js";
import {
  IamWorkloadIdentityPoolProvider,
  type IamWorkloadIdentityPoolProviderConfig,
} from "@cdktf/provider-google/lib/iam-workload-identity-pool-provider/index.js";
import {
  GITHUB_ISSUER,
  type GithubRepository,
  githubJobKey,
  repositoryProblems,
} from "@groundplan/core/github";
import { atLeast, check, type Finding, must } from "@groundplan/core/problems";
import type { ModuleProps, PerStage } from "@groundplan/core/stage";
import { Construct } from "constructs";
import { type GoogleGrantee, poolIdProblem } from "../iam/index.ts";
import {
  callerProblems,
  GITHUB_MAPPING,
  type GithubCallers,
  githubCondition,
  LONGEST_SUBJECT,
  subjectsOf,
} from "./github-callers.ts";
import {
  claimCondition,
  type IssuerCallers,
  issuerProblems,
  subjectMapping,
} from "./other-issuers.ts";

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
   *
   * @default none
   */
  readonly github?: readonly GithubRepository[];

  /**
   * Other CIs whose jobs may log in, by a kebab-case key. One provider each; a new key replaces it.
   *
   * @default none
   */
  readonly issuers?: Readonly<Record<string, IssuerCallers>>;

  /**
   * Whether a plan that destroys the pool is refused (`prevent_destroy`).
   *
   * @default false in dev, true in prod
   */
  readonly protect?: boolean;

  /** Last word on the provider; shallow. See the README. */
  readonly overrides?: {
    readonly github?: Partial<IamWorkloadIdentityPoolProviderConfig>;
    readonly issuers?: Readonly<Record<string, Partial<IamWorkloadIdentityPoolProviderConfig>>>;
  };
}

/**
 * The door through which jobs of named repositories and CIs call Google Cloud with their own
 * short-lived tokens. It gives no rights: who comes in may do what is granted to its exact subject
 * (`jobs`, `caller`), or act as what trusts it (`DeployAccount`).
 */
export class WorkloadIdentity extends Construct {
  readonly pool: IamWorkloadIdentityPool;
  /** None where no repository of GitHub may log in. */
  readonly github?: IamWorkloadIdentityPoolProvider;
  /** One for each other CI, by its key. */
  readonly issuers: Readonly<Record<string, IamWorkloadIdentityPoolProvider>>;
  private readonly repositories: readonly GithubRepository[];

  constructor(scope: Construct, id: string, props: WorkloadIdentityProps) {
    super(scope, id);
    const generation = props.generation ?? 1;
    const poolId = generation === 1 ? props.name : `${props.name}-${generation}`;
    check(this, [
      atLeast("generation", generation, 1),
      poolIdProblem("name", poolId),
      ...callersProblems(props),
    ]);

    this.repositories = props.github ?? [];
    this.pool = new IamWorkloadIdentityPool(this, "Default", {
      project: props.project,
      workloadIdentityPoolId: poolId,
      description: "Jobs of CI, without a key",
      lifecycle: { preventDestroy: props.protect ?? DEFAULTS.protect[props.stage] },
    });
    this.github = this.createGithub(props);
    this.issuers = Object.fromEntries(
      Object.entries(props.issuers ?? {}).map(([key, callers]) => [
        key,
        this.createIssuer(key, callers, props),
      ]),
    );
  }

  /** True when jobs of a repository can log in here. */
  admits({ repositoryId }: GithubRepository): boolean {
    return this.repositories.some((each) => each.repositoryId === repositoryId);
  }

  /** The IAM member that is one exact subject. */
  subject(subject: string): string {
    return `principal://iam.googleapis.com/${this.pool.name}/subject/${subject}`;
  }

  /**
   * Jobs as something that can be given rights without a service account between: one grantee for each
   * exact subject.
   *
   * @param key kebab-case key for the ids of their grants
   * @throws PropsError where the pool does not let their repository in
   */
  jobs(key: string, callers: GithubCallers): GoogleGrantee[] {
    const { owner, name } = callers.repository;
    check(this, [
      must(
        this.admits(callers.repository),
        `repository of ${key}`,
        "be one that the pool lets in",
        `${owner}/${name}`,
      ),
      ...callerProblems(`jobs of ${key}`, callers),
    ]);
    return callers.jobs.flatMap((job) =>
      subjectsOf(callers, job).map((subject) => {
        const form = subject.includes("@") ? "" : "-by-name";
        return { key: `${key}-${githubJobKey(job)}${form}`, member: this.subject(subject) };
      }),
    );
  }

  /**
   * A job of another CI as something that can be given rights.
   *
   * @param key kebab-case key for the ids of its grants
   * @param subject the `sub` of its tokens, exactly
   */
  caller(key: string, subject: string): GoogleGrantee {
    check(this, [
      must(
        subject.length > 0 && subject.length <= LONGEST_SUBJECT && !subject.includes("*"),
        `subject of ${key}`,
        `be one exact subject of at most ${LONGEST_SUBJECT} characters, without *`,
        subject,
      ),
    ]);
    return { key, member: this.subject(subject) };
  }

  /** What a job of another CI makes its token for, where `issuers` names no audience. */
  audience(key: string): string {
    return `https://iam.googleapis.com/${this.issuers[key]!.name}`;
  }

  /** What a workflow of GitHub names as `workload_identity_provider`. */
  get provider(): string {
    check(this, [must(this.github !== undefined, "github", "name at least one repository")]);
    return this.github!.name;
  }

  private createGithub({ project, github = [], overrides }: WorkloadIdentityProps) {
    if (github.length === 0) return undefined;
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

  private createIssuer(key: string, callers: IssuerCallers, props: WorkloadIdentityProps) {
    const override = props.overrides?.issuers?.[key];
    return new IamWorkloadIdentityPoolProvider(this, `issuer-${key}`, {
      displayName: key,
      ...override,
      project: props.project,
      workloadIdentityPoolId: this.pool.workloadIdentityPoolId,
      workloadIdentityPoolProviderId: issuerProviderId(key),
      oidc: {
        issuerUri: callers.issuer,
        allowedAudiences: callers.audience ? [callers.audience] : undefined,
      },
      attributeMapping: { ...override?.attributeMapping, ...subjectMapping(key, callers) },
      // Without a condition everybody with a token of that issuer could log in.
      attributeCondition: claimCondition(callers),
    });
  }
}

/** Last part of the name that another CI's provider has in the pool. */
export function issuerProviderId(key: string): string {
  return `ci-${key}`;
}

function callersProblems({ github = [], issuers = {} }: WorkloadIdentityProps): Finding[] {
  return [
    must(
      github.length + Object.keys(issuers).length > 0,
      "github",
      "name at least one repository, or issuers another CI",
    ),
    ...github.flatMap((repository) => repositoryProblems("github", repository)),
    ...Object.entries(issuers).flatMap(([key, callers]) => [
      poolIdProblem(`issuers.${key}`, issuerProviderId(key)),
      ...issuerProblems(`issuers.${key}`, callers),
    ]),
  ];
}
