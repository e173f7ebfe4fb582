import { type Finding, known, matching, must } from "./problems.ts";
import type { Stage } from "./stage.ts";

/** A repository on GitHub: by its names, which can change hands, and by its numbers, which cannot. */
export interface GithubRepository {
  /** User or organisation: `acme`. */
  readonly owner: string;
  /** Number of the owner: `gh api users/<owner> --jq .id`. */
  readonly ownerId: string;
  /** Name without its owner: `infrastructure`. */
  readonly name: string;
  /** Number of the repository: `gh api repos/<owner>/<name> --jq .id`. */
  readonly repositoryId: string;
}

/**
 * Which jobs of a repository are meant. A job that names an environment is known by that alone, not
 * by its branch; one of a pull request by that alone, whatever it changes.
 */
export type GithubJob =
  /** Jobs of an environment: GitHub lets them run by the environment's own rules. */
  | { readonly environment: string }
  | { readonly branch: string }
  | { readonly tag: string }
  /** Every pull request of the repository, not of forks. Anyone who may push can change what it does. */
  | { readonly pullRequest: true };

/**
 * How GitHub writes the subject of a job's token. Repositories made or renamed since 2026-07-15 have
 * `immutable`, with numbers beside the names; older ones `names` until they opt in; `both` bridges
 * the change.
 *
 * Source: GitHub changelog 2026-04-23, "Immutable subject claims for GitHub Actions OIDC tokens".
 */
export type SubjectFormat = "immutable" | "names" | "both";

/** Where GitHub's tokens come from. */
export const GITHUB_ISSUER = "token.actions.githubusercontent.com";

/** The exact subjects of a job's tokens: one, or two while the format changes. Never a pattern. */
export function githubSubjects(
  repository: GithubRepository,
  job: GithubJob,
  format: SubjectFormat,
): string[] {
  const { owner, ownerId, name, repositoryId } = repository;
  const names = `repo:${owner}/${name}:${jobClaim(job)}`;
  const immutable = `repo:${owner}@${ownerId}/${name}@${repositoryId}:${jobClaim(job)}`;
  if (format === "both") return [immutable, names];
  return [format === "names" ? names : immutable];
}

/** A key for a job, for construct ids: `environment-prod`, `pull-request`. */
export function githubJobKey(job: GithubJob): string {
  if ("pullRequest" in job) return "pull-request";
  const [[kind, name] = ["", ""]] = Object.entries(job);
  return `${kind}-${name}`.toLowerCase().replaceAll(/[^a-z0-9-]+/g, "-");
}

/** What is wrong with a repository. */
export function repositoryProblems(prop: string, repository: GithubRepository): Finding[] {
  const digits = "be digits";
  return [
    matching(
      `${prop}.owner`,
      repository.owner,
      /^[A-Za-z0-9](-?[A-Za-z0-9]){0,38}$/,
      "be the name of a user or an organisation",
    ),
    matching(`${prop}.ownerId`, repository.ownerId, /^\d{1,20}$/, digits),
    matching(
      `${prop}.name`,
      repository.name,
      /^[A-Za-z0-9._-]{1,100}$/,
      "be the name of a repository, without its owner",
    ),
    matching(`${prop}.repositoryId`, repository.repositoryId, /^\d{1,20}$/, digits),
  ];
}

/**
 * What is wrong with jobs: none, one twice, a name that GitHub would write in another way, a
 * wildcard.
 */
export function jobProblems(prop: string, jobs: readonly GithubJob[]): Finding[] {
  const keys = jobs.map((job) => jobClaim(job));
  return [
    must(jobs.length > 0, prop, "name at least one job"),
    must(new Set(keys).size === keys.length, prop, "not repeat a job", keys),
    ...jobs.map((job) => jobProblem(prop, job)),
  ];
}

/**
 * What is wrong with jobs that change things: whoever may push to a repository can change what a
 * pull request or a branch runs.
 */
export function applyJobProblems(
  prop: string,
  jobs: readonly GithubJob[],
  stage: Stage,
): Finding[] {
  return [
    must(
      !jobs.some((job) => "pullRequest" in job),
      prop,
      "not be pull requests where they apply",
      undefined,
      "let pull requests plan",
    ),
    must(
      stage !== "prod" || jobs.every((job) => "environment" in job || "pullRequest" in job),
      prop,
      "be those of environments where they apply in prod",
      jobs,
      "an environment has reviewers; a branch has whoever may push",
    ),
  ];
}

function jobProblem(prop: string, job: GithubJob): Finding {
  if ("pullRequest" in job) return undefined;
  const [[kind, name] = ["", ""]] = Object.entries(job);
  return (
    known(name) &&
    must(
      /^[A-Za-z0-9][A-Za-z0-9._/-]{0,254}$/.test(name),
      `${prop}.${kind}`,
      "be one exact name of letters, digits and . _ / -, without a wildcard",
      name,
    )
  );
}

function jobClaim(job: GithubJob): string {
  if ("pullRequest" in job) return "pull_request";
  if ("environment" in job) return `environment:${job.environment}`;
  return "tag" in job ? `ref:refs/tags/${job.tag}` : `ref:refs/heads/${job.branch}`;
}
