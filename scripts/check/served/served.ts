import { type ChildProcess, spawn } from "node:child_process";
import { type IncomingHttpHeaders, request } from "node:http";
import { findPart } from "../../parts/parts.ts";

/** What an application answered. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: IncomingHttpHeaders;
}

/** What goes with a request. */
export interface Sent {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** A program of an example application, as its image runs it. */
export class Running {
  /** All that it said. */
  said = "";
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;

  constructor(
    program: string,
    args: readonly string[],
    place: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
  ) {
    this.#child = spawn(program, [...args], place);
    this.#ended = new Promise((done) => this.#child.on("close", done));
    for (const channel of [this.#child.stdout, this.#child.stderr]) {
      channel?.on("data", (chunk) => {
        this.said += chunk;
      });
    }
  }

  /**
   * Waits until it says something, and gives what it says.
   *
   * @throws Error with all that it said, where it ends before
   */
  async untilItSays(what: RegExp): Promise<RegExpExecArray> {
    for (let left = 3600; left > 0; left--) {
      const found = what.exec(this.said);
      if (found) return found;
      if (this.#child.exitCode !== null) break;
      await new Promise((done) => setTimeout(done, 50));
    }
    this.#child.kill("SIGKILL");
    throw new Error(`it did not say ${what}, but: ${this.said}`);
  }

  /** Stops it as Compose and ECS do; its exit code. */
  stop(): Promise<number | null> {
    this.#child.kill("SIGTERM");
    return this.#ended;
  }

  /** Waits for its end; its exit code. */
  end(): Promise<number | null> {
    return this.#ended;
  }
}

/** An example application behind gunicorn, with its folder's own settings, on a port that it bound itself. */
export class Served {
  readonly running: Running;
  readonly #url: string;

  private constructor(running: Running, url: string) {
    this.running = running;
    this.#url = url;
  }

  static async start(folder: string, env: Readonly<Record<string, string>>): Promise<Served> {
    const running = new Running(findPart("gunicorn")!, ["--bind", "127.0.0.1:0"], {
      cwd: folder,
      env: { PYTHONDONTWRITEBYTECODE: "1", PYTHONUNBUFFERED: "1", ...env },
    });
    const [, url] = await running.untilItSays(/Listening at: (http:\/\/127\.0\.0\.1:\d+)/);
    return new Served(running, url!);
  }

  /** Asks for a path, by whatever Host header; a redirect is answered, not followed. */
  ask(method: string, path: string, { headers = {}, body }: Sent = {}): Promise<Answer> {
    return new Promise((done, failed) => {
      const asked = request(this.#url + path, { method, headers }, (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (part) => parts.push(part));
        answer.on("end", () => {
          const text = Buffer.concat(parts).toString();
          const isJson = answer.headers["content-type"]?.startsWith("application/json");
          const { statusCode: status = 0, headers } = answer;
          done({ status, headers, body: isJson ? JSON.parse(text) : text });
        });
      });
      asked.on("error", failed);
      asked.end(body);
    });
  }

  /** Stops it as Compose and ECS do; its exit code. */
  stop(): Promise<number | null> {
    return this.running.stop();
  }
}
