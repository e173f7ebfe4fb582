import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runEsbuild } from "../../synth/esbuild.mjs";

const SCRIPTS = fileURLToPath(new URL("../..", import.meta.url));
const FOLDER = join(SCRIPTS, "../.cache/rehearsal");

/** What a bundle is made of. */
const SOURCES = ["rehearsal", "stacks", "terraform", "bench/rehearsal"];

/** Where a file of the provider would lie: it finds its data and its protocol from there. */
const PLACE = new URL("protocol/bundle.mjs", import.meta.url).href;

/**
 * One JavaScript file of a TypeScript program: it starts in a third of the time. Made anew when a
 * source has changed.
 *
 * @param {string} entry path of a `.ts` file
 * @returns {string} path of the bundle
 */
export function bundled(entry) {
  const name = basename(entry, ".ts");
  const file = join(FOLDER, `${name}-${keyOf(entry)}.mjs`);
  if (existsSync(file)) return file;
  mkdirSync(FOLDER, { recursive: true });
  const making = `${file}.${process.pid}`;
  runEsbuild(
    [
      entry,
      "--bundle",
      "--platform=node",
      "--format=esm",
      "--target=node20",
      "--define:import.meta.url=__place",
      `--banner:js=import{createRequire as __requireFrom}from"node:module";const __place=${JSON.stringify(PLACE)},require=__requireFrom(__place);`,
      `--outfile=${making}`,
    ],
    dirname(entry),
  );
  for (const old of readdirSync(FOLDER).filter((each) => each.startsWith(`${name}-`))) {
    if (join(FOLDER, old) !== making) rmSync(join(FOLDER, old), { force: true });
  }
  renameSync(making, file);
  return file;
}

/** @param {string} entry */
function keyOf(entry) {
  const key = createHash("sha256").update(entry);
  const files = SOURCES.flatMap((folder) => filesIn(join(SCRIPTS, folder)));
  for (const file of [
    ...files,
    fileURLToPath(import.meta.url),
    join(SCRIPTS, "../pnpm-lock.yaml"),
  ]) {
    const { mtimeMs, size } = statSync(file);
    key.update(`${file} ${mtimeMs} ${size}\n`);
  }
  return key.digest("hex").slice(0, 12);
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesIn(path);
    return entry.name.endsWith(".ts") && !entry.name.endsWith(".test.ts") ? [path] : [];
  });
}
