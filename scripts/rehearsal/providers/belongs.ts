import type { ProviderIndex } from "./pack.ts";

/** A provider and its version, as the construct library that is generated from it names them. */
export interface Pinned {
  /** Registry address. */
  readonly name: string;
  readonly version: string;
}

/**
 * Why a cloud's data does not belong to what is pinned, and what to do; undefined where it does.
 *
 * @param cloud as the data files are called
 */
export function foreign(
  cloud: string,
  { address, version }: Pick<ProviderIndex, "address" | "version">,
  pinned: Pinned,
): string | undefined {
  if (address === pinned.name && version === pinned.version) return undefined;
  return (
    `the rehearsal's data of ${cloud} is that of ${address} ${version}, and ` +
    `@cdktf/provider-${cloud} is generated from ${pinned.name} ${pinned.version}: ` +
    `run infra learn with the program of ${pinned.version}`
  );
}
