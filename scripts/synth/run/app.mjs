/**
 * Evaluates an app, which synthesizes itself.
 *
 * @param {import("./loader.mjs").AppModules} modules
 * @param {string} entry path in the repository
 * @param {import("./loader.mjs").RequireOutside} requireOutside
 * @param {import("./sources.mjs").SourceRecorder} recorder
 */
export function runApp(modules, entry, requireOutside, recorder) {
  recorder.start((frame) =>
    modules.place(frame.getFileName(), frame.getLineNumber() ?? 0, frame.getColumnNumber() ?? 0),
  );
  try {
    modules.evaluate(entry, requireOutside);
  } finally {
    recorder.stop();
  }
}
