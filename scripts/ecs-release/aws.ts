import { spawn } from "node:child_process";

/** Services of AWS that a release speaks to, as its command line calls them. */
export type AwsService = "deploy" | "ecr" | "ecs" | "ssm";

/** The API of AWS, as far as a release needs it. */
export interface Aws {
  /**
   * Calls an operation.
   *
   * @param operation as the command line calls it: `describe-services`
   * @param input in the API's own words
   * @throws AwsError where AWS refuses it
   */
  call<T>(service: AwsService, operation: string, input: object): Promise<T>;
}

/** What AWS refused, in its own words. */
export class AwsError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "AwsError";
  }
}

/** AWS by its command line, which finds the job's credentials. */
export class AwsCli implements Aws {
  readonly #env: Readonly<Record<string, string | undefined>>;

  /** @param env with the credentials and the region */
  constructor(env: Readonly<Record<string, string | undefined>>) {
    this.#env = env;
  }

  async call<T>(service: AwsService, operation: string, input: object): Promise<T> {
    // By standard input: arguments can be seen by others, and are at most 128 KiB long.
    const read = ["--cli-input-json", "file:///dev/stdin", "--output", "json", "--no-cli-pager"];
    const child = spawn("aws", [service, operation, ...read], { env: this.#env });
    child.stdin.on("error", () => {});
    child.stdin.end(JSON.stringify(input));
    const said = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8").on("data", (text) => {
        said[name] += text;
      });
    }
    const code = await new Promise<number | null>((done, failed) => {
      child.on("error", (error) =>
        failed(new AwsError(`aws ${service} ${operation}: ${error.message}; is it installed?`)),
      );
      child.on("close", done);
    });
    if (code !== 0) throw new AwsError(`aws ${service} ${operation}: ${said.stderr.trim()}`);
    return (said.stdout.trim() ? JSON.parse(said.stdout) : {}) as T;
  }
}
