import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { hitText, type Kept, Refusal, StoredIndex } from "./search-store.ts";
import { RunningTask, type Tasks } from "./search-task.ts";

/** What goes wrong, as long as it is set. */
export interface SearchFaults {
  /** So many requests are answered with 429. */
  busy?: number;
  /** So many reindexes are forgotten after their first page, as by a restart. */
  lost?: number;
  /** Reindexes get no further. */
  held?: boolean;
  /** Whoever begins a reindex is answered at its end, or by a gateway that has waited too long. */
  waits?: "until the end" | "too long";
}

type Body = Record<string, unknown>;

/**
 * Elasticsearch or OpenSearch as its documentation describes it, as far as a move asks it: indexes,
 * documents, scrolls, tasks, and a reindex that reads from another one.
 */
export class SearchStandIn {
  static readonly USER = "mover";
  static readonly PASSWORD = "of the mover alone";
  readonly indexes = new Map<string, StoredIndex>();
  readonly tasks: Tasks = new Map();
  faults: SearchFaults = {};
  /** Places that it may read from. */
  allowlist: string[] = [];
  version: { number: string; distribution?: string };
  /** How often a reindex was begun. */
  begun = 0;
  readonly #scrolls = new Map<string, Kept[]>();
  readonly #server: Server;
  readonly #uuid: string;

  private constructor(uuid: string, version: SearchStandIn["version"], server: Server) {
    this.#uuid = uuid;
    this.version = version;
    this.#server = server;
  }

  static async start(uuid: string, version: SearchStandIn["version"]): Promise<SearchStandIn> {
    const server = createServer();
    const made = new SearchStandIn(uuid, version, server);
    server.on("request", async (request, response) => {
      const { status, text } = await made.#answer(request);
      response.writeHead(status, { "content-type": "application/json" });
      response.end(request.method === "HEAD" ? undefined : text);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    return made;
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): Promise<void> {
    this.faults = {};
    this.#server.closeAllConnections();
    return new Promise((done) => this.#server.close(() => done()));
  }

  /** Makes an index with documents, as its application does. */
  fill(
    name: string,
    body: ConstructorParameters<typeof StoredIndex>[0],
    docs: object[],
  ): StoredIndex {
    const index = new StoredIndex(body);
    this.indexes.set(name, index);
    for (const [i, doc] of docs.entries()) index.write(`${i + 1}`, JSON.stringify(doc), {});
    return index;
  }

  async #answer(request: IncomingMessage): Promise<{ status: number; text: string }> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://search");
    const text = Buffer.concat(chunks).toString();
    try {
      this.#letIn(request);
      const path = pathname.slice(1).split("/").map(decodeURIComponent);
      const found = await this.#route(request.method ?? "GET", path, searchParams, text);
      return { status: 200, text: typeof found === "string" ? found : JSON.stringify(found) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { status, type, message: reason } = error;
      return { status, text: JSON.stringify({ error: { type, reason }, status }) };
    }
  }

  #letIn({ headers }: IncomingMessage): void {
    const { USER, PASSWORD } = SearchStandIn;
    const login = Buffer.from(`${USER}:${PASSWORD}`).toString("base64");
    if (headers.authorization !== `Basic ${login}`) {
      throw new Refusal(401, "security_exception", "missing authentication credentials");
    }
    if (!this.faults.busy) return;
    this.faults.busy--;
    throw new Refusal(429, "circuit_breaking_exception", "too much at once");
  }

  #route(
    method: string,
    path: string[],
    query: URLSearchParams,
    text: string,
  ): object | string | Promise<object> {
    const [first = "", second = "", third = ""] = path;
    const body: Body = text ? JSON.parse(text) : {};
    if (first === "") return { cluster_uuid: this.#uuid, version: this.version };
    if (first === "_cat") return this.#listed();
    if (first === "_data_stream") return { data_streams: [] };
    if (first === "_cluster") return { defaults: { "reindex.remote.allowlist": this.allowlist } };
    if (first === "_reindex") return this.#reindex(body);
    if (first === "_tasks") return this.#tasks(second);
    if (first === "_search") return method === "DELETE" ? {} : this.#page(`${body["scroll_id"]}`);
    if (second === "") return this.#index(method, first, body);
    if (query.has("require_alias")) throw nothing(`no such alias [${first}]`);
    const index = this.#find(first);
    if (second === "_doc" || second === "_create") return this.#doc(method, index, path, text);
    if (third !== "") throw nothing(path.join("/"));
    return this.#ofIndex(first, second, index, query, body);
  }

  #ofIndex(name: string, what: string, index: StoredIndex, query: URLSearchParams, body: Body) {
    const all = [...index.docs.values()];
    const shard = [{ routing: { primary: true }, seq_no: { max_seq_no: index.maxSeq } }];
    switch (what) {
      case "_count":
        return { count: all.length };
      case "_refresh":
        return {};
      case "_settings":
        Object.assign(index.settings, body["index"]);
        return {};
      case "_stats":
        return { indices: { [name]: { shards: { 0: shard } } } };
      case "_mget": {
        const docs = (body["docs"] as { _id: string }[]).map(({ _id }) => index.docs.get(_id));
        const told = docs.map((doc) => (doc ? `{"found":true,${hitText(doc).slice(1)}` : "{}"));
        return `{"docs":[${told.join()}]}`;
      }
      default: {
        const size = Number(query.get("size") ?? body["size"]);
        // A sample: every so manieth document.
        if (query.has("source")) return hits("", all.filter((_, i) => i % 2 === 0).slice(0, size));
        const id = `${name} ${this.#scrolls.size} ${size}`;
        this.#scrolls.set(id, all);
        return this.#page(id);
      }
    }
  }

  #page(id: string): string {
    const rest = this.#scrolls.get(id);
    if (!rest) throw nothing(`no scroll [${id}]`);
    return hits(id, rest.splice(0, Number(id.split(" ").at(-1))));
  }

  #listed(): object[] {
    const status = (index: StoredIndex) => (index.settings["closed"] ? "close" : "open");
    return [...this.indexes].map(([index, stored]) => ({ index, status: status(stored) }));
  }

  #index(method: string, name: string, body: Body): object {
    if (method === "DELETE") return { acknowledged: this.indexes.delete(name) };
    if (method === "PUT") {
      if (this.indexes.has(name)) {
        throw new Refusal(400, "resource_already_exists_exception", `index [${name}] exists`);
      }
      const type = Object.values((body["mappings"] as { properties?: object })?.properties ?? {});
      if (type.some((field) => field.type === "flattened")) {
        const reason = "No handler for type [flattened] declared on field";
        throw new Refusal(400, "mapper_parsing_exception", reason);
      }
      this.indexes.set(name, new StoredIndex(body));
      return { acknowledged: true };
    }
    const { aliases, mappings, settings } = this.#find(name);
    return { [name]: { aliases, mappings, settings: { index: { ...settings, uuid: name } } } };
  }

  #doc(method: string, index: StoredIndex, [, what, id = ""]: string[], text: string): object {
    if (method === "DELETE") {
      if (!index.remove(id)) throw nothing(id);
      return {};
    }
    if (method !== "GET") return { result: index.write(id, text, { create: what === "_create" }) };
    const doc = index.docs.get(id);
    if (!doc) throw nothing(id);
    return { found: true, _source: JSON.parse(doc.json) };
  }

  async #reindex(body: Body): Promise<object> {
    const task = new RunningTask(this, body as never);
    const { host } = new URL(task.remote.host);
    if (!this.allowlist.includes(host)) {
      const reason = `[${host}] not whitelisted in reindex.remote.whitelist`;
      throw new Refusal(400, "illegal_argument_exception", reason);
    }
    this.begun++;
    const id = `node:${this.begun}`;
    this.tasks.set(id, task);
    const ended = task.run().then((isLost) => isLost && this.tasks.delete(id));
    const { waits } = this.faults;
    if (waits === undefined) return { task: id };
    if (waits === "too long") throw new Refusal(504, "timeout", "no answer in 60 seconds");
    await ended;
    this.tasks.delete(id);
    return { ...task.told.task.status, ...task.told.response };
  }

  #tasks(id: string): object {
    if (id !== "") {
      const task = this.tasks.get(id);
      if (!task) throw nothing(`task [${id}] isn't running and hasn't stored its results`);
      return task.told;
    }
    const running = [...this.tasks].filter(([, { told }]) => !told.completed);
    const tasks = running.map(([name, { description }]) => [name, { description }] as const);
    return { nodes: { node: { tasks: Object.fromEntries(tasks) } } };
  }

  #find(name: string): StoredIndex {
    const index = this.indexes.get(name);
    if (!index) throw nothing(`no such index [${name}]`);
    return index;
  }
}

function hits(id: string, docs: Kept[]): string {
  return `{"_scroll_id":${JSON.stringify(id)},"hits":{"hits":[${docs.map(hitText).join()}]}}`;
}

function nothing(reason: string): Refusal {
  return new Refusal(404, "resource_not_found_exception", reason);
}
