import { readFileSync, writeSync } from "node:fs";
import { mapStack, runApp } from "./app.mjs";

/** The descriptor on which the parent hears that the process took the work. */
const TAKEN = 3;

/** Frames of an error: enough to reach the app from deep inside cdktf. */
const FRAMES = 50;

/**
 * The work of a synth process: takes the bundle from its standard input, evaluates it, and says
 * what went wrong in the words of the TypeScript files.
 *
 * @param {string} id what this process was made as; the parent asks for one
 * @param {import("./sources.mjs").SourceRecorder} recorder
 * @param {(imports: import("../bundle.mjs").OutsideImport[]) => (specifier: string) => unknown} requireFor
 */
export function serveApp(id, recorder, requireFor) {
  const input = readFileSync(0, "utf8");
  // The parent found that this process cannot run the app.
  if (input === "") return;
  /** @type {Work} */
  const work = JSON.parse(input);
  // Another snapshot was put in its place since the parent looked.
  if (work.id !== id) return;
  writeSync(TAKEN, "taken");
  // A snapshot comes up without a limit, which means without stack traces.
  Error.stackTraceLimit = FRAMES;
  // Nothing needs tidying up in a process that ends.
  process.once("beforeExit", () => process.exit());
  try {
    runApp(work.bundle, requireFor(work.bundle.imports), recorder);
  } catch (error) {
    console.error(describeError(error, work.bundle));
    process.exitCode = 1;
  }
}

/**
 * Wrong input is told by its message alone; for everything else the author's own frames follow.
 *
 * @param {unknown} error
 * @param {{ mappings: string, sources: string[] }} map
 */
function describeError(error, map) {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "PropsError") return error.message;
  const told = mapStack(error.stack ?? error.message, map);
  return error.message.startsWith("Resolution error")
    ? `${told}\nset GROUNDPLAN_FAST_SYNTH=0 to see where the token was made`
    : told;
}

/** @typedef {{ id: string, bundle: import("../bundle.mjs").Bundle }} Work */
