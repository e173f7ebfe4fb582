import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const SCRIPTS = fileURLToPath(new URL("../..", import.meta.url));

/** Below `scripts/`, because from there the packages that it needs are found. */
const FOLDER = join(SCRIPTS, ".cache/infra");

/** What a bundle is made from besides the files that it holds. */
const BESIDES = ["infra/bin.mjs", "infra/start", "../pnpm-lock.yaml", "../tsconfig.json"];

/** Bundles stay so long, in milliseconds: a command that still runs reads parts of its own late. */
const KEPT = 6 * 3_600_000;

/** What a file system may be behind its clock, in milliseconds. */
const TICK = 50;

/**
 * The command line as JavaScript, which starts in a fraction of the time that TypeScript takes. It is
 * made anew when one of its files is not as it was.
 *
 * @param {string} command what was typed first
 * @param {() => number} now
 * @returns {Promise<string | undefined>} the file to import; nothing where TypeScript must do: for a
 *   command that imports apps or environments, while files are being edited or do not compile, and where
 *   nothing can be written
 */
export async function bundledCli(command, now) {
  try {
    const made = readMade() ?? (await make(now));
    return made && !made.typescript.includes(command)
      ? join(FOLDER, made.folder, "cli.mjs")
      : undefined;
  } catch {
    return undefined;
  }
}

/** @returns {Made | undefined} what was made last, when all of its files are as they were */
function readMade() {
  const path = join(FOLDER, "made.json");
  if (!existsSync(path)) return undefined;
  /** @type {Made} */
  const made = JSON.parse(readFileSync(path, "utf8"));
  return made.key === keyOf(made.files) && existsSync(join(FOLDER, made.folder)) ? made : undefined;
}

/**
 * @param {() => number} now
 * @returns {Promise<Made | undefined>}
 */
async function make(now) {
  const started = now();
  const making = join(FOLDER, `${started}-${process.pid}`);
  mkdirSync(FOLDER, { recursive: true });
  try {
    const { buildCli } = await import("./build.mjs");
    const { inputs, typescript } = await buildCli(SCRIPTS, making);
    const files = [...inputs, ...BESIDES.flatMap(filesIn)];
    // What was edited meanwhile may be in it or not.
    const edited = files.some((file) => statSync(join(SCRIPTS, file)).ctimeMs > started - TICK);
    if (edited) throw new Error("being edited");
    const made = { folder: `${started}-${process.pid}`, key: keyOf(files), files, typescript };
    const path = join(FOLDER, "made.json");
    writeFileSync(`${path}.${process.pid}`, JSON.stringify(made));
    renameSync(`${path}.${process.pid}`, path);
    removeOld(started);
    return made;
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    throw error;
  }
}

/** @param {number} now */
function removeOld(now) {
  for (const name of readdirSync(FOLDER)) {
    const made = Number(/^(\d+)-\d+$/.exec(name)?.[1] ?? now);
    if (made < now - KEPT) rmSync(join(FOLDER, name), { recursive: true, force: true });
  }
}

/**
 * What tells files from what they were, without reading them.
 *
 * @param {readonly string[]} files paths from `scripts/`
 */
function keyOf(files) {
  const key = createHash("sha256").update(SCRIPTS);
  for (const file of files) {
    const { size, mtimeMs, ctimeMs } =
      statSync(join(SCRIPTS, file), { throwIfNoEntry: false }) ?? {};
    key.update(`${file} ${size} ${mtimeMs} ${ctimeMs}\n`);
  }
  return key.digest("hex");
}

/**
 * @param {string} path from `scripts/`
 * @returns {string[]}
 */
function filesIn(path) {
  if (!statSync(join(SCRIPTS, path)).isDirectory()) return [path];
  return readdirSync(join(SCRIPTS, path)).flatMap((name) => filesIn(join(path, name)));
}

/**
 * @typedef {object} Made
 * @property {string} folder
 * @property {string} key what its files were, as a hash
 * @property {readonly string[]} files paths from `scripts/`
 * @property {readonly string[]} typescript commands that it cannot run
 */
