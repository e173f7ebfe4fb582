import { spawn } from "node:child_process";

/** Signals that end a synth. */
const SIGNALS = /** @type {const} */ (["SIGINT", "SIGTERM"]);

/**
 * Starts a process that evaluates an app. It comes up while the app's files are still looked at.
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
  // A process that ended early closes its input; its exit code tells the rest.
  child.stdin?.on("error", () => {});
  // A signal to this process alone must not leave the other one behind.
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
  let news = "";
  /** @type {Promise<AppResult>} */
  const result = new Promise((settle) => {
    child.stdio[3]?.on("data", (chunk) => {
      news += chunk;
      const ended = /^ended (\d+)$/m.exec(news);
      if (ended) settle({ taken: true, code: Number(ended[1]) });
    });
    child.on("error", () => settle({ taken: false, code: 1 }));
    child.on("close", (code, signal) =>
      settle({ taken: news.startsWith("taken"), code: code ?? signalCode(signal) }),
    );
  });
  return {
    run: (work) => {
      child.stdin?.end(JSON.stringify(work));
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
 * @typedef {object} AppResult
 * @property {boolean} taken false when the process could not do the work: someone else has to
 * @property {number} code exit code of the app
 *
 * @typedef {object} AppProcess
 * @property {(work: import("./serve.mjs").Work) => Promise<AppResult>} run evaluates an app
 * @property {() => Promise<AppResult>} dismiss ends the process without work
 */
