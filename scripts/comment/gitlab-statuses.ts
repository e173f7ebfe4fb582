import type { GitlabClient } from "./gitlab-client.ts";
import type { CommitStatus, Reporter } from "./statuses.ts";

interface Status {
  readonly id: number;
  readonly name: string;
  readonly status: string;
  readonly description: string | null;
}

/** What GitLab calls each state, and back. */
const STATES: Readonly<Record<CommitStatus["state"], string>> = {
  success: "success",
  failure: "failed",
  pending: "pending",
};

/** The statuses of commits on GitLab: external jobs in the newest pipeline of the commit. */
export function gitlabStatuses(client: GitlabClient, ofProject: string): Reporter {
  return {
    statuses: async (commit) => {
      const what = `GitLab does not list the statuses of ${commit}`;
      const path = `${ofProject}/repository/commits/${commit}/statuses?all=true`;
      const found = await client.readAll<Status>(what, path);
      return found
        .sort((a, b) => b.id - a.id)
        .map(({ name, status, description }) => ({
          context: name,
          state: stateOf(status),
          description: description ?? "",
        }));
    },
    report: (commit, { context, state, description }, url) => {
      const what = `GitLab did not take a status of ${commit}`;
      const status = { name: context, state: STATES[state], description };
      const body = { ...status, ...(url && { target_url: url }) };
      return client
        .write(what, "POST", `${ofProject}/statuses/${commit}`, body)
        .catch(unlessItWaits(state));
    },
  };
}

function stateOf(status: string): CommitStatus["state"] {
  if (status === STATES.success) return "success";
  return status === STATES.failure ? "failure" : "pending";
}

/** GitLab refuses `pending` for what is pending, whatever the words: packit/packit-service#741. */
function unlessItWaits(wanted: CommitStatus["state"]): (error: unknown) => void {
  return (error) => {
    const { message } = error as Error;
    const waits = wanted === "pending" && /cannot transition status .*from :pending/i.test(message);
    if (!waits) throw error;
  };
}
