import { ownOf } from "../comment/decide.ts";
import { type GithubRequest, githubForge } from "../comment/github.ts";
import { isUntouched, type State } from "../comment/marker.ts";
import { type GithubAccess, githubClient, onGithub } from "../comment/octokit.ts";
import { HandoverRefused } from "./errors.ts";

/** Where the plans of a merged commit lie, and what was reviewed of them. */
export interface Located {
  /** Number of the pull request. */
  readonly request: string;
  /** Commit at its head, which was planned. */
  readonly commit: string;
  /** Run that planned it. */
  readonly run: string;
  /** Digest of each set that must be applied, by its name. */
  readonly sets: Readonly<Record<string, string>>;
}

/** What is looked for. */
export interface LocateOptions extends GithubAccess {
  readonly owner: string;
  readonly repo: string;
  /** The commit that was merged. */
  readonly merged: string;
  /** Where the branch stood before: a merge queue may merge several pull requests in one push. */
  readonly before?: string;
  /** File of the workflow that plans pull requests. */
  readonly workflow: string;
  readonly app: string;
  /** Who writes the comments. Default: who has the token. */
  readonly author?: string;
}

/** States of a comment below which a reviewed plan stands. An apply may be tried again. */
const REVIEWED: readonly State[] = ["planned", "apply-failed", "applied"];

const CURE =
  "nothing is applied; plan what is on the branch, and have that approved: start the workflow Apply by hand";

/**
 * Finds what was reviewed of a commit on the main branch: its pull request, the comment that we wrote
 * there, and the run that it names, which must be one of the workflow that plans, of that very head.
 *
 * @throws HandoverRefused when any of it is missing or does not fit
 */
export async function locate(options: LocateOptions): Promise<Located> {
  const { merged } = options;
  const request = await requestOf(options);
  const { marker, untouched } = await commentOf(options, request);
  const { state, head, run, sets } = marker;
  const problems = [
    ...(untouched ? [] : ["its comment was changed by somebody else"]),
    ...(REVIEWED.includes(state) ? [] : [`its comment says ${state}, not planned`]),
    ...(head === request.head
      ? []
      : [`its comment is about ${head}, and its head is ${request.head}`]),
    ...(await runProblems(options, run, request.head)),
    ...(await besides(options, request.number)),
  ];
  if (problems.length > 0) throw refused(merged, request.number, problems);
  return { request: String(request.number), commit: head, run, sets };
}

interface MergedRequest {
  readonly number: number;
  readonly head: string;
}

async function requestOf(options: LocateOptions): Promise<MergedRequest> {
  const { owner, repo, merged } = options;
  const client = githubClient(options);
  const what = `GitHub does not tell which pull request ${merged} came from`;
  const found = await onGithub(options, what, () =>
    client.paginate("GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls", {
      ...{ owner, repo, commit_sha: merged, per_page: 100 },
    }),
  );
  const request = found.find((each) => each.merged_at && each.merge_commit_sha === merged);
  if (request) return { number: request.number, head: request.head.sha };
  throw new HandoverRefused(
    `no plan of ${merged} was reviewed`,
    ["it was not merged from a pull request"],
    CURE,
  );
}

async function commentOf(options: LocateOptions, { number }: MergedRequest) {
  const { owner, repo, app, merged } = options;
  const at: GithubRequest = { owner, repo, number };
  const forge = githubForge(options, at);
  const author = options.author ?? (await forge.author());
  const comments = (await forge.comments()).filter((each) =>
    [author, `${author}[bot]`].includes(each.author),
  );
  const [newest] = ownOf(comments, { app, request: String(number) });
  if (!newest) throw refused(merged, number, [`it has no comment of ${author} with a plan`]);
  return { marker: newest.marker, untouched: isUntouched(newest) };
}

/** What keeps a run from being the one that planned a head. GitHub tells, not the artifact. */
async function runProblems(options: LocateOptions, run: string, head: string): Promise<string[]> {
  const { owner, repo, workflow } = options;
  const client = githubClient(options);
  const { data } = await onGithub(options, `GitHub does not show run ${run}`, () =>
    client.request("GET /repos/{owner}/{repo}/actions/runs/{run_id}", {
      ...{ owner, repo, run_id: Number(run) },
    }),
  );
  const path = data.path.split("@")[0];
  const from = data.head_repository?.full_name;
  return [
    ...(path === workflow ? [] : [`run ${run} is of ${path}, not of ${workflow}`]),
    ...(data.head_sha === head
      ? []
      : [`run ${run} planned ${data.head_sha}, not its head ${head}`]),
    ...(data.event === "pull_request" ? [] : [`run ${run} was started by ${data.event}`]),
    ...(from === `${owner}/${repo}` ? [] : [`run ${run} is of a fork, ${from}`]),
  ];
}

/** Other pull requests that the same push has merged: their plans would be applied by nobody. */
async function besides(options: LocateOptions, own: number): Promise<string[]> {
  const { owner, repo, merged, before } = options;
  if (before === undefined) return [];
  const client = githubClient(options);
  const pushed = await onGithub(
    options,
    `GitHub does not tell what was pushed with ${merged}`,
    () =>
      client.paginate(
        "GET /repos/{owner}/{repo}/compare/{basehead}",
        {
          ...{ owner, repo, basehead: `${before}...${merged}`, per_page: 100 },
        },
        ({ data }) => data.commits.map(({ sha }) => sha),
      ),
  );
  const { data: closed } = await onGithub(options, "GitHub does not list what was merged", () =>
    client.request("GET /repos/{owner}/{repo}/pulls", {
      ...{ owner, repo, state: "closed", sort: "updated", direction: "desc", per_page: 100 },
    }),
  );
  return closed
    .filter(
      ({ number, merged_at: at, merge_commit_sha: sha }) =>
        at && sha && number !== own && pushed.includes(sha),
    )
    .map(
      ({ number }) =>
        `pull request ${number} was merged in the same push, and this would not apply its plan`,
    );
}

function refused(merged: string, request: number, problems: readonly string[]): HandoverRefused {
  return new HandoverRefused(
    `the plan of ${merged} cannot be applied as reviewed in pull request ${request}`,
    problems,
    CURE,
  );
}
