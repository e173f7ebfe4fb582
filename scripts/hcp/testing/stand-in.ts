import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findPart } from "../../parts/parts.ts";
import { makeAuthority } from "./authority.ts";
import { Executor } from "./executor.ts";
import type { Asked, Desk, Reply, Route } from "./route.ts";
import { API, ARCHIVIST } from "./routes.ts";
import { type RunChecks, Runner } from "./runner.ts";
import { stateArchive } from "./state-routes.ts";
import { Store } from "./store.ts";

/** Something that goes wrong with the next requests that fit. */
export interface Fault {
  /** Tested against `GET /api/v2/runs/run-1`. */
  readonly on: RegExp;
  readonly times: number;
  /** An answer, or a connection that is cut: before the request is heard, or after it was done. */
  readonly reply:
    | {
        readonly status: number;
        readonly headers?: Record<string, string>;
        readonly body?: object | string;
      }
    | "cut"
    | "cut after";
}

/** The token that the stand-in accepts. It must be seen nowhere. */
export const TOKEN = "canary.atlasv1.Zq7Wm3Xk9Tb2";

/**
 * A made-up HCP Terraform on this machine: it speaks TLS, the API, and executes runs with the real
 * Terraform.
 */
export class StandIn {
  readonly store = new Store();
  readonly root: string;
  readonly host: string;
  /** What makes Terraform and `infra` speak to it. */
  readonly env: Record<string, string>;
  /** Every request so far: `GET /api/v2/runs/run-1`. */
  readonly requests: string[] = [];
  /** What further runs go through. */
  checks: RunChecks = {};
  admin = true;
  token = TOKEN;
  /** How often our token was sent to an address that carries its own right. */
  tokensToArchive = 0;
  #faults: { fault: Fault; left: number }[] = [];
  readonly #server: Server;
  readonly #desk: Desk;
  readonly runner: Runner;

  private constructor(server: Server, root: string, certificate: string) {
    const { port } = server.address() as AddressInfo;
    this.root = root;
    this.host = `localhost:${port}`;
    this.env = {
      SSL_CERT_FILE: certificate,
      TF_CLI_CONFIG_FILE: "/dev/null",
      [`TF_TOKEN_${this.host}`]: TOKEN,
    };
    const { PATH = "" } = process.env;
    const env = { PATH, HOME: root, CHECKPOINT_DISABLE: "1", ...this.env };
    const machine = { store: this.store, root, terraform: findPart("terraform") ?? "", env };
    this.runner = new Runner(this.store, new Executor(machine), () => this.checks);
    this.#server = server;
    const origin = () => `https://${this.host}`;
    this.#desk = { store: this.store, runner: this.runner, origin, admin: () => this.admin };
    server.on("request", (request, response) => void this.#serve(request, response));
  }

  static async start(): Promise<StandIn> {
    const root = mkdtempSync(join(tmpdir(), "groundplan-hcp-"));
    const runs = join(root, "machines");
    mkdirSync(runs);
    const { file, key, certificate } = makeAuthority(root);
    const server = createServer({ key, cert: certificate });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new StandIn(server, runs, file);
  }

  /** Lets the next requests that fit go wrong. */
  fail(fault: Fault): void {
    this.#faults.push({ fault, left: fault.times });
  }

  /** How many requests fitted so far. */
  count(pattern: RegExp): number {
    return this.requests.filter((each) => pattern.test(each)).length;
  }

  /** Forgets everything but the server. */
  async reset(): Promise<void> {
    await this.runner.stop();
    this.store.workspaces.length = 0;
    this.store.projects.length = 0;
    this.store.modules.clear();
    this.requests.length = 0;
    this.#faults = [];
    this.checks = {};
    this.admin = true;
    this.token = TOKEN;
  }

  async stop(): Promise<void> {
    await this.runner.stop();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    rmSync(join(this.root, ".."), { recursive: true, force: true });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const bytes = await bodyOf(request);
    const name = `${request.method} ${decodeURI(request.url ?? "")}`;
    this.requests.push(name);
    const fault = this.#faults.find(({ fault, left }) => left > 0 && fault.on.test(name));
    if (fault) fault.left -= 1;
    const wrong = fault?.fault.reply;
    if (wrong === "cut") return void request.socket.destroy();
    if (typeof wrong === "object") {
      response.writeHead(wrong.status, { "content-type": "application/json", ...wrong.headers });
      return void response.end(JSON.stringify(wrong.body ?? { errors: [] }));
    }
    const reply = this.#answer(request, bytes);
    if (wrong === "cut after") return void request.socket.destroy();
    write(response, reply);
  }

  #answer(request: IncomingMessage, bytes: Buffer): Reply {
    const url = new URL(request.url ?? "/", `https://${this.host}`);
    if (url.pathname === "/.well-known/terraform.json") {
      const versions = ["tfe.v2", "tfe.v2.1", "tfe.v2.2"].map((each) => [each, "/api/v2/"]);
      return { status: 200, bytes: JSON.stringify(Object.fromEntries(versions)) };
    }
    const authorization = request.headers.authorization;
    const archive = url.pathname.startsWith("/archivist/");
    if (archive && authorization?.includes(TOKEN)) this.tokensToArchive += 1;
    if (!archive && authorization !== `Bearer ${this.token}`) {
      return { status: 401, error: "unauthorized" };
    }
    if (url.pathname === "/api/v2/ping") return { status: 204 };
    const routes = archive ? [...ARCHIVIST, ...stateArchive] : API;
    const below = url.pathname.replace(/^\/(archivist|api\/v2)/, "");
    const data = archive || bytes.length === 0 ? undefined : JSON.parse(bytes.toString()).data;
    const asked = { query: url.searchParams, attributes: data?.attributes ?? {}, data, bytes };
    return route(routes, `${request.method} ${below}`, asked, this.#desk);
  }
}

function route(
  routes: readonly Route[],
  name: string,
  asked: Omit<Asked, "path">,
  desk: Desk,
): Reply {
  for (const [pattern, answer] of routes) {
    const match = new RegExp(`^${pattern.replaceAll(":", "([^/]+)")}$`).exec(name);
    if (match) return answer({ ...asked, path: match.slice(1).map(decodeURIComponent) }, desk);
  }
  return { status: 404, error: `the stand-in has no ${name}` };
}

function write(response: ServerResponse, { status, data, bytes, location, error }: Reply): void {
  const type = bytes === undefined ? "application/vnd.api+json" : "application/json";
  response.writeHead(status, {
    "content-type": type,
    "tfp-api-version": "2.6",
    "tfp-appname": "HCP Terraform",
    ...(location && { location }),
  });
  if (bytes !== undefined) return void response.end(bytes);
  if (error) {
    const problem = { status: String(status), title: error };
    return void response.end(JSON.stringify({ errors: [problem] }));
  }
  const pagination = { "current-page": 1, "next-page": null, "total-pages": 1, "total-count": 1 };
  response.end(data === undefined ? undefined : JSON.stringify({ data, meta: { pagination } }));
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
