import { isAbsolute, join, relative } from "node:path";

/**
 * What Node is started with, both to make a snapshot and to open it: they must be the same.
 *
 * - The first makes V8 wait before it compiles a function again with optimizations. A synth is over
 *   before that pays: without it, a quarter of the processor time of a synth goes into code that is
 *   thrown away. With ten times as many resources it still sets in. V8 12 counts in another way.
 * - The heap sizes let it grow to what a synth needs before the first full collection: 30 ms. They
 *   reserve nothing. The space of young objects stays small: what a synth makes it mostly keeps, and
 *   the space is there twice.
 * - Collections by other threads take more of the processor than they save time.
 */
export const SNAPSHOT_FLAGS = [
  Number.parseInt(process.versions.v8, 10) < 12
    ? "--interrupt-budget=4000000"
    : "--invocation-count-for-turbofan=180000",
  "--initial-heap-size=128",
  "--min-semi-space-size=4",
  "--max-semi-space-size=4",
  "--single-threaded-gc",
];

/** Keeps snapshots apart that were made with other flags: Node would refuse to open them, aloud. */
const FLAGS_ID = SNAPSHOT_FLAGS.map((flag) => flag.replace(/\D/g, ""))
  .filter(Boolean)
  .join("-");

/**
 * Where the snapshot of an app lies: `.cache/synth/<app>.<node>.blob`, and beside it an index of
 * what it was made of. It holds code that was loaded, never a result. `<app>.open` tells `main.sh`
 * which one to open.
 *
 * @param {string} root
 * @param {string} entry
 */
export function snapshotFiles(root, entry) {
  const path = relative(root, entry);
  const name = (isAbsolute(path) || path.startsWith("..") ? entry : path).replace(/\W+/g, "-");
  const folder = join(root, ".cache", "synth");
  const base = join(folder, `${name}.${process.version}-${process.arch}-${FLAGS_ID}`);
  return {
    folder,
    blob: `${base}.blob`,
    index: `${base}.json`,
    open: join(folder, `${name}.open`),
  };
}
