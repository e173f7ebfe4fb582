import { OLDEST_ENGINE } from "@groundplan/core/engine";

/** The program that answered, and its version. */
export interface Engine {
  readonly engine: "terraform" | "tofu";
  readonly version: string;
}

/** Reads what `terraform version` or `tofu version` prints. Nothing when it is neither. */
export function readVersion(printed: string): Engine | undefined {
  const match = /^(Terraform|OpenTofu) v(\d+\.\d+\.\d+\S*)/m.exec(printed);
  if (!match) return undefined;
  return { engine: match[1] === "Terraform" ? "terraform" : "tofu", version: match[2]! };
}

/** True when the version is at least `OLDEST_ENGINE`. A pre-release counts as its release. */
export function newEnough(version: string): boolean {
  const [major, minor, patch] = numbers(version);
  const [oldMajor, oldMinor, oldPatch] = numbers(OLDEST_ENGINE);
  if (major !== oldMajor) return major > oldMajor;
  if (minor !== oldMinor) return minor > oldMinor;
  return patch >= oldPatch;
}

function numbers(version: string): [number, number, number] {
  const [major = 0, minor = 0, patch = 0] = version.split(/[.-]/).map(Number);
  return [major, minor, patch];
}
