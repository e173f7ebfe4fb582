import type { Approver } from "./approvals.ts";
import { type GithubAccess, type GithubClient, ONCE, onGithub } from "./octokit.ts";

const REVIEWS = "/repos/{owner}/{repo}/pulls/{pull_number}/reviews";

interface Review {
  readonly id: number;
  readonly state: string;
  readonly user: { readonly login: string } | null;
}

/** The approvals of a pull request on GitHub. */
export function githubApprovals(
  client: GithubClient,
  access: Pick<GithubAccess, "now">,
  {
    owner,
    repo,
    number,
  }: { readonly owner: string; readonly repo: string; readonly number: number },
): Approver {
  const at = { owner, repo, pull_number: number };
  const asked = <R>(what: string, work: () => Promise<R>) => onGithub(access, what, work);
  return {
    approvals: () =>
      asked(`GitHub does not list the reviews of pull request ${number}`, async () => {
        const found = await client.paginate(`GET ${REVIEWS}`, { ...at, per_page: 100 });
        return (found as Review[])
          .filter(({ state }) => state === "APPROVED")
          .map(({ id, user }) => ({ id: String(id), by: user?.login ?? "somebody" }));
      }),
    dismiss: (approvals, why) =>
      asked(`GitHub did not dismiss an approval of pull request ${number}`, async () => {
        for (const { id } of approvals) {
          const parameters = { ...at, ...ONCE, review_id: Number(id), message: why };
          await client.request(`PUT ${REVIEWS}/{review_id}/dismissals`, parameters);
        }
      }),
  };
}
