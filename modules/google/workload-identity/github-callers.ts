import {
  type GithubJob,
  type GithubRepository,
  githubSubjects,
  jobProblems,
  repositoryProblems,
  type SubjectFormat,
} from "@groundplan/core/github";
import { type Finding, must } from "@groundplan/core/problems";

/** Jobs of one repository. */
export interface GithubCallers {
  readonly repository: GithubRepository;
  readonly jobs: readonly GithubJob[];
  /** How GitHub writes the subject of this repository's tokens. Default: `immutable`. */
  readonly subjectFormat?: SubjectFormat;
}

/** Longest subject that the service takes, in characters. A longer one is refused at log-in. */
export const LONGEST_SUBJECT = 127;

/**
 * How a token becomes attributes. Only claims that every token of GitHub has: where one is missing,
 * the whole log-in is refused.
 */
export const GITHUB_MAPPING: Readonly<Record<string, string>> = {
  "google.subject": "assertion.sub",
  "attribute.repository_id": "assertion.repository_id",
  "attribute.repository_owner_id": "assertion.repository_owner_id",
  "attribute.ref": "assertion.ref",
  "attribute.workflow_ref": "assertion.workflow_ref",
};

/** Who may log in at all: these repositories, by the numbers that never change hands. */
export function githubCondition(repositories: readonly GithubRepository[]): string {
  return repositories
    .map(
      ({ ownerId, repositoryId }) =>
        `(assertion.repository_owner_id == "${ownerId}" && assertion.repository_id == "${repositoryId}")`,
    )
    .join(" || ");
}

/** The exact subjects of each job. */
export function subjectsOf({ repository, subjectFormat }: GithubCallers, job: GithubJob): string[] {
  return githubSubjects(repository, job, subjectFormat ?? "immutable");
}

/** What is wrong with callers. */
export function callerProblems(prop: string, callers: GithubCallers): Finding[] {
  const subjects = callers.jobs.flatMap((job) => subjectsOf(callers, job));
  return [
    ...repositoryProblems(`${prop}.repository`, callers.repository),
    ...jobProblems(`${prop}.jobs`, callers.jobs),
    ...subjects.map((subject) =>
      must(
        subject.length <= LONGEST_SUBJECT,
        `${prop}.jobs`,
        `make subjects of at most ${LONGEST_SUBJECT} characters`,
        subject,
        "give the environment or the branch a shorter name",
      ),
    ),
  ];
}
