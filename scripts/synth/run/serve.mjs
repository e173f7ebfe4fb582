import { readFileSync, writeSync } from "node:fs";
import { runApp } from "./app.mjs";

/** The descriptor on which the parent hears what becomes of the work. */
const NEWS = 3;

/** Frames of an error: enough to reach the app from deep inside cdktf. */
const FRAMES = 50;

/**
 * The work of a synth process: takes the app's files from its standard input, evaluates them, and
 * says what went wrong in the words of the TypeScript files.
 *
 * @param {object} made
 * @param {string} made.id what this process was made as; the parent asks for one
 * @param {import("./loader.mjs").AppModules} made.modules files that it has already
 * @param {import("./sources.mjs").SourceRecorder} made.recorder
 * @param {import("./loader.mjs").RequireOutside} made.requireOutside
 */
export function serveApp({ id, modules, recorder, requireOutside }) {
  const input = readFileSync(0, "utf8");
  // The parent found that this process cannot run the app.
  if (input === "") return;
  /** @type {Work} */
  const work = JSON.parse(input);
  // Another snapshot was put in its place since the parent looked.
  if (work.id !== id) return;
  writeSync(NEWS, "taken\n");
  // A snapshot comes up without a limit, which means without stack traces.
  Error.stackTraceLimit = FRAMES;
  // Nothing needs tidying up in a process that ends, and nobody needs to wait for that.
  process.once("beforeExit", (code) => {
    writeSync(NEWS, `ended ${code}\n`);
    process.exit();
  });
  try {
    modules.add(work.modules);
    runApp(modules, work.entry, requireOutside, recorder);
  } catch (error) {
    console.error(describeError(error, modules));
    process.exitCode = 1;
  }
}

/**
 * Wrong input is told by its message alone; for everything else the author's own frames follow.
 *
 * @param {unknown} error
 * @param {import("./loader.mjs").AppModules} modules
 */
function describeError(error, modules) {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "PropsError") return error.message;
  const told = modules.mapStack(error.stack ?? error.message);
  return error.message.startsWith("Resolution error")
    ? `${told}\nset GROUNDPLAN_FAST_SYNTH=0 to see where the token was made`
    : told;
}

/**
 * @typedef {object} Work
 * @property {string} id
 * @property {string} entry path of the entry in the repository
 * @property {import("./loader.mjs").AppModule[]} modules files that the process does not have as
 *   they are
 */
