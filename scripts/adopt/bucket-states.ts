import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inPassing, type SessionOptions } from "../state/session.ts";
import { TerraformFailed, terraformStep } from "../terraform/step.ts";
import { type OldState, readOldState } from "./old-state.ts";

/** A state with its workspaces in a bucket, as it was typed: `gs://bucket/prefix`, `s3://bucket/key`. */
export interface BucketAddress {
  readonly typed: string;
  /** What its workspaces are called by, before their own names. */
  readonly name?: string;
  readonly backend: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Reads an operand; nothing where it is no bucket. */
export function bucketAddress(operand: string): BucketAddress | { problem: string } | undefined {
  const found = /^(?:([a-z0-9-]+)=)?(gs|s3):\/\/([^/]+)\/?(.*)$/.exec(operand);
  if (!found) return undefined;
  const [, name, scheme, bucket = "", path = ""] = found;
  if (scheme === "s3" && path === "") {
    return {
      problem: `${operand}: give the key as well: s3://${bucket}/<folder>/terraform.tfstate`,
    };
  }
  const prefix = path.replace(/\/$/, "");
  const backend: BucketAddress["backend"] =
    scheme === "gs"
      ? { gcs: prefix ? { bucket, prefix } : { bucket } }
      : { s3: { bucket, key: path } };
  return { typed: operand, ...(name && { name }), backend };
}

/**
 * Reads each workspace of states in buckets, by Terraform itself with your own credentials. Nothing of
 * them is written to a disk here, and nothing there.
 */
export function readBucketStates(
  options: SessionOptions,
  addresses: readonly BucketAddress[],
): Promise<OldState[]> {
  return inPassing(options, async ({ root, setting }) => {
    const states: OldState[] = [];
    for (const [i, address] of addresses.entries()) {
      const folder = join(root, `bucket-${i}`);
      mkdirSync(folder, { recursive: true });
      const code = { terraform: { backend: address.backend } };
      writeFileSync(join(folder, "backend.tf.json"), JSON.stringify(code));
      const run = async (args: readonly string[], workspace?: string) => {
        const env = { ...setting.env, ...(workspace && { TF_WORKSPACE: workspace }) };
        return (await terraformStep({ ...setting, env }, folder, args)).stdout;
      };
      states.push(...(await statesAt(address, run)));
    }
    return states;
  });
}

type Run = (args: readonly string[], workspace?: string) => Promise<string>;

async function statesAt({ typed, name }: BucketAddress, run: Run): Promise<OldState[]> {
  try {
    await run(["init", "-input=false", "-no-color"]);
    const listed = (await run(["workspace", "list", "-no-color"])).split("\n");
    const workspaces = listed.map((line) => line.replace(/^\*?\s+/, "").trim()).filter(Boolean);
    const states: OldState[] = [];
    for (const workspace of workspaces) {
      const text = await run(["state", "pull"], workspace);
      if (text.trim() === "") continue;
      const called = [...(name ? [name] : []), workspace].join("-");
      states.push(readOldState(text, called, `${typed} (${workspace})`));
    }
    return states.length > 0 ? states : [{ problem: `${typed}: no state lies there` }];
  } catch (error) {
    if (!(error instanceof TerraformFailed) || error.interrupted) throw error;
    return [{ problem: `${typed}: ${error.message}` }];
  }
}
