import { between, type Finding } from "@groundplan/core/problems";
import { TerraformVariable } from "cdktf";
import type { Construct } from "constructs";

/**
 * Who makes the master's password. `managed`: RDS, in a secret that it renews every seven days. A version:
 * whoever applies, by an ephemeral variable; counting it up writes another one. In place, both ways.
 */
export type MasterPassword = "managed" | { readonly version: number };

/** A write-only password in the words that instances and clusters share, but for the argument's name. */
export interface WrittenPassword {
  readonly value: string;
  readonly version: number;
}

/**
 * The variable that a password with a version comes by: Terraform hands it through and keeps it nowhere.
 * Nothing where RDS makes the password.
 */
export function writtenPassword(
  scope: Construct,
  masterPassword: MasterPassword,
): WrittenPassword | undefined {
  if (masterPassword === "managed") return undefined;
  const variable = new TerraformVariable(scope, "master-password", {
    type: "string",
    sensitive: true,
    description: "Password of the master user; needed only where its version is new",
  });
  variable.addOverride("ephemeral", true);
  variable.addOverride("default", null);
  return { value: variable.stringValue, version: masterPassword.version };
}

/** The words of instances and clusters for a password that RDS makes. */
export function managedPassword(encryptionKeyArn: string | undefined) {
  return { manageMasterUserPassword: true, masterUserSecretKmsKeyId: encryptionKeyArn };
}

/** What is wrong with a password's version. */
export function passwordProblem(masterPassword: MasterPassword): Finding {
  return (
    masterPassword !== "managed" &&
    between("master.password.version", masterPassword.version, 1, 1_000_000)
  );
}
