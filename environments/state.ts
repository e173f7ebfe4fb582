import type { StateLocation } from "@groundplan/core/contracts";
import type { LayerStack } from "@groundplan/core/site";
import { CloudBackend, GcsBackend, LocalBackend, NamedCloudWorkspace, S3Backend } from "cdktf";
import type { Environment, StateSettings } from "./environment.ts";

/** HCP Terraform's own address. */
const HCP_HOSTNAME = "app.terraform.io";

/**
 * Path of a stack's state inside its bucket or folder. The environment comes first, so that a
 * state of dev can be told from one of prod by its name alone. Unique over all stacks.
 */
export function stateKey(stack: LayerStack): string {
  return `${stack.site.environment}/${stack.app}/${stack.layer}`;
}

/** Where a stack's state lies, for those that read its contracts. */
export function stateOf(stack: LayerStack, state: StateSettings): StateLocation {
  const key = stateKey(stack);
  switch (state.kind) {
    case "local":
      // Terraform runs in cdktf.out/stacks/<stack>.
      return { kind: "local", path: `../../../.state/${key}.tfstate` };
    case "s3":
      return { kind: "s3", bucket: state.bucket, key: `${key}.tfstate`, region: state.region };
    case "gcs":
      return { kind: "gcs", bucket: state.bucket, prefix: key };
    case "cloud":
      return {
        kind: "cloud",
        hostname: state.hostname ?? HCP_HOSTNAME,
        organization: state.organization,
        workspace: `${state.workspacePrefix}-${stack.node.id}`,
      };
  }
}

/** Gives a stack its backend. No credential is ever written: they come from the caller's environment. */
export function createBackend(stack: LayerStack, environment: Environment): void {
  const { state } = environment;
  const location = stateOf(stack, state);
  switch (location.kind) {
    case "local":
      new LocalBackend(stack, { path: location.path });
      return;
    case "s3":
      new S3Backend(stack, s3Config(location, environment));
      return;
    case "gcs":
      new GcsBackend(stack, { bucket: location.bucket, prefix: location.prefix });
      return;
    case "cloud":
      new CloudBackend(stack, {
        hostname: location.hostname,
        organization: location.organization,
        workspaces: new NamedCloudWorkspace(
          location.workspace,
          state.kind === "cloud" ? state.project : undefined,
        ),
      });
  }
}

function s3Config(
  location: Extract<StateLocation, { kind: "s3" }>,
  { aws, state }: Environment,
): ConstructorParameters<typeof S3Backend>[1] {
  const { bucket, key, region } = location;
  const kmsKeyId = state.kind === "s3" ? state.kmsKeyArn : undefined;
  const config = {
    bucket,
    key,
    region,
    encrypt: true,
    kmsKeyId,
    // A credential for another account must not even read the state.
    allowedAccountIds: aws && [aws.accountId],
    // S3's own conditional writes hold the lock (Terraform and OpenTofu 1.10 and later). cdktf 0.21
    // has no such prop, but passes on what it does not know.
    useLockfile: true,
  };
  return config;
}
