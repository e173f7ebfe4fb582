import { createHash } from "node:crypto";
import type { GithubClient } from "./octokit.ts";
import { type GithubAccess, githubClient, ONCE, onGithub } from "./octokit.ts";

/** One issue about one matter: opened, kept up to date, closed, and opened again. */
export interface IssueWish {
  readonly owner: string;
  readonly repo: string;
  /** What it is about, for programs: `drift-prod`. */
  readonly key: string;
  readonly title: string;
  /** What is the matter. Without it nothing is: an open issue is closed. */
  readonly body?: string;
}

/** What came of it. */
export type IssueOutcome = "opened" | "updated" | "reopened" | "closed" | "equal" | "nothing";

/** Label for people to filter by. Ours are found without it: anybody may take it away. */
const LABEL = "groundplan";

interface Issue {
  readonly number: number;
  readonly state: string;
  readonly body?: string | null;
  readonly user: { readonly login: string } | null;
}

/** Brings the issue of a matter up to date. Run again it writes nothing. */
export async function keepIssue(access: GithubAccess, wish: IssueWish): Promise<IssueOutcome> {
  const client = githubClient(access);
  const { owner, repo, key, title, body } = wish;
  return onGithub(access, `GitHub did not take the issue ${key}`, async () => {
    const issue = await find(client, wish);
    const text = body === undefined ? undefined : marked(key, body);
    if (!issue) {
      if (text === undefined) return "nothing";
      const made = { owner, repo, title, body: text, labels: [LABEL], ...ONCE };
      await client.request("POST /repos/{owner}/{repo}/issues", made);
      return "opened";
    }
    const outcome = outcomeOf(issue, text);
    if (outcome !== "equal" && outcome !== "nothing") {
      await client.request("PATCH /repos/{owner}/{repo}/issues/{issue_number}", {
        ...{ owner, repo, issue_number: issue.number, ...ONCE },
        ...(text === undefined ? { state: "closed" } : { state: "open", title, body: text }),
      });
    }
    return outcome;
  });
}

function outcomeOf({ state, body }: Issue, text: string | undefined): IssueOutcome {
  if (text === undefined) return state === "open" ? "closed" : "nothing";
  if (state !== "open") return "reopened";
  return settle(body ?? "") === settle(text) ? "equal" : "updated";
}

/** Our issue of the matter, the newest of several. */
async function find(
  client: GithubClient,
  { owner, repo, key }: IssueWish,
): Promise<Issue | undefined> {
  const { viewer } = await client.graphql<{ viewer: { login: string } }>("{ viewer { login } }");
  const issues = (await client.paginate("GET /repos/{owner}/{repo}/issues", {
    ...{ owner, repo, state: "all", per_page: 100 },
  })) as Issue[];
  return issues
    .filter(({ user }) => [viewer.login, `${viewer.login}[bot]`].includes(user?.login ?? ""))
    .filter(({ body }) => body?.startsWith(markOf(key)))
    .sort((a, b) => b.number - a.number)[0];
}

function markOf(key: string): string {
  return `<!-- groundplan issue ${createHash("sha256").update(key).digest("hex").slice(0, 16)} -->`;
}

function marked(key: string, body: string): string {
  return `${markOf(key)}\n${body}`;
}

function settle(text: string): string {
  return text.replaceAll("\r\n", "\n").trimEnd();
}
