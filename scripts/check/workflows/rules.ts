import { jobsIn, stepsIn, type WorkflowFile } from "./read.ts";

/** Actions that may be used, at the commit of a release. A new version is read before it stands here. */
export const ACTIONS: Readonly<Record<string, string>> = {
  "actions/checkout": "3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1",
  "actions/download-artifact": "3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1",
  "actions/setup-node": "820762786026740c76f36085b0efc47a31fe5020 # v7.0.0",
  "actions/upload-artifact": "043fb46d1a93c77aae656e7c1c64a875d1fc6a0a # v7.0.1",
  "aws-actions/configure-aws-credentials": "e6de054238d6b7531b4efff3b6587d9aade6a06c # v6.2.3",
  "google-github-actions/auth": "7c6bc770dae815cd3e89ee6cdf493a5fab2cc093 # v3.0.0",
};

/** What a pull request must be for a job of it to get rights: one of this very repository. */
const OWN = "github.event.pull_request.head.repo.full_name == github.repository";

/** What is wrong with the files, beyond what linters of workflows look at. */
export function findingsIn(files: readonly WorkflowFile[]): string[] {
  const workflows = files.filter(({ path }) => path.includes("/workflows/"));
  return [
    ...files.flatMap(actionFindings),
    ...workflows.flatMap(workflowFindings),
    ...jobsIn(workflows).flatMap((each) => jobFindings(each)),
    ...stepFindings(files),
  ];
}

function actionFindings({ path, text }: WorkflowFile): string[] {
  return [...text.matchAll(/uses: (.+)/g)].flatMap(([, used = ""]) => {
    const [action = "", pin] = used.split(/@(.*)/);
    if (action.startsWith("./.github/actions/") || ACTIONS[action] === pin) return [];
    return [
      `${path}: ${used} must be one of the actions that may be used, at the commit of its version`,
    ];
  });
}

function workflowFindings({ path, on, permissions, text }: WorkflowFile): string[] {
  return [
    ...(permissions && Object.keys(permissions).length === 0
      ? []
      : [`${path}: permissions must be {} at the top`]),
    ...Object.keys(on)
      .filter((event) => /^(pull_request_target|workflow_run)$/.test(event))
      .map((event) => `${path}: ${event} runs foreign code with our rights`),
    ...(/secrets: inherit|toJSON\(secrets\)/i.test(text)
      ? [`${path}: secrets are named one by one`]
      : []),
  ];
}

function jobFindings({ file, name, job }: ReturnType<typeof jobsIn>[number]): string[] {
  const at = `${file.path}: ${name}`;
  const { permissions = {}, concurrency, environment, steps } = job;
  const text = JSON.stringify(steps);
  const checksOut = steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
  const writes = Object.values(permissions).includes("write");
  const asked = "pull_request" in file.on;
  const writesThere = ["contents", "pull-requests", "issues", "statuses"].some(
    (each) => permissions[each] === "write",
  );
  const runsHead = checksOut.some(({ with: given }) =>
    String(given?.["ref"] ?? "").includes("head.sha"),
  );
  return [
    ...(job["timeout-minutes"] ? [] : [`${at} has no timeout-minutes`]),
    ...(job.permissions ? [] : [`${at} has no permissions of its own`]),
    ...checksOut
      .filter(({ with: given }) => given?.["persist-credentials"] !== false)
      .map(() => `${at} leaves its token in the checkout`),
    ...(asked && (writes || text.includes("secrets.")) && !job.if?.includes(OWN)
      ? [`${at} has rights or secrets and must not run for forks: if ${OWN}`]
      : []),
    ...(writesThere && (runsHead || (asked && checksOut.some(({ with: given }) => !given?.["ref"])))
      ? [`${at} may write and must not run the code of a pull request`]
      : []),
    ...(text.includes("actions/apply") && !environment
      ? [`${at} applies and must be a job of an environment`]
      : []),
    ...(text.includes("actions/apply") &&
    (concurrency?.["cancel-in-progress"] !== false || concurrency.queue !== "max")
      ? [`${at} applies: it is never cancelled and never dropped from its queue`]
      : []),
  ];
}

function stepFindings(files: readonly WorkflowFile[]): string[] {
  return stepsIn(files).flatMap(({ file, name, step }) =>
    step.run?.includes("${{")
      ? [`${file.path}: ${name}: ${step.name} writes an expression into a script; pass it by env`]
      : [],
  );
}
