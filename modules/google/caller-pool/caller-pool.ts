import { IamWorkloadIdentityPool } from "@cdktf/provider-google/lib/iam-workload-identity-pool/index.js";
import {
  IamWorkloadIdentityPoolProvider,
  type IamWorkloadIdentityPoolProviderConfig,
} from "@cdktf/provider-google/lib/iam-workload-identity-pool-provider/index.js";
import { atLeast, check, type Finding, must } from "@groundplan/core/problems";
import type { ModuleProps, PerStage } from "@groundplan/core/stage";
import { Construct } from "constructs";
import { type GoogleGrantee, poolIdProblem } from "../iam/index.ts";
import {
  type AwsCallers,
  attributeCondition,
  attributeMapping,
  callerProblems,
  roleArn,
} from "./aws-callers.ts";

/** What a stage gets where the caller says nothing. The README's table is checked against it. */
export const DEFAULTS = {
  protect: { dev: false, prod: true },
} satisfies Record<string, PerStage<unknown>>;

/** What a pool is made from. */
export interface CallerPoolProps extends ModuleProps {
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
   * Who calls from AWS, by a key for the account. One provider each; a new key replaces it.
   */
  readonly awsAccounts: Readonly<Record<string, AwsCallers>>;

  /**
   * Whether a plan that destroys the pool is refused (`prevent_destroy`).
   *
   * @default false in dev, true in prod
   */
  readonly protect?: boolean;

  /** Last word on each provider, by the key of its account; shallow. @default no overrides */
  readonly overrides?: {
    readonly providers?: Readonly<Record<string, Partial<IamWorkloadIdentityPoolProviderConfig>>>;
  };
}

/**
 * The door through which named roles of AWS accounts call Google Cloud with their own short-lived
 * tokens. It gives no rights: what a role may do says the grant that it gets elsewhere.
 */
export class CallerPool extends Construct {
  readonly pool: IamWorkloadIdentityPool;
  /** One for each account, by its key. */
  readonly providers: Readonly<Record<string, IamWorkloadIdentityPoolProvider>>;

  private readonly awsAccounts: Readonly<Record<string, AwsCallers>>;

  constructor(scope: Construct, id: string, props: CallerPoolProps) {
    super(scope, id);
    const generation = props.generation ?? 1;
    const poolId = generation === 1 ? props.name : `${props.name}-${generation}`;
    const protect = props.protect ?? DEFAULTS.protect[props.stage];
    check(this, [atLeast("generation", generation, 1), ...poolProblems(poolId, props)]);

    this.awsAccounts = props.awsAccounts;
    this.pool = new IamWorkloadIdentityPool(this, "Default", {
      project: props.project,
      workloadIdentityPoolId: poolId,
      description: "Callers from other clouds, without a key",
      lifecycle: { preventDestroy: protect },
    });
    this.providers = Object.fromEntries(
      Object.keys(props.awsAccounts).map((key) => [key, this.createProvider(key, props)]),
    );
  }

  /**
   * A role of an account as something that can be given rights.
   *
   * @param key kebab-case key for the ids of its grants
   * @param account key of the account in `awsAccounts`
   * @throws PropsError when the pool lets no such role in
   */
  awsRole(key: string, account: string, role: string): GoogleGrantee {
    const callers = this.awsAccounts[account];
    check(this, [
      must(
        callers?.roles.includes(role) ?? false,
        `role of ${key}`,
        `be named in awsAccounts.${account}.roles`,
        role,
      ),
    ]);
    const value = roleArn(callers!.accountId, role);
    const pool = `principalSet://iam.googleapis.com/${this.pool.name}`;
    return { key, member: `${pool}/attribute.aws_role/${value}` };
  }

  /**
   * What a caller names when it trades its token. With
   * `gcloud iam workload-identity-pools create-cred-config --aws` it becomes a file without secrets.
   */
  audience(account: string): string {
    return `//iam.googleapis.com/${this.providers[account]!.name}`;
  }

  private createProvider(key: string, props: CallerPoolProps): IamWorkloadIdentityPoolProvider {
    const callers = props.awsAccounts[key]!;
    return new IamWorkloadIdentityPoolProvider(this, key, {
      project: props.project,
      workloadIdentityPoolId: this.pool.workloadIdentityPoolId,
      workloadIdentityPoolProviderId: providerId(key),
      displayName: `AWS account ${callers.accountId}`,
      attributeMapping: attributeMapping(callers),
      ...props.overrides?.providers?.[key],
      aws: { accountId: callers.accountId },
      // Without a condition every role of the account could trade its token here.
      attributeCondition: attributeCondition(callers),
    });
  }
}

function providerId(key: string): string {
  return `aws-${key}`;
}

function poolProblems(poolId: string, { awsAccounts }: CallerPoolProps): Finding[] {
  const keys = Object.keys(awsAccounts);
  return [
    poolIdProblem("name", poolId),
    must(keys.length > 0, "awsAccounts", "name at least one account"),
    ...keys.flatMap((key) => [
      poolIdProblem(`awsAccounts.${key}`, providerId(key)),
      ...callerProblems(`awsAccounts.${key}`, awsAccounts[key]!),
    ]),
  ];
}
