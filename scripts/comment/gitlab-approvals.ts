import type { Approver } from "./approvals.ts";
import { ForgeRefusal } from "./forge.ts";
import type { GitlabClient } from "./gitlab-client.ts";

interface Approvals {
  readonly approved_by: readonly { readonly user: { readonly username: string } }[];
}

/** Whom GitLab lets take back approvals of others: https://docs.gitlab.com/api/merge_request_approvals */
const WHO = "only the token of a project's or a group's bot may, from GitLab 15.4 on";

/** The approvals of a merge request on GitLab, which go all together, and without a word why. */
export function gitlabApprovals(client: GitlabClient, at: string, number: number): Approver {
  return {
    approvals: async () => {
      const what = `GitLab does not list the approvals of merge request ${number}`;
      const { approved_by } = await client.read<Approvals>(what, `${at}/approvals`);
      return approved_by.map(({ user }) => ({ id: user.username, by: user.username }));
    },
    dismiss: async () => {
      const what = `GitLab did not take back the approvals of merge request ${number}`;
      await client.write(what, "PUT", `${at}/reset_approvals`).catch((error: unknown) => {
        const isBarred = error instanceof ForgeRefusal && /^(forbidden|gone)$/.test(error.kind);
        throw isBarred ? new ForgeRefusal(error.kind, `${error.message}; ${WHO}`) : error;
      });
    },
  };
}
