import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { unzipSync, zipSync } from "fflate";
import { STACK_FILES } from "../plan/manifest.ts";
import { HandoverRefused } from "./errors.ts";

/** A time that all files of a bundle have: the same set makes the same bytes. */
export const TIME = new Date("2000-01-01T00:00:00Z");

/** Most that a bundle may unpack to. */
const MOST_BYTES = 2 ** 30;

const STACK_FILE = Object.values(STACK_FILES)
  .map((name) => name.replaceAll(".", "\\."))
  .join("|");

/** Files that a plan set has, and no other. */
const KNOWN = new RegExp(
  `^([a-z][a-z-]*\\.json|findings/[\\w-][\\w.-]*\\.json|stacks/[a-z0-9][a-z0-9-]*/(${STACK_FILE}))$`,
);

/** Packs the files of a plan set. */
export function packFolder(folder: string): Uint8Array {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1))
    .filter((name) => KNOWN.test(name))
    .sort();
  const files = names.map((name) => [name, new Uint8Array(readFileSync(join(folder, name)))]);
  return zipSync(Object.fromEntries(files), { mtime: TIME, level: 6 });
}

/** Unpacks a plan set into a folder that only its owner may read. */
export function unpackFolder(bundle: Uint8Array, folder: string): void {
  let total = 0;
  const files = unzipSync(bundle, {
    filter: ({ name, originalSize }) => {
      total += originalSize;
      if (KNOWN.test(name) && total <= MOST_BYTES) return true;
      throw new HandoverRefused(
        "the hand-over is refused",
        [
          KNOWN.test(name)
            ? `it unpacks to more than ${MOST_BYTES} bytes`
            : `it holds ${JSON.stringify(name)}, which is no file of a plan set`,
        ],
        "nothing of it was used; plan fewer stacks at a time, or look at who made it",
      );
    },
  });
  for (const [name, bytes] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, bytes, { mode: 0o600 });
  }
}
