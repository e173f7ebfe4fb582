import { existsSync, readFileSync } from "node:fs";
import type { IncomingHttpHeaders } from "node:http";
import { Agent, request } from "node:https";
import { HcpError } from "./errors.ts";

/** One request, whole. */
export interface Call {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

/** What came back, whole. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Sends one request. Redirects are answers; whatever the network does is a `Lost`. */
export type Transport = (call: Call) => Promise<Answer>;

/** The network gave no answer. */
export class Lost extends Error {
  /** True where the request cannot have reached anybody: it may be sent again, whatever it is. */
  readonly unsent: boolean;

  constructor(words: string, unsent: boolean) {
    super(words);
    this.name = "Lost";
    this.unsent = unsent;
  }
}

/** How long a server may say nothing. */
const SILENCE_MS = 60_000;

/** What Node says of a certificate that it does not believe. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)/;

/** The network said no before anything was sent. */
const UNSENT = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/;

/**
 * Certificates that servers are checked against: those of `SSL_CERT_FILE` where it is set, as in
 * Terraform; else Node's own.
 */
export function trustedBy(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const file = env["SSL_CERT_FILE"];
  if (!file) return undefined;
  if (existsSync(file)) return readFileSync(file, "utf8");
  throw new HcpError(
    "invalid",
    `SSL_CERT_FILE names ${file}, which is not there; correct or unset it`,
  );
}

/** The network: HTTPS with connections that are kept. Nothing else of this tool opens one. */
export function network(certificates?: string): Transport & { close(): void } {
  const agent = new Agent({ keepAlive: true, ...(certificates && { ca: certificates }) });
  const send: Transport = ({ method, url, headers, body }) =>
    new Promise((resolve, reject) => {
      const lost = ({ code = "", message }: NodeJS.ErrnoException) =>
        reject(
          CERTIFICATE.test(code)
            ? notTrusted(url.host, code)
            : new Lost(code || message, UNSENT.test(code)),
        );
      const length =
        body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
      const options = { method, headers: { ...headers, ...length }, agent, timeout: SILENCE_MS };
      const sent = request(url, options, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", lost);
        response.on("end", () => {
          const { statusCode: status = 0, headers } = response;
          if (response.complete) resolve({ status, headers, body: Buffer.concat(chunks) });
          else lost(new Error("the answer was cut off"));
        });
      });
      sent.on("timeout", () => sent.destroy(new Error(`no answer in ${SILENCE_MS / 1000} s`)));
      sent.on("error", lost);
      sent.end(body);
    });
  return Object.assign(send, { close: () => agent.destroy() });
}

function notTrusted(host: string, code: string): HcpError {
  return new HcpError(
    "invalid",
    `${host}: nobody we trust vouches for its certificate (${code}); name a file with the certificate of your authority in SSL_CERT_FILE, as for Terraform`,
  );
}
