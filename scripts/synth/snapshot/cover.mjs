import { packageFolders } from "./packages.mjs";

/**
 * True when a snapshot holds every class that an app imports, from the same copies of the packages.
 * More than that does no harm: an import that was dropped needs no new snapshot.
 *
 * @param {import("./store.mjs").SnapshotIndex} snapshot
 * @param {readonly import("../bundle.mjs").OutsideImport[]} imports
 */
export function covers(snapshot, imports) {
  const served = new Set(snapshot.specifiers);
  if (!imports.every(({ specifier }) => served.has(specifier))) return false;
  const folders = packageFolders(imports);
  return (
    folders !== undefined &&
    Object.entries(folders).every(([name, folder]) => snapshot.packages[name] === folder)
  );
}
