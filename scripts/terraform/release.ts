import { createHash } from "node:crypto";

/** One release as its publisher names the files. */
export interface Release {
  readonly version: string;
  /** `linux_amd64` */
  readonly platform: string;
}

const SYSTEMS: Readonly<Record<string, string>> = { linux: "linux", darwin: "darwin" };
const PROCESSORS: Readonly<Record<string, string>> = { x64: "amd64", arm64: "arm64" };

/** The publisher's word for this machine; nothing where it has no release that we could unpack. */
export function platformOf(system: string, processor: string): string | undefined {
  const os = SYSTEMS[system];
  const cpu = PROCESSORS[processor];
  return os && cpu ? `${os}_${cpu}` : undefined;
}

/** Names of the three files of a release. */
export function filesOf({ version, platform }: Release) {
  const sums = `terraform_${version}_SHA256SUMS`;
  return { archive: `terraform_${version}_${platform}.zip`, sums, signature: `${sums}.sig` };
}

/** The checksum of a file in the text of `SHA256SUMS`. */
export function checksumIn(sums: string, file: string): string | undefined {
  const line = sums.split("\n").find((each) => each.trim().split(/\s+/)[1] === file);
  return line && /^[0-9a-f]{64}\b/.exec(line.trim())?.[0];
}

/** SHA-256 of some bytes, in hexadecimal. */
export function checksum(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
