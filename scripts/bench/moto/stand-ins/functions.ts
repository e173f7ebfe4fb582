import { json, type StandIn } from "./call.ts";

/** Functions, or one of them by its name. */
const FUNCTIONS = /^\/2015-03-31\/functions(?:\/([^/]+))?$/;

/**
 * Keeps where functions of Lambda log to, and tells it as it was put. Moto forgets it.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html
 */
export function functions(): StandIn {
  const kept = new Map<string, unknown>();
  return async ({ method, path, body }, moto) => {
    const [called, name] = FUNCTIONS.exec(path) ?? [];
    if (called && method === "POST" && !name) {
      const { FunctionName, LoggingConfig } = JSON.parse(`${body}`);
      if (LoggingConfig) kept.set(FunctionName, LoggingConfig);
      return moto();
    }
    const LoggingConfig = kept.get(name ?? "");
    if (method !== "GET" || !LoggingConfig) return undefined;
    const answer = await moto();
    if (answer.status !== 200) return answer;
    const told = JSON.parse(`${answer.body}`);
    return json({ ...told, Configuration: { ...told.Configuration, LoggingConfig } });
  };
}
