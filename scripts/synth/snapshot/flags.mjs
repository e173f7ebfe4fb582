/**
 * What Node is started with, both to make a snapshot and to run it: they must be the same.
 *
 * `--interrupt-budget` makes V8 wait before it compiles a function again with optimizations. A
 * synth is over before that pays: without it, a third of the processor time of a synth goes into
 * code that is thrown away. Ten times as many resources still get optimized code.
 */
export const SNAPSHOT_FLAGS = ["--interrupt-budget=1000000"];
