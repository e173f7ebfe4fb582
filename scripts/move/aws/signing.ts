import { createHash, createHmac } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";
import type { AwsKey } from "./identity.ts";

/** A request as it is sent. */
export interface Sent {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What signs requests to a service of AWS. */
export interface Signer {
  readonly region: string;
  /** What the service is called in signatures: `es`. */
  readonly service: string;
  readonly key: () => Promise<AwsKey>;
}

/** The headers of a request, with those that show who sends it; whoever sends it adds `host`. */
export async function signed(
  { region, service, key }: Signer,
  { method, url, headers, body }: Sent,
  at: Date,
): Promise<Record<string, string>> {
  const signer = new SignatureV4({ region, service, credentials: key, sha256: Sha256 });
  const request = {
    ...{ method, protocol: url.protocol, hostname: url.hostname, path: url.pathname },
    ...(url.port !== "" && { port: Number(url.port) }),
    query: Object.fromEntries(url.searchParams),
    headers: { ...headers, host: url.host },
    ...(body !== undefined && { body }),
  };
  const { host: _, ...others } = (await signer.sign(request, { signingDate: at })).headers;
  return others;
}

/** SHA-256 of Node, as the signer wants to use it. */
class Sha256 {
  readonly #hash;

  constructor(secret?: ArrayBuffer | ArrayBufferView | string) {
    this.#hash =
      secret === undefined ? createHash("sha256") : createHmac("sha256", secret as string);
  }

  update(data: Uint8Array | string): void {
    this.#hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    throw new Error("a hash is made anew");
  }
}
