import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Answer, StateKeeper } from "./state-keeper.ts";

/** The backend block of a state that is kept by a `StateServer`: where it is, the environment says. */
export const SERVED_BACKEND = { http: {} } as const;

/** User of the server; its password is made anew by each run. */
const USER = "rehearsal";

/**
 * Keeps states for Terraform's `http` backend, on a loopback port. Terraform writes such a state
 * now and then and at its end; a state file it would write whole at every single thing.
 */
export class StateServer {
  readonly #keepers = new Map<string, StateKeeper>();
  readonly #password = randomUUID();
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  /** Begins to listen. */
  async open(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(0, "127.0.0.1", resolve);
    });
  }

  /**
   * Serves the state of a stack from now on.
   *
   * @param folder the stack's copy
   * @returns variables for Terraform, and who is to be told of each Terraform that is started
   */
  keep(stack: string, folder: string) {
    const keeper = this.#keepers.get(stack) ?? new StateKeeper(folder);
    this.#keepers.set(stack, keeper);
    const { port } = this.#server.address() as AddressInfo;
    const address = `http://127.0.0.1:${port}/${stack}`;
    return {
      variables: {
        TF_HTTP_ADDRESS: address,
        TF_HTTP_LOCK_ADDRESS: address,
        TF_HTTP_UNLOCK_ADDRESS: address,
        TF_HTTP_USERNAME: USER,
        TF_HTTP_PASSWORD: this.#password,
        // We answer at once, or are gone for good.
        TF_HTTP_RETRY_MAX: "0",
      },
      started: (pid: number) => keeper.startedBy(pid),
    };
  }

  /** Ends it, with every connection. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    try {
      for await (const part of request) parts.push(part as Buffer);
      const { code, body = "" } = this.#answer(request, Buffer.concat(parts).toString("utf8"));
      response.writeHead(code).end(body);
    } catch (error) {
      response.writeHead(500).end((error as Error).message);
    }
  }

  #answer({ method, url = "/", headers }: IncomingMessage, body: string): Answer {
    const expected = Buffer.from(`${USER}:${this.#password}`).toString("base64");
    if (headers.authorization !== `Basic ${expected}`) return { code: 401 };
    const { pathname, searchParams } = new URL(url, "http://127.0.0.1");
    const keeper = this.#keepers.get(pathname.slice(1));
    if (!keeper) return { code: 404 };
    if (method === "GET") return keeper.get();
    if (method === "POST") return keeper.put(body, searchParams.get("ID"));
    if (method === "LOCK") return keeper.lock(body);
    if (method === "UNLOCK") return keeper.unlock(body);
    return { code: 405 };
  }
}
