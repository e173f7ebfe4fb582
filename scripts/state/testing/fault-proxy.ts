import { createServer, type Server as HttpServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import type { Server } from "./servers.ts";

/** What S3 answers in the place of what was asked for. */
export type S3Fault = "ExpiredToken" | "SlowDown";

const STATUS: Readonly<Record<S3Fault, number>> = { ExpiredToken: 403, SlowDown: 503 };

/** Stands between Terraform and a server of objects, and answers with faults while it is told to. */
export class FaultProxy {
  readonly #server: HttpServer;
  readonly #upstream: Server;
  #fault: { readonly kind: S3Fault; left: number } | undefined;
  /** How many requests had a fault for an answer. */
  failed = 0;

  private constructor(upstream: Server) {
    this.#upstream = upstream;
    this.#server = createServer((asked, answer) => {
      if (this.#fault && this.#fault.left > 0) {
        const { kind } = this.#fault;
        this.#fault.left--;
        this.failed++;
        asked.resume();
        answer.writeHead(STATUS[kind], { "content-type": "application/xml" });
        answer.end(`<Error><Code>${kind}</Code><Message>${kind} for a test</Message></Error>`);
        return;
      }
      const { method, url = "/", headers } = asked;
      const passed = request(new URL(url, upstream.url), { method, headers }, (answered) => {
        answer.writeHead(answered.statusCode ?? 502, answered.headers);
        answered.pipe(answer);
      });
      passed.on("error", () => answer.destroy());
      asked.pipe(passed);
    });
  }

  static async before(upstream: Server): Promise<FaultProxy> {
    const proxy = new FaultProxy(upstream);
    await new Promise<void>((listening) => {
      proxy.#server.listen(0, "127.0.0.1", listening);
    });
    return proxy;
  }

  /** What makes Terraform speak to it. */
  get env(): Readonly<Record<string, string>> {
    const { port } = this.#server.address() as AddressInfo;
    return { ...this.#upstream.env, AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` };
  }

  /** Answers the next requests with a fault. */
  fail(kind: S3Fault, times: number = Number.POSITIVE_INFINITY): void {
    this.failed = 0;
    this.#fault = { kind, left: times };
  }

  /** Answers as the server does again. */
  mend(): void {
    this.#fault = undefined;
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((closed) => this.#server.close(() => closed()));
  }
}
