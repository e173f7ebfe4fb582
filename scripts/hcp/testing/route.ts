import { workspaceDocument } from "./documents.ts";
import type { Runner } from "./runner.ts";
import type { Attributes, Store } from "./store.ts";

/** What a route is asked. */
export interface Asked {
  /** What stood in the places of the pattern. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  /** `data.attributes` of the body, and the rest of `data`. */
  readonly attributes: Attributes;
  readonly data: { readonly relationships?: Record<string, { data: { id: string } }> } & unknown[];
  readonly bytes: Buffer;
}

/** What a route answers: a status alone, or a document, bytes, or a redirect. */
export interface Reply {
  readonly status: number;
  readonly data?: object | readonly object[];
  readonly bytes?: Buffer | string;
  readonly location?: string;
  readonly error?: string;
}

/** What routes work with. */
export interface Desk {
  readonly store: Store;
  readonly runner: Runner;
  readonly origin: () => string;
  /** Whether the token has admin rights. */
  readonly admin: () => boolean;
}

/** Answers a request whose method and path fit: `GET /runs/:`. */
export type Route = readonly [pattern: string, answer: (asked: Asked, desk: Desk) => Reply];

const MISSING: Reply = { status: 404, error: "Resource not found" };

/** The thing, or that it is not there. */
export function found<T>(thing: T | undefined, reply: (thing: T) => Reply): Reply {
  return thing === undefined ? MISSING : reply(thing);
}

/** The workspace and whether it may be seen, as another route needs it. */
export function workspaceReply(name: string, { store, runner }: Desk, status = 200): Reply {
  return found(store.workspace(name), (workspace) => ({
    status,
    data: workspaceDocument(workspace, runner),
  }));
}
