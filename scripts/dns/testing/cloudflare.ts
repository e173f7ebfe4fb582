import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** The body of a record, as Cloudflare's provider sends it. */
export interface RecordBody {
  readonly type: string;
  readonly name: string;
  readonly ttl: number;
  readonly proxied?: boolean;
  readonly content?: string;
  readonly priority?: number;
  readonly data?: Readonly<Record<string, string | number>>;
}

/** A certificate as the API tells it. */
export interface Pack {
  status: string;
  hosts: string[];
  certificate_authority: string;
}

/** A made-up Cloudflare on loopback: one zone, what the move reads of it, and its records. */
export class CloudflareStandIn {
  static readonly TOKEN = "cloudflare-stand-in-token";
  static readonly ZONE_ID = "023e105f4ecef8ad9ca31a8372d0c353";
  status = "pending";
  signing = "disabled";
  packs: Pack[] = [];
  records: RecordBody[] = [];
  nameServers: string[];
  /** Requests other than GET. */
  readonly writes: string[] = [];
  readonly #zone: string;
  readonly #server: Server;

  private constructor(zone: string, nameServers: string[], server: Server) {
    this.#zone = zone;
    this.nameServers = nameServers;
    this.#server = server;
  }

  static async start(zone: string, nameServers: string[]): Promise<CloudflareStandIn> {
    const server = createServer();
    const made = new CloudflareStandIn(zone, nameServers, server);
    server.on("request", (request, response) => {
      const { status, body } = made.#answer(request);
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify({ success: status < 400, errors: [], ...body }));
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    return made;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/client/v4`;
  }

  /**
   * What its name servers would answer: proxied names with Cloudflare's addresses, a CNAME at the apex
   * with those of its target.
   *
   * @param addresses of names that are somebody else's
   * @param edge address that proxied names have
   */
  lines(addresses: Readonly<Record<string, string>> = {}, edge = "104.16.0.1"): string[] {
    return this.records.map((record) => {
      const { name, type, ttl, proxied, content = "" } = record;
      const seconds = ttl === 1 ? 300 : ttl;
      if (proxied) return `${name}. 300 A ${edge}`;
      const flattened = type === "CNAME" && name === this.#zone;
      if (flattened) return `${name}. ${seconds} A ${addresses[content]}`;
      return `${name}. ${seconds} ${type} ${presented(record)}`;
    });
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((done) => this.#server.close(() => done()));
  }

  #answer(request: IncomingMessage): { status: number; body: object } {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://loopback");
    if (request.headers.authorization !== `Bearer ${CloudflareStandIn.TOKEN}`) {
      const errors = [{ code: 10000, message: "Authentication error" }];
      return { status: 403, body: { errors } };
    }
    const path = pathname.replace("/client/v4", "");
    const zone = `/zones/${CloudflareStandIn.ZONE_ID}`;
    const { status, nameServers } = this;
    if (request.method !== "GET") this.writes.push(`${request.method} ${path}`);
    if (path === "/zones") {
      const mine = searchParams.get("name") === this.#zone;
      const found = { id: CloudflareStandIn.ZONE_ID, status, name_servers: nameServers };
      return { status: 200, body: { result: mine ? [found] : [] } };
    }
    const page = Number(searchParams.get("page"));
    const size = Number(searchParams.get("per_page"));
    const total = Math.ceil(this.records.length / size);
    const answers: Record<string, object> = {
      [`${zone}/dns_records`]: {
        result: this.records.slice((page - 1) * size, page * size),
        result_info: { page, total_pages: total },
      },
      [`${zone}/ssl/certificate_packs`]: { result: this.packs },
      [`${zone}/dnssec`]: { result: { status: this.signing } },
      [`${zone}/activation_check`]: { result: { id: CloudflareStandIn.ZONE_ID } },
    };
    const body = answers[path];
    return body ? { status: 200, body } : { status: 404, body: {} };
  }
}

/** A value as in a zone file. */
function presented({ type, content = "", priority, data = {} }: RecordBody): string {
  const dotted = (name: string | number | undefined) => (name === "." ? "." : `${name}.`);
  switch (type) {
    case "CNAME":
    case "NS":
      return dotted(content);
    case "MX":
      return `${priority} ${dotted(content)}`;
    case "CAA":
      return `${data["flags"]} ${data["tag"]} "${data["value"]}"`;
    case "SRV":
      return `${data["priority"]} ${data["weight"]} ${data["port"]} ${dotted(data["target"])}`;
    case "HTTPS":
    case "SVCB":
      return `${data["priority"]} ${dotted(data["target"])} ${data["value"]}`;
    default:
      return (PARTS[type] ?? []).map((part) => data[part]).join(" ") || content;
  }
}

/** Parts of structured records in the order in which they are written. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  DS: ["key_tag", "algorithm", "digest_type", "digest"],
  TLSA: ["usage", "selector", "matching_type", "certificate"],
  SSHFP: ["algorithm", "type", "fingerprint"],
};
