import type { StackSpec } from "../../rehearsal/run/testing/project.ts";
import { MOTO_ACCOUNT } from "../../state/testing/servers.ts";

/** The bucket of the made-up environment. */
export const BUCKET = "acme-dev-terraform-state";

/** Makes the making slow enough for two to meet. */
export const SLOW = { MAKING_SECONDS: "2" };

/** A made-up foundation without a provider: the bucket is made by a command. */
export function madeUpFoundation(
  backend: (layer: string) => object,
  makeBucket: string,
): Record<string, StackSpec> {
  const command = `sleep $$\{MAKING_SECONDS:-0} && ${makeBucket}`;
  return {
    "dev-foundation-state": {
      terraform: { backend: backend("state") },
      resource: {
        terraform_data: {
          before: { input: "before" },
          bucket: { provisioner: [{ "local-exec": { command } }] },
        },
      },
    },
    "dev-foundation-ci": {
      dependencies: ["dev-foundation-state"],
      terraform: { backend: backend("ci") },
      resource: { terraform_data: { role: { input: "role" } } },
    },
  };
}

/** Backends of a foundation in S3. */
export function s3Backend(layer: string): object {
  return {
    s3: {
      bucket: BUCKET,
      key: `dev/foundation/${layer}.tfstate`,
      region: "us-east-1",
      encrypt: true,
      use_lockfile: true,
      allowed_account_ids: [MOTO_ACCOUNT],
    },
  };
}

/** Backends of a foundation in Cloud Storage. */
export function gcsBackend(layer: string): object {
  return { gcs: { bucket: BUCKET, prefix: `dev/foundation/${layer}` } };
}

/** Makes the bucket on moto; fails where it is there, as S3 does outside of us-east-1. */
export const MAKE_S3_BUCKET = `[ $(curl -s -o /dev/null -w '%%{http_code}' $AWS_ENDPOINT_URL/${BUCKET}) = 404 ] && curl -sf -X PUT $AWS_ENDPOINT_URL/${BUCKET}`;

/** Makes the bucket on fake-gcs-server; fails where it is there. */
export const MAKE_GCS_BUCKET = `curl -sf -H 'content-type: application/json' -d '{"name":"${BUCKET}"}' "$STORAGE_EMULATOR_HOST/storage/v1/b?project=p"`;
