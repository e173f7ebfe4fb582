/**
 * Makes tokens without a formatted creation stack.
 *
 * cdktf takes an unlimited stack trace, formats it and splits it into lines for every token and
 * every complex attribute of every resource: a third of the time of a synth, and far more where a
 * source-map hook (tsx, vitest) maps each frame. Nothing reads it but one kind of error message.
 * Where a resource was made is recorded apart, and cheaply: see `../sources`.
 *
 * @param {import("./internals.mjs").Internals} internals
 */
export function dropStackTraces({ stackTrace }) {
  stackTrace.captureStackTrace = () => [];
}
