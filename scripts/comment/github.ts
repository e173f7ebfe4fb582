import type { Approver } from "./approvals.ts";
import type { Forge, ForgeComment } from "./forge.ts";
import { githubApprovals } from "./github-approvals.ts";
import { githubLabels } from "./github-labels.ts";
import { githubStatuses } from "./github-statuses.ts";
import type { Labeller } from "./labels.ts";
import { type GithubAccess, type GithubClient, githubClient, ONCE, onGithub } from "./octokit.ts";
import type { Reporter } from "./statuses.ts";

/** A pull request on GitHub. */
export interface GithubRequest {
  readonly owner: string;
  readonly repo: string;
  readonly number: number;
}

interface IssueComment {
  readonly id: number;
  readonly body?: string;
  readonly user: { readonly login: string; readonly type: string } | null;
}

const ISSUE = "/repos/{owner}/{repo}/issues/{issue_number}/comments";
const COMMENT = "/repos/{owner}/{repo}/issues/comments/{comment_id}";

/** The comments of a pull request on GitHub, its labels and approvals, and statuses of commits. */
export function githubForge(
  access: GithubAccess,
  request: GithubRequest,
): Forge & Labeller & Approver & Reporter {
  const client = githubClient(access);
  const asked = <R>(what: string, work: () => Promise<R>) => onGithub(access, what, work);
  const { owner, repo, number } = request;
  const at = { owner, repo, issue_number: number };
  return {
    name: "GitHub",
    ...githubLabels(client, access, at),
    ...githubApprovals(client, access, request),
    ...githubStatuses(client, access, request),
    author: () => asked("GitHub does not tell who the token belongs to", () => viewer(client)),
    request: () =>
      asked(`GitHub does not show pull request ${number} of ${owner}/${repo}`, async () => {
        const parameters = { owner, repo, pull_number: number };
        const { data } = await client.request(
          "GET /repos/{owner}/{repo}/pulls/{pull_number}",
          parameters,
        );
        return { head: data.head.sha };
      }),
    comments: () =>
      asked(`GitHub does not list the comments of pull request ${number}`, async () => {
        const found = await client.paginate(`GET ${ISSUE}`, { ...at, per_page: 100 });
        return (found as IssueComment[]).map(commentOf);
      }),
    create: (body) =>
      asked("GitHub did not take the comment", async () => {
        await client.request(`POST ${ISSUE}`, { ...at, ...ONCE, body });
      }),
    update: (id, body) =>
      asked("GitHub did not take the new text of the comment", async () => {
        const parameters = { owner, repo, comment_id: Number(id), body };
        await client.request(`PATCH ${COMMENT}`, { ...parameters, ...ONCE });
      }),
    remove: (id) =>
      asked("GitHub did not remove a comment that is too much", async () => {
        const parameters = { owner, repo, comment_id: Number(id) };
        await client.request(`DELETE ${COMMENT}`, { ...parameters, ...ONCE });
      }).catch(unlessGone),
  };
}

/** The login of the token. An installation's token may ask for nothing else of itself. */
async function viewer(client: GithubClient): Promise<string> {
  const { viewer } = await client.graphql<{ viewer: { login: string } }>("{ viewer { login } }");
  return viewer.login;
}

function commentOf({ id, body = "", user }: IssueComment): ForgeComment {
  return { id: String(id), body, author: user?.login ?? "" };
}

/** What is gone need not be removed. */
export function unlessGone(error: unknown): void {
  if ((error as { readonly kind?: string }).kind !== "gone") throw error;
}
