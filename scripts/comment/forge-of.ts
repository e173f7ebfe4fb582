import type { Approver } from "./approvals.ts";
import type { Forge } from "./forge.ts";
import { githubForge } from "./github.ts";
import { gitlabForge } from "./gitlab.ts";
import type { Labeller } from "./labels.ts";
import type { GithubAccess } from "./octokit.ts";
import type { Patience } from "./patience.ts";
import type { Target } from "./place.ts";
import type { Reporter } from "./statuses.ts";

/** What is posted, and what to do where it cannot be. */
export interface Posting {
  readonly name: string;
  readonly cure: string;
}

const COMMENT: Posting = { name: "comment", cure: "look at it with --dry-run" };

/** The job does not say where its request is, or has no token. */
export class NoTarget extends Error {
  /** @param what what cannot be posted, and how it can be looked at */
  constructor(problems: readonly string[], what: Posting = COMMENT) {
    const { name, cure } = what;
    const list = problems.map((each) => `  - ${each}`).join("\n");
    super(`the ${name} cannot be posted:\n${list}\n${cure}`);
    this.name = "NoTarget";
  }
}

/**
 * The forge that a comment goes to. Everything that is missing is said at once.
 *
 * @param what what is posted there, for that message
 */
export function forgeOf(
  target: Target | undefined,
  request: string,
  world: Patience & Omit<GithubAccess, "api" | "token">,
  what: Posting = COMMENT,
): Forge & Labeller & Approver & Reporter {
  const token = target?.token ?? "";
  const where = target && ("project" in target ? target.project : target.owner && target.repo);
  const variable = target?.kind === "gitlab" ? "GITLAB_TOKEN" : "GITHUB_TOKEN";
  const problems = [
    ...(where
      ? []
      : ["this is no job of GitHub Actions, GitLab CI or Semaphore, so nothing says where"]),
    ...(/^[1-9]\d*$/.test(request) ? [] : ["no pull request is named: add --request <number>"]),
    ...(target && token === "" ? [`${variable} holds no token`] : []),
  ];
  if (!target || problems.length > 0) throw new NoTarget(problems, what);
  const { api } = target;
  const number = Number(request);
  return target.kind === "gitlab"
    ? gitlabForge({ ...world, api, token, project: target.project, number })
    : githubForge({ ...world, api, token }, { owner: target.owner, repo: target.repo, number });
}
