import { MoveRefused } from "../../stepwise/refused.ts";

/** What Cloudflare says of a zone. */
export interface TargetZone {
  readonly id: string;
  /** `pending` until it sees its name servers at the parent, then `active`. */
  readonly status: string;
  readonly nameServers: readonly string[];
}

/** One record as it stands at Cloudflare. */
export interface StandingRecord {
  readonly name: string;
  readonly type: string;
  readonly proxied: boolean;
}

/** A certificate that visitors are shown. */
export interface EdgeCertificate {
  /** `active` when visitors get it. */
  readonly status: string;
  /** Names that it covers: `example.com`, `*.example.com`. */
  readonly hosts: readonly string[];
  /** `google`, `lets_encrypt`, `ssl_com`, ... */
  readonly authority: string;
}

/** Cloudflare as the move needs it. Records themselves are Terraform's to write. */
export interface Cloudflare {
  /** The zone of a name; nothing where the token sees none. */
  zone(name: string): Promise<TargetZone | undefined>;
  /** Every record, all pages. */
  records(zoneId: string): Promise<StandingRecord[]>;
  certificates(zoneId: string): Promise<EdgeCertificate[]>;
  /** `active`, `pending`, `disabled`, ... */
  signing(zoneId: string): Promise<string>;
  /** Asks Cloudflare to look at the delegation now. It does so once an hour. */
  checkActivation(zoneId: string): Promise<void>;
}

/** Where and as whom Cloudflare is asked. */
export interface CloudflareAccess {
  readonly token: string;
  /** @default Cloudflare's own */
  readonly baseUrl?: string;
  readonly sleep: (ms: number) => Promise<void>;
}

const BASE_URL = "https://api.cloudflare.com/client/v4";

const PAGE = 1000;

const TRIES = 6;

interface Reply<T> {
  readonly success: boolean;
  readonly errors?: readonly { readonly code: number; readonly message: string }[];
  readonly result: T;
  readonly result_info?: { readonly page: number; readonly total_pages: number };
}

/** Cloudflare's API v4. */
export class RealCloudflare implements Cloudflare {
  readonly #access: CloudflareAccess;

  constructor(access: CloudflareAccess) {
    this.#access = access;
  }

  async zone(name: string): Promise<TargetZone | undefined> {
    type Found = { id: string; status: string; name_servers: string[] };
    const { result } = await this.#call<Found[]>("GET", `zones?name=${encodeURIComponent(name)}`);
    const [zone, another] = result;
    if (another) {
      throw new MoveRefused(
        `Cloudflare has more than one zone ${name}`,
        result.map(({ id, status }) => `${id}, ${status}`),
        "use a token that sees only the one that the name moves to",
      );
    }
    return zone && { id: zone.id, status: zone.status, nameServers: zone.name_servers ?? [] };
  }

  async records(zoneId: string): Promise<StandingRecord[]> {
    const found: StandingRecord[] = [];
    for (let page = 1, pages = 1; page <= pages; page++) {
      const path = `zones/${zoneId}/dns_records?per_page=${PAGE}&page=${page}`;
      const { result, result_info } = await this.#call<StandingRecord[]>("GET", path);
      pages = result_info?.total_pages ?? 1;
      found.push(
        ...result.map(({ name, type, proxied }) => ({
          ...{ name: name.toLowerCase(), type },
          proxied: proxied ?? false,
        })),
      );
    }
    return found;
  }

  async certificates(zoneId: string): Promise<EdgeCertificate[]> {
    type Pack = { status: string; hosts: string[]; certificate_authority?: string };
    const { result } = await this.#call<Pack[]>(
      "GET",
      `zones/${zoneId}/ssl/certificate_packs?status=all`,
    );
    return result.map(({ status, hosts, certificate_authority: authority = "" }) => ({
      ...{ status, hosts, authority },
    }));
  }

  async signing(zoneId: string): Promise<string> {
    const { result } = await this.#call<{ status: string }>("GET", `zones/${zoneId}/dnssec`);
    return result.status;
  }

  async checkActivation(zoneId: string): Promise<void> {
    await this.#call("PUT", `zones/${zoneId}/activation_check`);
  }

  async #call<T>(method: string, path: string): Promise<Reply<T>> {
    const { token, baseUrl = BASE_URL, sleep } = this.#access;
    for (let tried = 1; ; tried++) {
      const headers = { authorization: `Bearer ${token}` };
      let words: string;
      try {
        const answer = await fetch(`${baseUrl}/${path}`, { method, headers });
        // What stands before the API answers with a page.
        const nothing = { success: false } as Reply<T>;
        const reply = (await answer.json().catch(() => nothing)) as Reply<T>;
        if (answer.ok && reply.success) return reply;
        const errors = (reply.errors ?? []).map(({ code, message }) => `${code} ${message}`);
        words = `it answers ${answer.status}${errors.length > 0 ? `: ${errors.join("; ")}` : ""}`;
        if (answer.status !== 429 && answer.status < 500) throw refused(method, path, words);
      } catch (error) {
        if (error instanceof MoveRefused) throw error;
        words = String((error as Error & { cause?: Error }).cause ?? error);
      }
      if (tried >= TRIES) throw refused(method, path, words);
      await sleep(500 * 2 ** tried);
    }
  }
}

function refused(method: string, path: string, words: string): MoveRefused {
  return new MoveRefused(
    `Cloudflare does not do ${method} ${path.split("?")[0]}`,
    [words],
    "it takes a token with Zone Read, DNS Read, SSL and Certificates Read and, for the activation check, Zone Edit in CLOUDFLARE_API_TOKEN",
  );
}
