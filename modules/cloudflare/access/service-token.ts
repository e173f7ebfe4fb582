import { ZeroTrustAccessServiceToken } from "@cdktf/provider-cloudflare/lib/zero-trust-access-service-token/index.js";
import { between, check, type Finding, matching, must, whole } from "@groundplan/core/problems";
import type { ModuleProps, PerStage } from "@groundplan/core/stage";
import { TerraformOutput, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { type AccessRule, serviceToken } from "./who.ts";

/** What a service token gets when nothing is said. */
export const SERVICE_TOKEN_DEFAULTS = {
  validDays: { dev: 90, prod: 365 } as PerStage<number>,
};

/** A new secret beside the old one. */
export interface SecretRotation {
  /** Number of the secret: one more than before makes another. The first one is 1. */
  readonly version: number;
  /** Until when the old one is taken, in UTC: `2026-12-31T00:00:00Z`. */
  readonly previousUntil: string;
}

export interface AccessServiceTokenProps extends ModuleProps {
  /** The account with the Zero Trust organisation. A change replaces the token. */
  readonly accountId: string;

  /** What machine it is for; shown in the dashboard. A change happens in place. */
  readonly name: string;

  /**
   * Days for which the token is good, 1 to 3650. Nothing renews it. A change happens in place.
   *
   * @default 90 in dev, 365 in prod
   */
  readonly validDays?: number;

  /** Makes another secret, and leaves time to carry it to where it is used. @default the first secret */
  readonly rotation?: SecretRotation;
}

/**
 * A token with which a machine gets in, made by Terraform.
 *
 * Its secret is in the state: Cloudflare tells it once, and the provider keeps it. A stack that has one
 * must publish nothing, for whoever reads an output can read the state. Make the token outside instead,
 * and name its id, wherever that will do: `serviceToken(id)`. See the README.
 */
export class AccessServiceToken extends Construct {
  readonly token: ZeroTrustAccessServiceToken;

  constructor(scope: Construct, id: string, props: AccessServiceTokenProps) {
    super(scope, id);
    const { accountId, name, rotation } = props;
    const validDays = props.validDays ?? SERVICE_TOKEN_DEFAULTS.validDays[props.stage];
    check(this, tokenProblems(props));
    this.token = new ZeroTrustAccessServiceToken(this, "Default", {
      accountId,
      name,
      duration: `${validDays * 24}h`,
      ...(rotation && {
        clientSecretVersion: rotation.version,
        previousClientSecretExpiresAt: rotation.previousUntil,
      }),
      // A token that a policy names cannot be deleted (error 12139): the new one comes first.
      lifecycle: { createBeforeDestroy: true },
    });
    this.node.addValidation({ validate: () => this.publishingProblems() });
  }

  /** The machine that has this token: for `who` of a policy. */
  get rule(): AccessRule {
    return serviceToken(this.token.id);
  }

  /** What the machine sends as `CF-Access-Client-Id`. No secret. */
  get clientId(): string {
    return this.token.clientId;
  }

  /**
   * What the machine sends as `CF-Access-Client-Secret`. Only for a write-only argument of a secret
   * store: anything else would keep it once more.
   */
  get clientSecret(): string {
    return this.token.clientSecret;
  }

  private publishingProblems(): string[] {
    const stack = TerraformStack.of(this);
    const outputs = stack.node.findAll().filter((each) => each instanceof TerraformOutput);
    return outputs.map(
      ({ node }) =>
        `${this.node.path}: must stand in a stack without outputs, and ${node.path} is one; who reads an output can read the state, and the token's secret is in it`,
    );
  }
}

function tokenProblems({
  accountId,
  name,
  validDays,
  rotation,
}: AccessServiceTokenProps): Finding[] {
  return [
    matching("accountId", accountId, /^[0-9a-f]{32}$/, "be 32 hexadecimal characters"),
    must(name.trim() !== "", "name", "say what machine it is for"),
    between("validDays", validDays, 1, 3650),
    whole("validDays", validDays),
    between("rotation.version", rotation?.version, 2, 1000),
    whole("rotation.version", rotation?.version),
    matching(
      "rotation.previousUntil",
      rotation?.previousUntil,
      /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/,
      "be a time in UTC such as 2026-12-31T00:00:00Z",
    ),
  ];
}
