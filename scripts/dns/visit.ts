import { request } from "node:https";

/** What a visitor of a name got. */
export type Visit = { readonly status: number } | { readonly error: string };

/** How long a visitor waits. */
const PATIENCE_MS = 15_000;

/** Where the name is visited, and whom its certificate is believed from. */
export interface Door {
  /** @default 443 */
  readonly port?: number;
  /** @default the authorities that Node knows */
  readonly ca?: string;
}

/** Visits a name at one address, over TLS with a certificate that is checked. */
export function visit(
  name: string,
  address: string,
  { port = 443, ca }: Door = {},
): Promise<Visit> {
  return new Promise((resolve) => {
    const sent = request(
      {
        host: address,
        port,
        servername: name,
        path: "/",
        headers: { host: name, "user-agent": "groundplan-infra-dns" },
        timeout: PATIENCE_MS,
        agent: false,
        ...(ca && { ca }),
      },
      (response) => {
        response.resume();
        resolve({ status: response.statusCode ?? 0 });
      },
    );
    sent.on("timeout", () => sent.destroy(new Error(`no answer in ${PATIENCE_MS / 1000} s`)));
    sent.on("error", (error: NodeJS.ErrnoException) =>
      resolve({ error: error.code ? `${error.code}: ${error.message}` : error.message }),
    );
    sent.end();
  });
}
