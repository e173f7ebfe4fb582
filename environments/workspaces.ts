import { type Finding, matching, must } from "@groundplan/core/problems";
import { LayerStack } from "@groundplan/core/site";
import type { App } from "cdktf";
import type {
  CloudExecution,
  CloudStateSettings,
  Environment,
  RunIdentities,
} from "./environment.ts";

/** What the workspace of one stack must be, besides what the stack itself says. */
export interface WorkspaceSettings {
  /** Id of the stack. */
  readonly stack: string;
  /** Where its runs are made. */
  readonly execution: CloudExecution;
  /** What its runs act as, in the clouds that the stack uses. */
  readonly identities: RunIdentities;
  /** `environment:dev`, `stage:dev`, `app:music-library`, `layer:network`, and the environment's own. */
  readonly tags: readonly string[];
  /** Version of Terraform in runs. @default left out where the environment has no wish */
  readonly terraformVersion?: string;
}

/** The settings of the workspaces of all stacks whose states lie on HCP Terraform. */
export function workspacesOf(app: App, environments: readonly Environment[]): WorkspaceSettings[] {
  const stacks = app.node.children.filter((child) => child instanceof LayerStack);
  return stacks.flatMap((stack) => {
    const { environment, stage } = stack.site;
    const state = environments.find(({ name }) => name === environment)?.state;
    return state?.kind === "cloud" ? [settingsOf(stack, stage, state)] : [];
  });
}

function settingsOf(
  stack: LayerStack,
  stage: string,
  state: CloudStateSettings,
): WorkspaceSettings {
  const { execution = "remote", identities = {}, terraformVersion, tags = [] } = state;
  const { aws, google } = identities;
  return {
    stack: stack.node.id,
    execution,
    identities: {
      ...(aws && stack.clouds.includes("aws") && { aws }),
      ...(google && stack.clouds.includes("google") && { google }),
    },
    tags: [
      `environment:${stack.site.environment}`,
      `stage:${stage}`,
      `app:${stack.app}`,
      `layer:${stack.layer}`,
      ...tags,
    ],
    ...(terraformVersion && { terraformVersion }),
  };
}

/** What is wrong with where runs are made and who they are. */
export function runProblems({
  execution,
  identities,
  terraformVersion,
}: CloudStateSettings): Finding[] {
  const pool = typeof execution === "object" ? execution.agentPool : undefined;
  const { aws, google } = identities ?? {};
  const role = (prop: string, value: string | undefined) =>
    matching(
      `state.identities.aws.${prop}`,
      value,
      /^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/,
      "be the ARN of a role",
    );
  const account = (prop: string, value: string | undefined) =>
    matching(
      `state.identities.google.${prop}`,
      value,
      /^[a-z][a-z0-9-]+@[a-z0-9-]+\.iam\.gserviceaccount\.com$/,
      "be the address of a service account",
    );
  return [
    matching("state.execution.agentPool", pool, /^apool-\w+$/, "be the id of an agent pool"),
    matching(
      "state.terraformVersion",
      terraformVersion,
      /^\d+\.\d+\.\d+$/,
      "be one exact version, as 1.11.4",
    ),
    must(
      execution !== "local" || identities === undefined,
      "state.identities",
      "not be set with local execution",
      undefined,
      "Terraform then acts as whoever types the command",
    ),
    role("planRoleArn", aws?.planRoleArn),
    role("applyRoleArn", aws?.applyRoleArn),
    matching(
      "state.identities.google.workloadProvider",
      google?.workloadProvider,
      /^projects\/\d+\/locations\/global\/workloadIdentityPools\/[^/]+\/providers\/[^/]+$/,
      "be the full name of a workload identity provider",
    ),
    account("planServiceAccount", google?.planServiceAccount),
    account("applyServiceAccount", google?.applyServiceAccount),
  ];
}
