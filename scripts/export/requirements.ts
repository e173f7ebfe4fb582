import type { ExportedCloud } from "@groundplan/core/exported";

/** The Terraform that the modules are tried with; older ones are not. */
export const TERRAFORM_VERSION = ">= 1.11.0";

/** What the registry calls a provider. */
const SOURCES: Readonly<Record<ExportedCloud, string>> = {
  aws: "hashicorp/aws",
  google: "hashicorp/google",
  cloudflare: "cloudflare/cloudflare",
};

/** A provider that a module needs. */
export interface Requirement {
  readonly source: string;
  readonly version: string;
}

/**
 * A range, from the version that the construct is made for to the next major one. An exact version would
 * keep two modules of different ages out of one configuration; a range without an end would let in what
 * renames arguments.
 */
export function requirementOf(cloud: ExportedCloud, version: string): Requirement {
  const major = Number(version.split(".")[0]);
  return { source: SOURCES[cloud], version: `>= ${version}, < ${major + 1}.0.0` };
}
