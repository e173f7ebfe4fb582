import type { DbInstanceConfig } from "@cdktf/provider-aws/lib/db-instance/index.js";
import { TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import type { MasterPassword } from "./postgres-props.ts";

/**
 * The provider's words for who makes the master's password. One with a version comes by an ephemeral
 * variable into a write-only argument: Terraform hands it through and keeps it nowhere.
 */
export function passwordConfig(
  scope: Construct,
  masterPassword: MasterPassword,
  encryptionKeyArn: string | undefined,
): Partial<DbInstanceConfig> {
  if (masterPassword === "managed") {
    return { manageMasterUserPassword: true, masterUserSecretKmsKeyId: encryptionKeyArn };
  }
  const variable = new TerraformVariable(scope, "master-password", {
    type: "string",
    sensitive: true,
    description: "Password of the master user; needed only where its version is new",
  });
  variable.addOverride("ephemeral", true);
  variable.addOverride("default", null);
  return { passwordWo: variable.stringValue, passwordWoVersion: masterPassword.version };
}
