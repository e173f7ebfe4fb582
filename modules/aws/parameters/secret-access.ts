import { nameProblem } from "@groundplan/core/naming";
import { check, type Finding, matching } from "@groundplan/core/problems";
import { Construct } from "constructs";
import { arnOf } from "../account/index.ts";
import type { ManagedSecret } from "../fargate-service/index.ts";
import { grantInline } from "../iam/grant-inline.ts";
import type { AwsGrantee, PolicyStatement } from "../iam/index.ts";
import { keyProblem, keyStatements, type OwnKey } from "./own-key.ts";

/** A secret of Secrets Manager by its name. */
export interface SecretAddress extends OwnKey {
  /**
   * Name in the account and region, at most 512 characters: `acme/prod/api/database`. Replaces the secret
   * and loses the values.
   */
  readonly name: string;
}

/** What a reader asks for. @default the current version, whole */
export interface SecretPart {
  /** Key in the secret's JSON: `password`. @default the whole text */
  readonly jsonKey?: string;
  /**
   * Which version: the one before the current one while a new value is backed out, or one by its id,
   * which rotation then never changes. @default "current"
   */
  readonly version?: "current" | "previous" | { readonly id: string };
}

/**
 * A secret as those who read it see it: made by `Secret`, or known by its name through
 * `Secret.fromExisting`.
 */
export abstract class SecretAccess extends Construct {
  readonly name: string;
  private readonly key: OwnKey;

  constructor(
    scope: Construct,
    id: string,
    address: SecretAddress,
    findings: readonly Finding[] = addressProblems(address),
  ) {
    super(scope, id);
    check(this, findings);
    this.name = address.name;
    this.key = { keyArn: address.keyArn };
  }

  /** ARN that readers name. That of a secret of another stack lacks the six characters that AWS adds. */
  abstract readonly secretArn: string;

  /** What IAM compares with: the same ARN, with a place for those six characters. */
  protected abstract readonly grantedArn: string;

  /** What a container reads its environment variable from: `secrets: { PASSWORD: secret.source() }`. */
  source({ jsonKey, version = "current" }: SecretPart = {}): ManagedSecret {
    return {
      secretArn: this.secretArn,
      ...this.key,
      jsonKey,
      ...(version === "previous" && { versionStage: "AWSPREVIOUS" }),
      ...(typeof version === "object" && { versionId: version.id }),
    };
  }

  /** Lets `reader` read every version of this secret, and no other secret. */
  grantRead(reader: AwsGrantee): void {
    grantInline(this, "read", reader, [
      this.may("ReadSecret", "secretsmanager:GetSecretValue"),
      ...keyStatements(this, "secretsmanager", this.key, ["kms:Decrypt"]),
    ]);
  }

  /** Lets `writer` add versions. It reads none. */
  grantAdd(writer: AwsGrantee): void {
    grantInline(this, "add", writer, [
      this.may("AddVersions", "secretsmanager:PutSecretValue"),
      ...keyStatements(this, "secretsmanager", this.key, ["kms:Decrypt", "kms:GenerateDataKey"]),
    ]);
  }

  private may(sid: string, action: string): PolicyStatement {
    const actions = ["secretsmanager:DescribeSecret", action];
    return { sid, actions, resources: [this.grantedArn] };
  }
}

/** A secret that another stack or a person made. It makes nothing but grants. */
export class ExistingSecret extends SecretAccess {
  get secretArn(): string {
    return arnOf(this, "secretsmanager", `secret:${this.name}`);
  }

  protected get grantedArn(): string {
    return `${this.secretArn}-??????`;
  }
}

/** What is wrong with how a secret is named. */
export function addressProblems(address: SecretAddress): Finding[] {
  return [
    nameProblem("name", "secret", address.name),
    matching(
      "name",
      address.name,
      /^(?!.*-[A-Za-z0-9]{6}$)/,
      "not end in a hyphen and six letters or digits, which are what AWS adds to the ARN",
    ),
    keyProblem(address),
  ];
}
