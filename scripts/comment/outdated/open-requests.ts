import type { GitlabAccess } from "../gitlab-client.ts";
import { gitlabClient } from "../gitlab-client.ts";
import { type GithubAccess, githubClient, onGithub } from "../octokit.ts";
import type { Target } from "../place.ts";

/** Open requests of a repository, those that were changed last first. */
export interface OpenRequests {
  readonly numbers: readonly string[];
  /** There are more than were asked for. */
  readonly more: boolean;
}

/** The open requests that may have a plan: those of forks have none. */
export async function openRequests(
  target: Target,
  access: Omit<GithubAccess, "api" | "token"> & Omit<GitlabAccess, "api" | "token">,
  most: number,
): Promise<OpenRequests> {
  const reached = { ...access, api: target.api, token: target.token ?? "" };
  const open =
    target.kind === "gitlab"
      ? await onGitlab(reached, target.project, most + 1)
      : await openOnGithub(reached, target, most + 1);
  const own = open.slice(0, most).filter(({ fork }) => !fork);
  return { numbers: own.map(({ number }) => String(number)), more: open.length > most };
}

interface Open {
  readonly number: number;
  readonly fork: boolean;
}

function openOnGithub(
  access: GithubAccess,
  { owner, repo }: { readonly owner: string; readonly repo: string },
  most: number,
): Promise<Open[]> {
  return onGithub(
    access,
    `GitHub does not list the open pull requests of ${owner}/${repo}`,
    async () => {
      const parameters = {
        owner,
        repo,
        state: "open",
        sort: "updated",
        direction: "desc",
      } as const;
      let count = 0;
      return githubClient(access).paginate(
        "GET /repos/{owner}/{repo}/pulls",
        { ...parameters, per_page: 100 },
        ({ data }, done) => {
          count += data.length;
          if (count >= most) done();
          return data.map(({ number, head }) => {
            return { number, fork: head.repo?.full_name !== `${owner}/${repo}` };
          });
        },
      );
    },
  );
}

async function onGitlab(access: GitlabAccess, project: string, most: number): Promise<Open[]> {
  interface MergeRequest {
    readonly iid: number;
    readonly source_project_id: number | null;
    readonly target_project_id: number;
  }
  const what = `GitLab does not list the open merge requests of ${project}`;
  const query = "state=opened&order_by=updated_at&sort=desc";
  const path = `/projects/${encodeURIComponent(project)}/merge_requests?${query}`;
  const found = await gitlabClient(access).readAll<MergeRequest>(what, path, most);
  return found.map(({ iid, source_project_id: from, target_project_id: to }) => {
    return { number: iid, fork: from !== to };
  });
}
