import { existsSync, readFileSync } from "node:fs";
import { jobOf } from "../handover/job.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** Which request is commented, and on what forge. */
export type Target =
  | {
      readonly kind: "github";
      readonly api: string;
      readonly token?: string;
      readonly owner: string;
      readonly repo: string;
      readonly request?: string;
    }
  | {
      readonly kind: "gitlab";
      readonly api: string;
      readonly token?: string;
      readonly project: string;
      readonly request?: string;
    };

/** The job that comments: where it runs, and for what. */
export interface CommentPlace {
  /** Left out where no CI says where the request is. */
  readonly target?: Target;
  readonly run: string;
  readonly attempt: number;
  readonly runUrl?: string;
  readonly actor?: string;
  /** Commit that the job runs for. */
  readonly commit?: string;
  /** Commit at the head of the request when the job began. */
  readonly head?: string;
}

/** What GitHub Actions, GitLab CI or Semaphore say of the running job. */
export function placeOf(env: Env): CommentPlace {
  const { run = "local" } = jobOf(env);
  const sha = env["GITHUB_SHA"] ?? env["CI_COMMIT_SHA"] ?? env["SEMAPHORE_GIT_SHA"];
  const job = { run, ...(sha && { commit: sha }) };
  if (env["GITHUB_RUN_ID"]) return { ...job, ...githubPlace(env) };
  if (env["CI_PIPELINE_ID"]) return { ...job, ...gitlabPlace(env) };
  if (env["SEMAPHORE_WORKFLOW_ID"]) return { ...job, ...semaphorePlace(env) };
  return { run, attempt: 1 };
}

function githubPlace(env: Env): Omit<CommentPlace, "run" | "commit"> {
  const { GITHUB_REPOSITORY: name = "", GITHUB_SERVER_URL: server, GITHUB_RUN_ID: run } = env;
  const event = eventOf(env["GITHUB_EVENT_PATH"]);
  const actor = env["GITHUB_ACTOR"];
  return {
    target: githubTarget(env, name, event.pull_request?.number),
    attempt: Number(env["GITHUB_RUN_ATTEMPT"] ?? 1),
    ...(server && { runUrl: `${server}/${name}/actions/runs/${run}` }),
    ...(actor && { actor }),
    ...(event.pull_request && { head: event.pull_request.head.sha }),
  };
}

function semaphorePlace(env: Env): Omit<CommentPlace, "run" | "commit"> {
  const { SEMAPHORE_ORGANIZATION_URL: url, SEMAPHORE_WORKFLOW_ID: id } = env;
  const head = env["SEMAPHORE_GIT_PR_SHA"];
  const target = githubTarget(
    env,
    env["SEMAPHORE_GIT_REPO_SLUG"] ?? "",
    env["SEMAPHORE_GIT_PR_NUMBER"],
  );
  return {
    target,
    attempt: 1,
    ...(url && { runUrl: `${url}/workflows/${id}` }),
    ...(head && { head }),
  };
}

function githubTarget(env: Env, name: string, request: number | string | undefined): Target {
  const [owner = "", repo = ""] = name.split("/");
  const token = env["GITHUB_TOKEN"];
  return {
    kind: "github",
    api: env["GITHUB_API_URL"] ?? "https://api.github.com",
    owner,
    repo,
    ...(token && { token }),
    ...(request && { request: String(request) }),
  };
}

function gitlabPlace(env: Env): Omit<CommentPlace, "run" | "commit"> {
  const { CI_PIPELINE_URL, CI_MERGE_REQUEST_IID: request, GITLAB_TOKEN: token } = env;
  const head = env["CI_MERGE_REQUEST_SOURCE_BRANCH_SHA"] || env["CI_COMMIT_SHA"];
  const actor = env["GITLAB_USER_LOGIN"];
  return {
    target: {
      kind: "gitlab",
      api: env["CI_API_V4_URL"] ?? "https://gitlab.com/api/v4",
      project: env["CI_PROJECT_ID"] ?? "",
      ...(token && { token }),
      ...(request && { request }),
    },
    attempt: 1,
    ...(CI_PIPELINE_URL && { runUrl: CI_PIPELINE_URL }),
    ...(actor && { actor }),
    ...(head && { head }),
  };
}

interface Event {
  readonly pull_request?: { readonly number: number; readonly head: { readonly sha: string } };
}

/** What GitHub says of the event that started the workflow. */
function eventOf(path: string | undefined): Event {
  return path && existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
}
