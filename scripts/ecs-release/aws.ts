import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

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
    // By a file: arguments can be seen by others and end at 128 KiB, and a pipe of Node's is no file.
    const folder = mkdtempSync(join(tmpdir(), "ecs-release-"));
    const file = join(folder, "input.json");
    try {
      writeFileSync(file, JSON.stringify(input), { mode: 0o600 });
      const read = ["--cli-input-json", `file://${file}`, "--output", "json"];
      return (await this.#run([service, operation, ...read])) as T;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  async #run(args: readonly string[]): Promise<unknown> {
    const name = `aws ${args.slice(0, 2).join(" ")}`;
    // Version 2 would page what it prints on a terminal.
    const child = spawn("aws", args, {
      env: { ...this.#env, AWS_PAGER: "" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const said = { stdout: "", stderr: "" };
    for (const channel of ["stdout", "stderr"] as const) {
      child[channel].setEncoding("utf8").on("data", (text) => {
        said[channel] += text;
      });
    }
    const code = await new Promise<number | null>((done, failed) => {
      child.on("error", (error) =>
        failed(new AwsError(`${name}: ${error.message}; is it installed?`)),
      );
      child.on("close", done);
    });
    if (code !== 0) throw new AwsError(`${name}: ${said.stderr.trim()}`);
    return said.stdout.trim() ? JSON.parse(said.stdout) : {};
  }
}
