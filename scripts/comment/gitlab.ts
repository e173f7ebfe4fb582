import type { Approver } from "./approvals.ts";
import { type Forge, type ForgeComment, refusalOf } from "./forge.ts";
import { unlessGone } from "./github.ts";
import type { Labeller } from "./labels.ts";
import { type Patience, patiently } from "./patience.ts";
import type { Reporter } from "./statuses.ts";

/** A merge request on GitLab, and how its API is reached. */
export interface GitlabRequest extends Patience {
  /** `https://gitlab.com/api/v4` */
  readonly api: string;
  /** A token that may write notes: the job's own may not. */
  readonly token: string;
  readonly project: string;
  readonly number: number;
  readonly now: () => Date;
}

/** Most pages that are read of anything. */
const PAGES = 200;

/** The notes of a merge request on GitLab, and its labels. */
export function gitlabForge(request: GitlabRequest): Forge & Labeller & Approver & Reporter {
  const { api, token, project, number } = request;
  const at = `${api}/projects/${encodeURIComponent(project)}/merge_requests/${number}`;
  const call = async (what: string, method: string, url: string, body?: object) => {
    const sent = {
      method,
      headers: { "private-token": token, "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    };
    const answer = await fetch(url, sent).catch(() => undefined);
    if (answer?.ok) return answer;
    const told = { status: answer?.status ?? 0, text: (await answer?.text()) ?? "" };
    const headers = Object.fromEntries(answer?.headers ?? []);
    throw refusalOf(what, { ...told, headers }, request.now());
  };
  const read = <R>(what: string, url: string): Promise<R> =>
    patiently(request, async () => (await call(what, "GET", url)).json() as Promise<R>);
  return {
    name: "GitLab",
    author: async () => {
      const what = "GitLab does not tell who the token belongs to";
      return (await read<{ username: string }>(what, `${api}/user`)).username;
    },
    request: async () => {
      const what = `GitLab does not show merge request ${number} of ${project}`;
      return { head: (await read<{ sha: string }>(what, at)).sha };
    },
    comments: async () => {
      const what = `GitLab does not list the notes of merge request ${number}`;
      const found: ForgeComment[] = [];
      for (let page = 1; page <= PAGES; page++) {
        const url = `${at}/notes?sort=asc&order_by=created_at&per_page=100&page=${page}`;
        const notes = await read<Note[]>(what, url);
        found.push(...notes.map(commentOf));
        if (notes.length < 100) break;
      }
      return found;
    },
    create: async (body) => {
      await call("GitLab did not take the note", "POST", `${at}/notes`, { body });
    },
    update: async (id, body) => {
      await call("GitLab did not take the new text of the note", "PUT", `${at}/notes/${id}`, {
        body,
      });
    },
    remove: async (id) => {
      const what = "GitLab did not remove a note that is too much";
      await call(what, "DELETE", `${at}/notes/${id}`).catch(unlessGone);
    },
    labels: async () => {
      const what = `GitLab does not show merge request ${number} of ${project}`;
      return (await read<{ labels: readonly string[] }>(what, at)).labels;
    },
    // A status would be a pipeline of its own on GitLab: labels tell the same.
    statuses: async () => [],
    report: async () => {},
    // GitLab takes approvals back by a setting of its own: see the README.
    approvals: async () => [],
    dismiss: async () => {},
    // GitLab makes what is new, in a colour of its own.
    relabel: async (remove, add) => {
      const add_labels = add.map(({ name }) => name).join(",");
      const change = { add_labels, remove_labels: remove.join(",") };
      await call("GitLab did not take the labels", "PUT", at, change);
    },
  };
}

interface Note {
  readonly id: number;
  readonly body: string;
  readonly author: { readonly username: string };
}

function commentOf({ id, body, author }: Note): ForgeComment {
  return { id: String(id), body, author: author.username };
}
