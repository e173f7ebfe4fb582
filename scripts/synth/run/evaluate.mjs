/** Frames of an error: enough to reach the app from deep inside cdktf. */
const FRAMES = 50;

/**
 * Evaluates an app, which synthesizes itself, and says what went wrong in the words of its
 * TypeScript files. `process.exitCode` tells the rest.
 *
 * @param {string} entry path in the repository
 * @param {Loaded} loaded
 */
export function evaluateApp(entry, { modules, recorder, requireOutside }) {
  // A snapshot comes up without a limit, which means without stack traces.
  Error.stackTraceLimit = FRAMES;
  try {
    runApp(entry, { modules, recorder, requireOutside });
  } catch (error) {
    console.error(describeError(error, modules));
    process.exitCode = 1;
  }
}

/**
 * Evaluates an app, which synthesizes itself.
 *
 * @param {string} entry path in the repository
 * @param {Loaded} loaded
 */
export function runApp(entry, { modules, recorder, requireOutside }) {
  recorder.start((frame) => modules.placeOf(frame));
  try {
    modules.evaluate(entry, requireOutside);
  } finally {
    recorder.stop();
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
 * @typedef {object} Loaded what an app is evaluated with
 * @property {import("./loader.mjs").AppModules} modules
 * @property {import("./sources.mjs").SourceRecorder} recorder
 * @property {import("./loader.mjs").RequireOutside} requireOutside
 *
 * @typedef {object} Work
 * @property {string} entry path of the entry in the repository
 * @property {import("./loader.mjs").AppModule[]} modules every file of the app
 */
