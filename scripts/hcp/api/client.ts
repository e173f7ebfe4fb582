import type { Token } from "./credentials.ts";
import { addressIn, parseObject } from "./discovery.ts";
import { HcpError, refusalOf } from "./errors.ts";
import { type Answer, Lost, type Transport } from "./http.ts";
import { type Document, type Resource, wordsOf } from "./resource.ts";

/** What a client needs of the world. */
export interface ClientOptions {
  /** `app.terraform.io` */
  readonly host: string;
  readonly token: Token;
  readonly send: Transport;
  /** Waits. */
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Says something to the user. */
  readonly talk: (text: string) => void;
}

/** What a request may carry. */
interface Wish {
  readonly method: string;
  readonly path: string;
  /** For messages: `read workspace acme-dev-app`. */
  readonly what: string;
  readonly body?: unknown;
}

const MEDIA_TYPE = "application/vnd.api+json";

/** How often a request is sent before we give up, and the longest pause between two. */
const ATTEMPTS = 9;
const LONGEST_MS = 30_000;

/** A pause of this length is told. */
const WORTH_TELLING_MS = 5_000;

/**
 * HCP Terraform's API, or that of a Terraform Enterprise. Reading is tried again when the network or
 * the server fails; a change only where it cannot have been made already. A server that asks to wait
 * is waited for.
 */
export class HcpClient {
  readonly host: string;
  readonly #options: ClientOptions;
  #base: URL | undefined;

  constructor(options: ClientOptions) {
    this.host = options.host;
    this.#options = options;
  }

  /** Waits between two looks at something that changes by itself. */
  pause(milliseconds: number): Promise<void> {
    return this.#options.pause(milliseconds);
  }

  /** Reads one thing. */
  async get<T extends Resource>(path: string, what: string): Promise<T> {
    return (await this.#document<T>({ method: "GET", path, what })).data;
  }

  /** Reads one thing, or finds that it is not there. */
  async find<T extends Resource>(path: string, what: string): Promise<T | undefined> {
    try {
      return await this.get<T>(path, what);
    } catch (error) {
      if (error instanceof HcpError && error.refusal === "missing") return undefined;
      throw error;
    }
  }

  /** Reads all pages of a list. */
  async list<T extends Resource>(path: string, what: string): Promise<T[]> {
    const all: T[] = [];
    for (let page: number | null | undefined = 1; page; ) {
      const query: string = `${path.includes("?") ? "&" : "?"}page[number]=${page}&page[size]=100`;
      const { data, meta } = await this.#document<T[]>({
        method: "GET",
        path: `${path}${query}`,
        what,
      });
      all.push(...data);
      page = meta?.pagination?.["next-page"];
    }
    return all;
  }

  /** Makes or does something. The answer may be empty. */
  async post<T extends Resource>(path: string, what: string, body?: unknown): Promise<T> {
    return (await this.#document<T>({ method: "POST", path, what, body })).data;
  }

  /** Changes something. */
  async patch<T extends Resource>(path: string, what: string, body: unknown): Promise<T> {
    return (await this.#document<T>({ method: "PATCH", path, what, body })).data;
  }

  /**
   * Text that the API gives, or redirects to: a plan's JSON. Another host is not shown the token.
   *
   * @returns nothing while there is none yet
   */
  async text(path: string, what: string): Promise<string | undefined> {
    let answer = await this.#try({ method: "GET", path, what });
    if (answer.status === 204) return undefined;
    const { location } = answer.headers;
    if (answer.status >= 300 && location) {
      const url = new URL(location, await this.#address(path));
      answer = await this.#open("GET", url, what);
    }
    return answer.body.toString("utf8");
  }

  /** A piece of a log, from an address that was handed out for it. */
  async piece(url: string, what: string): Promise<Buffer> {
    return (await this.#open("GET", new URL(url), what)).body;
  }

  /** Puts bytes to an address that was handed out for them. */
  async upload(url: string, what: string, bytes: Buffer): Promise<void> {
    await this.#open("PUT", new URL(url), what, bytes);
  }

  async #document<T>(wish: Wish): Promise<Document<T>> {
    const { body } = await this.#try(wish);
    if (body.length === 0) return {} as Document<T>;
    const document = parseObject(body.toString("utf8"));
    if (document) return document as unknown as Document<T>;
    throw new HcpError(
      "broken",
      `${this.host}: cannot ${wish.what}: what it answers is no JSON; is there a proxy or a login page on the way?`,
    );
  }

  async #try({ method, path, what, body }: Wish): Promise<Answer> {
    const { token } = this.#options;
    const url = await this.#address(path);
    const text = body === undefined ? undefined : JSON.stringify(body);
    return this.#persist(what, method === "GET", () =>
      this.#options.send({
        method,
        url,
        headers: {
          authorization: `Bearer ${token.value}`,
          accept: MEDIA_TYPE,
          ...(text !== undefined && { "content-type": MEDIA_TYPE }),
        },
        ...(text !== undefined && { body: text }),
      }),
    );
  }

  /** An address that carries its own right: without the token. */
  #open(method: string, url: URL, what: string, body?: Buffer): Promise<Answer> {
    if (url.protocol !== "https:") {
      throw new HcpError("invalid", `${this.host}: cannot ${what}: ${url.origin} is not HTTPS`);
    }
    const headers = { "content-type": "application/octet-stream" };
    return this.#persist(what, true, () =>
      this.#options.send({ method, url, headers, ...(body && { body }) }),
    );
  }

  /** @param harmless whether it may be done twice */
  async #persist(what: string, harmless: boolean, send: () => Promise<Answer>): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      const came = await send().catch((error: unknown) => {
        if (error instanceof Lost) return error;
        throw error;
      });
      const failed = came instanceof Lost;
      if (!failed && came.status < 400) return came;
      const again = failed
        ? harmless || came.unsent
        : came.status === 429 || (harmless && came.status >= 500 && came.status !== 501);
      if (!again || attempt === ATTEMPTS) throw this.#refused(what, harmless, came);
      await this.#wait(attempt, failed ? undefined : came);
    }
  }

  async #wait(attempt: number, answer: Answer | undefined): Promise<void> {
    const asked = Number(
      answer?.headers["retry-after"] ?? answer?.headers["x-ratelimit-reset"] ?? Number.NaN,
    );
    const own = Math.min(LONGEST_MS, 250 * 2 ** attempt);
    const wait = Number.isFinite(asked) ? Math.min(10 * LONGEST_MS, asked * 1000) : own;
    if (wait >= WORTH_TELLING_MS) {
      const why = answer
        ? answer.status === 429
          ? "too many requests"
          : `it answers ${answer.status}`
        : "the connection was lost";
      this.#options.talk(`${this.host}: ${why}; trying again in ${Math.ceil(wait / 1000)} s`);
    }
    await this.#options.pause(wait);
  }

  #refused(what: string, harmless: boolean, came: Answer | Lost): HcpError {
    const { host, token } = this.#options;
    const safe = (text: string) => text.replaceAll(token.value, "***");
    if (came instanceof Lost) {
      const lost = `${host}: cannot ${what}: the connection was lost (${safe(came.message)})`;
      const rest =
        harmless || came.unsent
          ? "; nothing is lost: run the same command again"
          : '; whether it was done is not known: look with "infra hcp runs", then run the same command again';
      return new HcpError("lost", `${lost}${rest}`);
    }
    const words = safe(wordsOf(came.body.toString("utf8")));
    return refusalOf({ host, what, tokenFrom: token.from, status: came.status, words });
  }

  async #address(path: string): Promise<URL> {
    this.#base ??= await this.#discover();
    return new URL(path.replace(/^\//, ""), this.#base);
  }

  /** Where the host has its API: it says so itself, to Terraform and to us. */
  async #discover(): Promise<URL> {
    const url = new URL(`https://${this.host}/.well-known/terraform.json`);
    const what = "find its API";
    const { status, body } = await this.#persist(what, true, () =>
      this.#options.send({ method: "GET", url, headers: { accept: "application/json" } }),
    ).catch((error: unknown) => {
      if (error instanceof HcpError && error.refusal === "missing")
        return { status: 404, body: "" };
      throw error;
    });
    return addressIn(status === 200 ? body.toString() : "", url);
  }
}
