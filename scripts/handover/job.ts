/** The job that runs this, as far as its CI tells. */
export interface Job {
  readonly workflow?: string;
  readonly run?: string;
}

/** What GitHub Actions, GitLab CI or Semaphore say of the running job. */
export function jobOf(env: Readonly<Record<string, string | undefined>>): Job {
  const { GITHUB_WORKFLOW_REF, GITHUB_RUN_ID, CI_PIPELINE_ID, SEMAPHORE_PIPELINE_ID } = env;
  if (GITHUB_RUN_ID) {
    // acme/infrastructure/.github/workflows/pull-request.yml@refs/pull/7/merge
    const workflow = /^[^/]+\/[^/]+\/(.+)@[^@]*$/.exec(GITHUB_WORKFLOW_REF ?? "")?.[1];
    return { run: GITHUB_RUN_ID, ...(workflow && { workflow }) };
  }
  if (CI_PIPELINE_ID) return { workflow: ".gitlab-ci.yml", run: CI_PIPELINE_ID };
  if (SEMAPHORE_PIPELINE_ID) {
    return { workflow: ".semaphore/semaphore.yml", run: env["SEMAPHORE_WORKFLOW_ID"] ?? "" };
  }
  return {};
}
