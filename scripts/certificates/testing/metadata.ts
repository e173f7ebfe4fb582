import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Google's metadata server for one service account: a token for whatever audience is asked. */
export class Metadata {
  /** Numeric id of the account whose machine asks. */
  accountId: string;
  private readonly server: Server;

  private constructor(accountId: string) {
    this.accountId = accountId;
    this.server = createServer(({ url, headers }, response) => {
      const { pathname, searchParams } = new URL(url ?? "/", "http://metadata");
      const isAsked = pathname.endsWith("/service-accounts/default/identity");
      if (!isAsked || headers["metadata-flavor"] !== "Google") response.writeHead(403).end();
      else response.end(tokenOf(this.accountId, searchParams.get("audience") ?? ""));
    });
  }

  static async start(accountId: string): Promise<Metadata> {
    const metadata = new Metadata(accountId);
    await new Promise<void>((done) => metadata.server.listen(0, "127.0.0.1", done));
    return metadata;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

/** A token as Google makes it, but for the signature. */
export function tokenOf(accountId: string, audience: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = { iss: "https://accounts.google.com", sub: accountId, azp: accountId };
  return [part({ alg: "RS256" }), part({ ...claims, aud: audience }), "c2lnbmF0dXJl"].join(".");
}
