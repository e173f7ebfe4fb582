/**
 * What the function runs: asks each path of the tasks on trial until it answers 200, three times at most,
 * and tells ECS whether the release goes on ("Lambda hooks for Amazon ECS service deployments").
 */
export const ASKING = `import { request } from "node:https";

const { ADDRESS, PORT, HOST, PATHS } = process.env;

function ask(path) {
  return new Promise((tell) => {
    const headers = { Host: HOST };
    const where = { host: ADDRESS, port: PORT, path, servername: HOST, headers, timeout: 5000 };
    const asked = request(where, (answer) => {
      answer.resume();
      tell(String(answer.statusCode));
    });
    asked.on("timeout", () => asked.destroy(new Error("no answer within 5 seconds")));
    asked.on("error", ({ message }) => tell(message));
    asked.end();
  });
}

async function answers(path) {
  for (const pause of [500, 1000, 0]) {
    const answer = await ask(path);
    console.log(path + ": " + answer);
    if (answer === "200") return true;
    await new Promise((go) => setTimeout(go, pause));
  }
  return false;
}

export async function handler() {
  const all = await Promise.all(PATHS.split(" ").map(answers));
  return { hookStatus: all.every(Boolean) ? "SUCCEEDED" : "FAILED" };
}
`;
