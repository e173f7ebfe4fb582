import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const IMPORT = /@cdktf\/provider-(aws|google|cloudflare)\/lib\/([a-z0-9-]+)\/index\.js/g;

/**
 * The resource types that modules, apps and environments import: every stack is made of them.
 *
 * @param root folder of the checkout
 */
export function usedTypes(root: string): readonly string[] {
  const sources = ["modules", "apps", "environments"].flatMap((folder) =>
    sourcesIn(join(root, folder)).map((file) => readFileSync(file, "utf8")),
  );
  const types = sources.flatMap((text) =>
    [...text.matchAll(IMPORT)].map(([, cloud, name]) => `${cloud}_${name!.replaceAll("-", "_")}`),
  );
  return [...new Set(types)].filter((type) => !/_provider$|^[a-z]+_data_/.test(type)).sort();
}

function sourcesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : sourcesIn(path);
    return entry.name.endsWith(".ts") ? [path] : [];
  });
}
