import { refusalOf } from "./forge.ts";
import { type Patience, patiently } from "./patience.ts";

/** How GitLab's API is reached. */
export interface GitlabAccess extends Patience {
  /** `https://gitlab.com/api/v4` */
  readonly api: string;
  /** A token that may write notes: the job's own may not. */
  readonly token: string;
  readonly now: () => Date;
}

/** A client of GitLab's API that reads patiently, and writes once. What is refused is a `ForgeRefusal`. */
export interface GitlabClient {
  /** Reads one thing. */
  read<R>(what: string, path: string): Promise<R>;
  /** Reads every page of a list, or as many as hold `most`. */
  readAll<R>(what: string, path: string, most?: number): Promise<R[]>;
  write(
    what: string,
    method: "POST" | "PUT" | "DELETE",
    path: string,
    body?: object,
  ): Promise<void>;
}

/** Most entries of a page. */
const PAGE = 100;

/** Most entries that are read of anything. */
const MOST = 20_000;

/** Makes a client. */
export function gitlabClient(access: GitlabAccess): GitlabClient {
  const { api, token, now } = access;
  const call = async (what: string, method: string, path: string, body?: object) => {
    const sent = {
      method,
      headers: { "private-token": token, "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    };
    const answer = await fetch(api + path, sent).catch(() => undefined);
    if (answer?.ok) return answer;
    const told = { status: answer?.status ?? 0, text: (await answer?.text()) ?? "" };
    const headers = Object.fromEntries(answer?.headers ?? []);
    throw refusalOf(what, { ...told, headers }, now());
  };
  const read = <R>(what: string, path: string): Promise<R> =>
    patiently(access, async () => (await call(what, "GET", path)).json() as Promise<R>);
  return {
    read,
    readAll: async <R>(what: string, path: string, most = MOST) => {
      const found: R[] = [];
      for (let page = 1; found.length < most; page++) {
        const query = `per_page=${PAGE}&page=${page}`;
        const entries = await read<R[]>(what, `${path}${path.includes("?") ? "&" : "?"}${query}`);
        found.push(...entries);
        if (entries.length < PAGE) break;
      }
      return found;
    },
    write: async (what, method, path, body) => {
      await call(what, method, path, body);
    },
  };
}
