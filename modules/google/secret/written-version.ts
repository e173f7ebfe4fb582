import { SecretManagerSecretVersion } from "@cdktf/provider-google/lib/secret-manager-secret-version/index.js";
import { TerraformVariable } from "cdktf";
import { Construct } from "constructs";

/** What a written version is made from. */
export interface WrittenVersionProps {
  /** The secret, as Terraform refers to it. */
  readonly secretId: string;
  /** Counting up writes another version. */
  readonly number: number;
  /** What becomes of a version that goes. */
  readonly onRemoved: "DELETE" | "DISABLE";
}

/**
 * A version whose value comes from an ephemeral variable into a write-only argument: Terraform hands it
 * through and keeps it nowhere. Needed only in the apply that writes it.
 */
export class WrittenVersion extends Construct {
  readonly version: SecretManagerSecretVersion;
  /** Set it by `TF_VAR_<its name>`. */
  readonly variable: TerraformVariable;

  constructor(scope: Construct, id: string, props: WrittenVersionProps) {
    super(scope, id);
    this.variable = new TerraformVariable(this, "value", {
      type: "string",
      sensitive: true,
      description: "Value to write; needed only where the number of the version is new",
    });
    this.variable.addOverride("ephemeral", true);
    this.variable.addOverride("default", null);
    this.version = new SecretManagerSecretVersion(this, "Default", {
      secret: props.secretId,
      secretDataWo: this.variable.stringValue,
      secretDataWoVersion: props.number,
      deletionPolicy: props.onRemoved,
    });
  }
}
