import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A comment on a stand-in. */
export interface Standing {
  readonly id: number;
  body: string;
  readonly login: string;
  /** Number of the request that it is on. */
  readonly request: number;
}

/** An open request besides 7. */
export interface StandingRequest {
  readonly number: number;
  readonly head: string;
  /** It comes from a fork. */
  readonly fork?: boolean;
}

/** Something that goes wrong with the next requests that match. */
export interface Fault {
  /** Matches `GET /repos/...`. */
  readonly on: RegExp;
  /** How many requests it hits. */
  times: number;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly message?: string;
  /** The request is done all the same, and only the answer is bad. */
  readonly done?: boolean;
  /** Runs first: what others do meanwhile. */
  readonly meanwhile?: () => void;
}

/** What a stand-in answers. */
export interface Reply {
  readonly status: number;
  readonly data?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A forge on loopback: keeps comments, pages them, has limits, fails on purpose, counts writes. */
export abstract class StandIn {
  readonly comments: Standing[] = [];
  readonly faults: Fault[] = [];
  /** Every request: `PATCH /repos/...`. */
  readonly requests: string[] = [];
  head = "a".repeat(40);
  /** Open requests besides 7, those that were changed last first. */
  readonly neighbours: StandingRequest[] = [];
  /** Most characters of a comment. */
  limit = 65_536;
  #next = 100;
  #server: Server | undefined;

  /** Address of the API. */
  api = "";

  /** Who has the token. */
  abstract readonly login: string;

  /** Does one request. */
  protected abstract answer(method: string, url: URL, body: { readonly body?: string }): Reply;

  async start(): Promise<void> {
    this.#server = createServer(async (request, response) => {
      const { status, data, headers } = this.#reply(request, await read(request));
      response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
      response.end(data === undefined ? undefined : JSON.stringify(data));
    });
    await new Promise<void>((resolve) => this.#server!.listen(0, "127.0.0.1", resolve));
    this.api = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  /** Forgets everything. */
  reset(): void {
    this.comments.length = 0;
    this.faults.length = 0;
    this.requests.length = 0;
    this.neighbours.length = 0;
    this.head = "a".repeat(40);
    this.limit = 65_536;
  }

  /** A comment that somebody wrote. */
  add(body: string, login = this.login, request = 7): Standing {
    const comment = { id: this.#next++, body, login, request };
    this.comments.push(comment);
    return comment;
  }

  /** Requests that write comments. */
  get writes(): string[] {
    return this.requests
      .filter((each) => !/^GET|graphql/.test(each))
      .map((each) => each.split(" ")[0]!);
  }

  /** Writes into a comment; nothing where it is gone. */
  protected write(id: number, body: string): Standing | undefined {
    const comment = this.comments.find((each) => each.id === id);
    if (comment) comment.body = body;
    return comment;
  }

  /** Takes a comment away. */
  protected drop(id: number): boolean {
    const at = this.comments.findIndex((each) => each.id === id);
    if (at >= 0) this.comments.splice(at, 1);
    return at >= 0;
  }

  /** True when a comment is longer than a forge takes. */
  protected isTooLong(body = ""): boolean {
    return [...body].length > this.limit;
  }

  /** The open requests, those that were changed last first. */
  protected get open(): StandingRequest[] {
    return [{ number: 7, head: this.head }, ...this.neighbours];
  }

  /** The commit at the head of a request; nothing where there is none. */
  protected headOf(request: number): string | undefined {
    return this.open.find(({ number }) => number === request)?.head;
  }

  /** The comments on a request. */
  protected on(request: number): Standing[] {
    return this.comments.filter((each) => each.request === request);
  }

  /** What of a list is on a page, and whether there is more. */
  protected page<T>(
    url: URL,
    all: readonly T[],
  ): { readonly found: readonly T[]; readonly more: boolean; readonly number: number } {
    const size = Math.min(100, Number(url.searchParams.get("per_page") ?? 30));
    const number = Number(url.searchParams.get("page") ?? 1);
    const found = all.slice((number - 1) * size, number * size);
    return { found, more: all.length > number * size, number };
  }

  #reply({ method = "", url = "" }: IncomingMessage, text: string): Reply {
    const target = new URL(url, this.api);
    const line = `${method} ${target.pathname}`;
    this.requests.push(line);
    const body = text === "" ? {} : JSON.parse(text);
    const fault = this.faults.find(({ on, times }) => times > 0 && on.test(line));
    if (!fault) return this.answer(method, target, body);
    fault.times--;
    fault.meanwhile?.();
    if (fault.done) this.answer(method, target, body);
    const { status, headers = {}, message = "something went wrong" } = fault;
    return status === 0
      ? this.answer(method, target, body)
      : { status, headers, data: { message } };
  }
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
