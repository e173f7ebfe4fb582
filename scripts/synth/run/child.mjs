import { spawn } from "node:child_process";

/**
 * Starts a process that evaluates a bundle. It comes up while the bundle is still being made.
 *
 * @param {readonly string[]} args what Node is started with
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} where
 * @returns {AppProcess}
 */
export function startAppProcess(args, { cwd, env }) {
  const child = spawn(process.execPath, args, {
    cwd,
    env,
    stdio: ["pipe", "inherit", "inherit", "pipe"],
  });
  let cameUp = false;
  child.stdio[3]?.once("data", () => {
    cameUp = true;
  });
  // A process that ended early closes its input; its exit code tells the rest.
  child.stdin?.on("error", () => {});
  /** @type {Promise<AppResult>} */
  const result = new Promise((settle) => {
    child.on("error", () => settle({ cameUp: false, code: 1 }));
    child.on("close", (code, signal) => settle({ cameUp, code: code ?? signalCode(signal) }));
  });
  return {
    run: (bundle) => {
      child.stdin?.end(JSON.stringify(bundle));
      return result;
    },
    dismiss: () => {
      child.stdin?.end();
      return result;
    },
  };
}

/** @param {NodeJS.Signals | null} signal */
function signalCode(signal) {
  return signal === "SIGINT" ? 130 : 143;
}

/**
 * @typedef {{ cameUp: boolean, code: number }} AppResult
 *
 * @typedef {object} AppProcess
 * @property {(bundle: import("../bundle.mjs").Bundle) => Promise<AppResult>} run evaluates the app
 * @property {() => Promise<AppResult>} dismiss ends the process without work
 */
