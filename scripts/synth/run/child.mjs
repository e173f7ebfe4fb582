import { spawn } from "node:child_process";
import { constants } from "node:os";

/** Signals that end a synth. */
const SIGNALS = /** @type {const} */ (["SIGINT", "SIGTERM"]);

/**
 * Runs Node to its end, and passes signals on: one to this process alone must not leave the other
 * one behind.
 *
 * @param {readonly string[]} args what Node is started with
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} where
 * @param {string} [input] what it reads
 * @returns {Promise<number>} exit code, as a shell tells it
 */
export function runNode(args, { cwd, env }, input) {
  const child = spawn(process.execPath, args, {
    cwd,
    env,
    stdio: [input === undefined ? "inherit" : "pipe", "inherit", "inherit"],
  });
  // A process that ended early closes its input; its exit code tells the rest.
  child.stdin?.on("error", () => {});
  child.stdin?.end(input);
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
  return new Promise((settle) => {
    child.on("error", () => settle(1));
    child.on("close", (code, signal) =>
      settle(code ?? 128 + constants.signals[signal ?? "SIGTERM"]),
    );
  });
}
