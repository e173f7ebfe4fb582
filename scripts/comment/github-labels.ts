import type { Label, Labeller } from "./labels.ts";
import { type GithubAccess, type GithubClient, ONCE, onGithub } from "./octokit.ts";

const ISSUE = "/repos/{owner}/{repo}/issues/{issue_number}/labels";

/** The labels of a pull request on GitHub. */
export function githubLabels(
  client: GithubClient,
  access: Pick<GithubAccess, "now">,
  at: { readonly owner: string; readonly repo: string; readonly issue_number: number },
): Labeller {
  const { owner, repo, issue_number: number } = at;
  const asked = <R>(what: string, work: () => Promise<R>) => onGithub(access, what, work);
  const make = ({ name, colour }: Label) =>
    client
      .request("POST /repos/{owner}/{repo}/labels", { owner, repo, ...ONCE, name, color: colour })
      // It stands there already, or may not be painted: adding it tells which.
      .catch(unless(403, 404, 422));
  return {
    labels: () =>
      asked(`GitHub does not list the labels of pull request ${number}`, async () => {
        const found = await client.paginate(`GET ${ISSUE}`, { ...at, per_page: 100 });
        return (found as { readonly name: string }[]).map(({ name }) => name);
      }),
    relabel: (remove, add) =>
      asked(`GitHub did not take the labels of pull request ${number}`, async () => {
        for (const name of remove) {
          await client
            .request(`DELETE ${ISSUE}/{name}`, { ...at, ...ONCE, name })
            .catch(unless(404));
        }
        for (const label of add) await make(label);
        const labels = add.map(({ name }) => name);
        if (labels.length > 0) await client.request(`POST ${ISSUE}`, { ...at, ...ONCE, labels });
      }),
  };
}

/** Passes over refusals with these numbers. */
function unless(...passed: readonly number[]): (error: unknown) => void {
  return (error) => {
    const { status = 0 } = error as { readonly status?: number };
    if (!passed.includes(status)) throw error;
  };
}
