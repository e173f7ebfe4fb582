import type { Approver } from "./approvals.ts";
import type { Forge, ForgeComment } from "./forge.ts";
import { unlessGone } from "./github.ts";
import { gitlabApprovals } from "./gitlab-approvals.ts";
import { type GitlabAccess, gitlabClient } from "./gitlab-client.ts";
import { gitlabStatuses } from "./gitlab-statuses.ts";
import type { Labeller } from "./labels.ts";
import type { Reporter } from "./statuses.ts";

/** A merge request on GitLab, and how its API is reached. */
export interface GitlabRequest extends GitlabAccess {
  readonly project: string;
  readonly number: number;
}

/** The notes of a merge request on GitLab, its labels and approvals, and statuses of commits. */
export function gitlabForge(request: GitlabRequest): Forge & Labeller & Approver & Reporter {
  const { project, number } = request;
  const ofProject = `/projects/${encodeURIComponent(project)}`;
  const at = `${ofProject}/merge_requests/${number}`;
  const client = gitlabClient(request);
  const shown = `GitLab does not show merge request ${number} of ${project}`;
  return {
    name: "GitLab",
    ...gitlabApprovals(client, at, number),
    ...gitlabStatuses(client, ofProject),
    author: async () => {
      const what = "GitLab does not tell who the token belongs to";
      return (await client.read<{ username: string }>(what, "/user")).username;
    },
    request: async () => ({ head: (await client.read<{ sha: string }>(shown, at)).sha }),
    comments: async () => {
      const what = `GitLab does not list the notes of merge request ${number}`;
      const path = `${at}/notes?sort=asc&order_by=created_at`;
      return (await client.readAll<Note>(what, path)).map(commentOf);
    },
    create: (body) => client.write("GitLab did not take the note", "POST", `${at}/notes`, { body }),
    update: (id, body) => {
      const what = "GitLab did not take the new text of the note";
      return client.write(what, "PUT", `${at}/notes/${id}`, { body });
    },
    remove: (id) => {
      const what = "GitLab did not remove a note that is too much";
      return client.write(what, "DELETE", `${at}/notes/${id}`).catch(unlessGone);
    },
    labels: async () => (await client.read<{ labels: readonly string[] }>(shown, at)).labels,
    // GitLab makes what is new, in a colour of its own.
    relabel: (remove, add) => {
      const add_labels = add.map(({ name }) => name).join(",");
      const change = { add_labels, remove_labels: remove.join(",") };
      return client.write("GitLab did not take the labels", "PUT", at, change);
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
