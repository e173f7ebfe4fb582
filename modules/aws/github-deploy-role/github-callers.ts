import {
  applyJobProblems,
  type GithubJob,
  type GithubRepository,
  githubSubjects,
  jobProblems,
  repositoryProblems,
  type SubjectFormat,
} from "@groundplan/core/github";
import { type Finding, matching, must } from "@groundplan/core/problems";
import type { Stage } from "@groundplan/core/stage";
import type { DeployAccess } from "./access.ts";
import type { Callers } from "./callers.ts";

/** Jobs of one repository on GitHub. */
export interface GithubJobs {
  /** Whose jobs they are. A change edits the trust in place and shuts the other repository out. */
  readonly repository: GithubRepository;

  /**
   * Which jobs may act. Jobs that apply or release in prod are those of environments; a pull request
   * only plans. A change edits the trust in place.
   */
  readonly jobs: readonly GithubJob[];

  /**
   * The one workflow that may act, from one branch or tag, whatever else the jobs say. A change edits
   * the trust in place.
   *
   * @default every workflow of the repository
   */
  readonly workflow?: GithubWorkflow;

  /**
   * How GitHub writes the subject of this repository's tokens. A change edits the trust in place.
   *
   * @default "immutable", what repositories made since 2026-07-15 have
   */
  readonly subjectFormat?: SubjectFormat;
}

/** A workflow as it stands at one branch or tag. */
export interface GithubWorkflow {
  /** Its file in `.github/workflows`: `deploy.yml`. */
  readonly file: string;
  /** Branch or tag that it must be taken from: `refs/heads/main`. */
  readonly ref: string;
}

/** Exactly these jobs of this repository, by its number too: a name can change hands. */
export function githubCallers(props: GithubJobs, access: DeployAccess, stage: Stage): Callers {
  const { repository, jobs, workflow, subjectFormat = "immutable" } = props;
  const { owner, name, repositoryId } = repository;
  return {
    who: `jobs of ${owner}/${name}`,
    prop: "jobs",
    subjects: jobs.flatMap((job) => githubSubjects(repository, job, subjectFormat)),
    claims: {
      repository_id: repositoryId,
      ...(workflow && {
        job_workflow_ref: `${owner}/${name}/.github/workflows/${workflow.file}@${workflow.ref}`,
      }),
    },
    findings: [
      ...repositoryProblems("repository", repository),
      ...jobProblems("jobs", jobs),
      ...writerProblems(jobs, access, stage),
      ...(workflow ? workflowProblems(workflow, jobs) : []),
    ],
  };
}

function writerProblems(
  jobs: readonly GithubJob[],
  { kind }: DeployAccess,
  stage: Stage,
): Finding[] {
  if (kind === "plan") return [];
  if (kind !== "push") return applyJobProblems("jobs", jobs, stage);
  const cure = "whoever may push a branch could replace an image";
  const isOfRequest = jobs.some((job) => "pullRequest" in job);
  return [
    must(!isOfRequest, "jobs", "not be pull requests where they push images", undefined, cure),
  ];
}

function workflowProblems({ file, ref }: GithubWorkflow, jobs: readonly GithubJob[]): Finding[] {
  return [
    matching("workflow.file", file, /^[\w.-]+\.ya?ml$/, "be a file such as deploy.yml"),
    matching(
      "workflow.ref",
      ref,
      /^refs\/(heads|tags)\/[A-Za-z0-9][A-Za-z0-9._/-]*$/,
      "be one exact branch or tag such as refs/heads/main",
    ),
    must(
      !jobs.some((job) => "pullRequest" in job),
      "workflow",
      "not be set with pull requests",
      undefined,
      "each of them takes the workflow from a ref of its own",
    ),
  ];
}
