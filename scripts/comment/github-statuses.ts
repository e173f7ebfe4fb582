import { type GithubAccess, type GithubClient, ONCE, onGithub } from "./octokit.ts";
import type { CommitStatus, Reporter } from "./statuses.ts";

/** The statuses of commits on GitHub. */
export function githubStatuses(
  client: GithubClient,
  access: Pick<GithubAccess, "now">,
  repository: { readonly owner: string; readonly repo: string },
): Reporter {
  const asked = <R>(what: string, work: () => Promise<R>) => onGithub(access, what, work);
  const { owner, repo } = repository;
  return {
    statuses: (commit) =>
      asked(`GitHub does not list the statuses of ${commit}`, async () => {
        const found = await client.paginate("GET /repos/{owner}/{repo}/commits/{ref}/statuses", {
          ...{ owner, repo, ref: commit, per_page: 100 },
        });
        return found.map(({ context, state, description }) => ({
          ...{ context, description: description ?? "" },
          state: state as CommitStatus["state"],
        }));
      }),
    report: (commit, { context, state, description }, url) =>
      asked(`GitHub did not take a status of ${commit}`, async () => {
        await client.request("POST /repos/{owner}/{repo}/statuses/{sha}", {
          ...{ owner, repo, sha: commit, ...ONCE },
          ...{ context, state, description, ...(url && { target_url: url }) },
        });
      }),
  };
}
