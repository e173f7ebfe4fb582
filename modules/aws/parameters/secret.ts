import {
  SecretsmanagerSecret,
  type SecretsmanagerSecretConfig,
} from "@cdktf/provider-aws/lib/secretsmanager-secret/index.js";
import { type Finding, known, must, whole } from "@groundplan/core/problems";
import type { ModuleProps, PerStage } from "@groundplan/core/stage";
import type { Construct } from "constructs";
import {
  addressProblems,
  ExistingSecret,
  SecretAccess,
  type SecretAddress,
} from "./secret-access.ts";

/** What a stage gets where the caller says nothing. The README's table is checked against it. */
export const DEFAULTS = {
  recoveryDays: { dev: 0, prod: 30 },
  protect: { dev: false, prod: true },
} as const satisfies Record<string, PerStage<unknown>>;

export interface SecretProps extends ModuleProps, SecretAddress {
  /** For people, in the console: what it opens. In place. @default none */
  readonly description?: string;

  /**
   * Days in which a deleted secret can be had back, 7 to 30, or 0 for none. As long its name is taken. In
   * place.
   *
   * @default 0 in dev, 30 in prod
   */
  readonly recoveryDays?: number;

  /**
   * Whether a plan that destroys it is refused.
   *
   * @default false in dev, true in prod
   */
  readonly protect?: boolean;

  /** Last word on each resource; shallow. See the README. */
  readonly overrides?: { readonly secret?: Partial<SecretsmanagerSecretConfig> };
}

/**
 * A named place in Secrets Manager for one secret value, which people or pipelines put, and who may read
 * it. No value ever passes through Terraform.
 *
 * @stateful
 */
export class Secret extends SecretAccess {
  readonly secret: SecretsmanagerSecret;

  constructor(scope: Construct, id: string, props: SecretProps) {
    super(scope, id, props, secretProblems(props));
    const { stage, name, keyArn, overrides } = props;
    this.secret = new SecretsmanagerSecret(this, "Default", {
      description: props.description,
      ...overrides?.secret,
      name,
      kmsKeyId: keyArn,
      recoveryWindowInDays: props.recoveryDays ?? DEFAULTS.recoveryDays[stage],
      lifecycle: {
        ...overrides?.secret?.lifecycle,
        preventDestroy: props.protect ?? DEFAULTS.protect[stage],
      },
    });
  }

  /** A secret that another stack or a person made, by its name: nothing is read from that stack. */
  static fromExisting(scope: Construct, id: string, address: SecretAddress): SecretAccess {
    return new ExistingSecret(scope, id, address);
  }

  get secretArn(): string {
    return this.secret.arn;
  }

  protected get grantedArn(): string {
    return this.secret.arn;
  }
}

/** Everything that is wrong with the props, in the words of the props. */
export function secretProblems(props: SecretProps): Finding[] {
  const { recoveryDays: days } = props;
  return [
    ...addressProblems(props),
    whole("recoveryDays", days),
    known(days) &&
      must(days === 0 || (days >= 7 && days <= 30), "recoveryDays", "be 0 or 7 to 30", days),
  ];
}
