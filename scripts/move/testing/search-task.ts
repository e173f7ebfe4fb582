import { parse, stringify } from "lossless-json";
import { Refusal, type StoredIndex } from "./search-store.ts";

/** Tasks by their ids. */
export type Tasks = Map<string, RunningTask>;

interface Asked {
  readonly source: {
    readonly remote: {
      readonly host: string;
      readonly username: string;
      readonly password: string;
    };
    readonly index: string;
    readonly size: number;
  };
  readonly dest: { readonly index: string; readonly version_type: string };
}

interface RemotePage {
  readonly _scroll_id: string;
  readonly hits: {
    readonly hits: readonly { _id: string; _version: number; _routing?: string; _source: object }[];
  };
}

/** The cluster that a task works in. */
interface Cluster {
  readonly indexes: ReadonlyMap<string, StoredIndex>;
  readonly faults: {
    /** So many reindexes are forgotten after their first page, as by a restart. */
    lost?: number;
    /** Reindexes get no further. */
    held?: boolean;
  };
}

/** A reindex at work: page by page from the remote, with the versions that documents have there. */
export class RunningTask {
  readonly remote: Asked["source"]["remote"];
  readonly description: string;
  readonly #asked: Asked;
  readonly #cluster: Cluster;
  #completed = false;
  readonly #status = { total: 0, created: 0, updated: 0, version_conflicts: 0 };
  readonly #failures: object[] = [];
  #error: { type: string; reason: string } | undefined;

  constructor(cluster: Cluster, asked: Asked) {
    this.#cluster = cluster;
    this.#asked = asked;
    this.remote = asked.source.remote;
    this.description = `reindex from [host=${this.remote.host}][${asked.source.index}] to [${asked.dest.index}]`;
  }

  /** What is told of it. */
  get told() {
    const response = { failures: this.#failures };
    const error = this.#error && { error: this.#error };
    return { completed: this.#completed, task: { status: this.#status }, response, ...error };
  }

  /** Works until it is done; true where it is forgotten on the way. */
  async run(): Promise<boolean> {
    const { index, size } = this.#asked.source;
    try {
      let page = await this.#ask(`${index}/_search?scroll=5m`, { size });
      while (page.hits.hits.length > 0 && this.#failures.length === 0) {
        while (this.#cluster.faults.held) await new Promise((done) => setTimeout(done, 20));
        for (const hit of page.hits.hits) this.#write(hit);
        if (this.#cluster.faults.lost) {
          this.#cluster.faults.lost--;
          return true;
        }
        page = await this.#ask("_search/scroll", { scroll_id: page._scroll_id });
      }
    } catch (error) {
      this.#error = { type: "illegal_state_exception", reason: (error as Error).message };
    }
    this.#completed = true;
    return false;
  }

  #write({ _id, _version, _routing, _source }: RemotePage["hits"]["hits"][number]): void {
    const index = this.#cluster.indexes.get(this.#asked.dest.index)!;
    this.#status.total++;
    try {
      const more = { version: Number(_version), ...(_routing && { routing: _routing }) };
      this.#status[index.write(_id, stringify(_source)!, more)]++;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.status === 409) this.#status.version_conflicts++;
      else this.#failures.push({ id: _id, cause: { type: error.type, reason: error.message } });
    }
  }

  async #ask(path: string, body: object): Promise<RemotePage> {
    const { host, username, password } = this.remote;
    const login = Buffer.from(`${username}:${password}`).toString("base64");
    const headers = { authorization: `Basic ${login}`, "content-type": "application/json" };
    const request = { method: "POST", headers, body: JSON.stringify(body) };
    const response = await fetch(`${host}/${path}`, request);
    if (!response.ok) throw new Error(`remote answered ${response.status}`);
    return parse(await response.text()) as RemotePage;
  }
}
