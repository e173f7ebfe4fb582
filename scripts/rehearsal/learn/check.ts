import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { CLOUDS, DATA_FOLDER } from "../provider/schema/library.ts";
import { foreign, type Pinned } from "../providers/belongs.ts";
import type { ProviderIndex } from "../providers/pack.ts";

/** What was found out about one cloud's data. */
export interface Checked {
  readonly cloud: string;
  readonly version: string;
  /** Version that the facts were learned of. */
  readonly learnedOf: string;
  /** Why the data does not belong to what is pinned; absent where it does. */
  readonly problem?: string;
}

/**
 * Whether the data belongs to the versions that the construct libraries are generated from.
 *
 * @param root folder of the checkout
 * @param folder of the data files
 */
export function checkData(root: string, folder: string = DATA_FOLDER): readonly Checked[] {
  return CLOUDS.map((cloud) => {
    const file = join(folder, `${cloud}.index.json`);
    const index = JSON.parse(readFileSync(file, "utf8")) as ProviderIndex;
    const problem = foreign(cloud, index, pinnedOf(root, cloud));
    const { version, learnedOf = version } = index;
    return { cloud, version, learnedOf, ...(problem !== undefined && { problem }) };
  });
}

/** The provider that `@cdktf/provider-<cloud>` is generated from. */
export function pinnedOf(root: string, cloud: string): Pinned {
  const require = createRequire(join(root, "environments/package.json"));
  const { cdktf } = require(`@cdktf/provider-${cloud}/package.json`) as {
    cdktf: { provider: Pinned };
  };
  return cdktf.provider;
}
