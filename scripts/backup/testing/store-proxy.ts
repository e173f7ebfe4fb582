import {
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";

/** What an identity may do with objects. */
export type Right = "create" | "overwrite" | "get" | "list" | "delete";

/** What a store answers besides the truth. */
export interface StoreFaults {
  /** Breaks the connection after so many bytes of an upload's body. */
  cutUploadAfter?: number;
  /** Takes an upload's body and never answers. */
  stallUpload?: boolean;
  /** Objects whose name has this in it, and no others, meet the fault. */
  only?: string;
  /** Every request is answered with expired credentials. */
  expired?: boolean;
  /** Seconds by which the store's clock is ahead. */
  clockAhead?: number;
}

/** What writers have, and what readers have. */
export const WRITER: readonly Right[] = ["create"];
export const RESTORER: readonly Right[] = ["get", "list"];
export const ADMIN: readonly Right[] = ["create", "overwrite", "get", "list", "delete"];

/**
 * Stands between a tool and an emulator that knows no rights: refuses what the identity may not, in
 * the words of the store, and breaks uploads.
 */
export class StoreProxy {
  rights: readonly Right[] = ADMIN;
  faults: StoreFaults = {};
  /** True once an upload stalls. */
  stalled = false;
  /** Method and path of every request, in order. */
  readonly requests: string[] = [];
  /** The emulator's port, known once it runs. */
  upstream = 0;
  private readonly server: Server;
  private readonly kind: "gcs" | "s3";

  constructor(kind: "gcs" | "s3") {
    this.kind = kind;
    this.server = createServer((asked, answer) => {
      this.handle(asked, answer).catch(() => answer.destroy());
    });
  }

  async listen(): Promise<number> {
    await new Promise<void>((done) => this.server.listen(0, "127.0.0.1", done));
    return this.port;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async handle(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const url = new URL(asked.url ?? "/", "http://store");
    this.requests.push(`${asked.method} ${decodeURIComponent(url.pathname)}`);
    if (this.faults.clockAhead) {
      answer.setHeader("date", new Date(Date.now() + this.faults.clockAhead * 1000).toUTCString());
    }
    const right = await this.rightOf(asked.method ?? "GET", url, asked);
    if (this.faults.expired) return this.refuse(asked, answer, "expired");
    const lacking = right && this.lacking(right);
    if (lacking) return this.refuse(asked, answer, lacking);
    if (this.faults.stallUpload && this.meetsFault(asked)) {
      asked.resume();
      this.stalled = true;
    } else this.forward(asked, answer);
  }

  /** Overwriting takes the right to create as well. */
  private lacking(right: Right): Right | undefined {
    const needed: Right[] = right === "overwrite" ? ["create", right] : [right];
    return needed.find((each) => !this.rights.includes(each));
  }

  /** The right that a request takes; none for what is not about objects. */
  private async rightOf(
    method: string,
    url: URL,
    asked: IncomingMessage,
  ): Promise<Right | undefined> {
    if (method === "DELETE") return "delete";
    if (this.kind === "s3") return this.s3Right(method, url, asked);
    if (url.pathname.startsWith("/upload/")) {
      const free = url.searchParams.has("ifGenerationMatch") || url.searchParams.has("upload_id");
      return !free && (await this.exists(url)) ? "overwrite" : "create";
    }
    if (/\/o\/?$/.test(url.pathname)) return "list";
    return method === "GET" && /\/o\/|^\/download/.test(url.pathname) ? "get" : undefined;
  }

  private s3Right(method: string, url: URL, asked: IncomingMessage): Right | undefined {
    if (method === "PUT" || method === "POST") {
      return asked.headers["if-none-match"] === "*" ? "create" : "overwrite";
    }
    if (url.pathname.split("/").filter(Boolean).length < 2)
      return method === "GET" ? "list" : undefined;
    return "get";
  }

  private async exists(url: URL): Promise<boolean> {
    const name = url.searchParams.get("name");
    const bucket = url.pathname.split("/b/")[1]?.split("/")[0];
    if (!name || !bucket) return false;
    const path = `/storage/v1/b/${bucket}/o/${encodeURIComponent(name)}`;
    return (await fetch(`http://127.0.0.1:${this.upstream}${path}`)).status === 200;
  }

  private refuse(asked: IncomingMessage, answer: ServerResponse, why: Right | "expired"): void {
    asked.resume();
    const [status, type, body] = this.kind === "s3" ? s3Refusal(why) : gcsRefusal(why);
    answer.writeHead(status, { "content-type": type, connection: "close" });
    answer.end(asked.method === "HEAD" ? undefined : body);
  }

  private forward(asked: IncomingMessage, answer: ServerResponse): void {
    const { url, method, headers } = asked;
    const onward = request(
      { host: "127.0.0.1", port: this.upstream, path: url, method, headers },
      (said) => {
        const kept = Object.entries(said.headers).filter(([name]) => !answer.hasHeader(name));
        answer.writeHead(said.statusCode ?? 502, Object.fromEntries(kept));
        said.pipe(answer);
      },
    );
    onward.on("error", () => answer.destroy());
    this.cut(asked, answer);
    asked.pipe(onward);
    asked.on("close", () => {
      if (!asked.complete) onward.destroy();
    });
  }

  /** True for an upload of what the fault is about. */
  private meetsFault({ method, url = "" }: IncomingMessage): boolean {
    const isUpload = method === "POST" || method === "PUT";
    return isUpload && decodeURIComponent(url).includes(this.faults.only ?? "");
  }

  /** Counts an upload's bytes and breaks the connection, if that is the fault. */
  private cut(asked: IncomingMessage, answer: ServerResponse): void {
    const { cutUploadAfter } = this.faults;
    if (cutUploadAfter === undefined || !this.meetsFault(asked)) return;
    let seen = 0;
    asked.on("data", (chunk: Buffer) => {
      seen += chunk.length;
      if (seen >= cutUploadAfter) {
        asked.unpipe();
        asked.destroy();
        answer.destroy();
      }
    });
  }
}

function gcsRefusal(why: Right | "expired"): [number, string, string] {
  const code = why === "expired" ? 401 : 403;
  const verb = why === "overwrite" ? "delete" : why;
  const message =
    why === "expired"
      ? "Invalid Credentials"
      : `caller does not have storage.objects.${verb} access to the Google Cloud Storage object.`;
  const reason = why === "expired" ? "authError" : "forbidden";
  const error = { code, message, errors: [{ message, domain: "global", reason }] };
  return [code, "application/json", JSON.stringify({ error })];
}

function s3Refusal(why: Right | "expired"): [number, string, string] {
  const [status, code, message] =
    why === "expired"
      ? [400, "ExpiredToken", "The provided token has expired."]
      : [403, "AccessDenied", "Access Denied"];
  return [
    Number(status),
    "application/xml",
    `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  ];
}
