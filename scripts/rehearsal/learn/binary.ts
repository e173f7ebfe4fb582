import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { basename } from "node:path";

/** Which provider a program is, by its file name and the folder of a mirror that it lies in. */
export interface ProviderBinary {
  readonly file: string;
  /** As in `terraform-provider-<name>`. */
  readonly name: string;
  readonly version: string;
  /** `registry.terraform.io/<namespace>/<name>`. */
  readonly address: string;
}

/** Providers that are not HashiCorp's own, for a program that lies outside of a mirror. */
const NAMESPACES: Readonly<Record<string, string>> = { cloudflare: "cloudflare" };

/** Reads `terraform-provider-aws_v5.100.0_x5`. Undefined where a file is not called so. */
export function describeBinary(file: string): ProviderBinary | undefined {
  const [, name, version] =
    /^terraform-provider-([a-z0-9-]+)_v(\d+\.\d+\.\d+[^_]*)/.exec(basename(file)) ?? [];
  if (!name || !version) return undefined;
  const mirrored = new RegExp(`([a-z.]+/[^/]+/${name})/${version.replaceAll(".", "\\.")}/`).exec(
    file,
  );
  const namespace = NAMESPACES[name] ?? "hashicorp";
  return {
    file,
    name,
    version,
    address: mirrored?.[1] ?? `registry.terraform.io/${namespace}/${name}`,
  };
}

/** SHA-256 of a file: what was learned of a program belongs to exactly that one. */
export async function checksumOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}
