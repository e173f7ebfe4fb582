import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { WorkspaceSettings } from "@groundplan/environments/workspaces";
import { readsOf } from "../../plan/reads.ts";
import type { Stack } from "../../stacks/manifest.ts";
import { cloudsOf, stateBackend } from "../../stacks/template.ts";
import { PINNED } from "../../terraform/find.ts";
import { type WorkspacePlace, workspaceOf } from "../workspace-of.ts";
import { variablesOf } from "./identities.ts";

/** What one workspace must be. */
export interface WantedWorkspace {
  readonly stack: string;
  readonly place: WorkspacePlace;
  /** Attributes of the API that must hold. */
  readonly attributes: Readonly<Record<string, string | boolean | null>>;
  readonly agentPool?: string;
  readonly tags: readonly string[];
  /** Environment variables of runs. */
  readonly variables: Readonly<Record<string, string>>;
  /** Clouds that runs work with; none where they are made elsewhere. */
  readonly clouds: readonly string[];
  /** Stacks whose states it reads. */
  readonly reads: readonly string[];
  /** Stacks whose applies start a run in it. */
  readonly after: readonly string[];
}

/** What cannot be synced, in one sentence each. */
export interface Wanted {
  readonly workspaces: readonly WantedWorkspace[];
  readonly problems: readonly string[];
}

/** Settings that every workspace has: nothing happens unseen, and nobody else reads its state. */
const SETTINGS = {
  "working-directory": "",
  "auto-apply": false,
  "auto-apply-run-trigger": false,
  "global-remote-state": false,
  "queue-all-runs": false,
} as const;

/** Reads what synth wrote of the workspaces; nothing where it wrote nothing. */
export function readSettings(output: string): WorkspaceSettings[] {
  const file = join(output, "workspaces.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];
}

/** What the workspaces of stacks must be. Every mistake is told at once. */
export function wantedOf(
  chosen: readonly Stack[],
  estate: readonly Stack[],
  settings: readonly WorkspaceSettings[],
): Wanted {
  const remote = (id: string) => executionOf(settings, id) !== "local";
  const inCloud = new Set(
    estate.filter(({ template }) => workspaceOf(template)).map(({ id }) => id),
  );
  const elsewhere = chosen.filter(({ id }) => !inCloud.has(id));
  const workspaces = chosen.flatMap((stack): WantedWorkspace[] => {
    const place = workspaceOf(stack.template);
    if (!place) return [];
    const own = settings.find((each) => each.stack === stack.id);
    const reads = readsOf(stack, estate).map(({ producer }) => producer);
    return [
      {
        stack: stack.id,
        place,
        ...executionSettings(own),
        tags: own?.tags ?? [],
        variables: variablesOf(own?.identities ?? {}),
        clouds: remote(stack.id) ? cloudsOf(stack.template) : [],
        reads: reads.filter((id) => inCloud.has(id)),
        after: remote(stack.id)
          ? stack.dependencies.filter((id) => inCloud.has(id) && remote(id))
          : [],
      },
    ];
  });
  return {
    workspaces,
    problems: [...elsewhereProblems(elsewhere, "sync"), ...identityProblems(workspaces)],
  };
}

function executionOf(settings: readonly WorkspaceSettings[], id: string) {
  return settings.find(({ stack }) => stack === id)?.execution ?? "remote";
}

function executionSettings(
  own: WorkspaceSettings | undefined,
): Pick<WantedWorkspace, "attributes" | "agentPool"> {
  const execution = own?.execution ?? "remote";
  const mode = typeof execution === "object" ? "agent" : execution;
  const version: Record<string, string> =
    mode === "local" ? {} : { "terraform-version": own?.terraformVersion ?? PINNED };
  return {
    attributes: { "execution-mode": mode, ...version, ...SETTINGS },
    ...(typeof execution === "object" && { agentPool: execution.agentPool }),
  };
}

/** Environments of which nothing lies on HCP Terraform, and so nothing is there to do. */
export function elsewhereProblems(stacks: readonly Stack[], what: "sync" | "see"): string[] {
  const environments = [...new Set(stacks.map(({ environment }) => environment))];
  return environments.map((name) => {
    const { template } = stacks.find(({ environment }) => environment === name)!;
    return `${name} keeps its states in ${stateBackend(template)}, not on HCP Terraform: there is nothing to ${what}`;
  });
}

/** Runs that would have no rights. */
function identityProblems(workspaces: readonly WantedWorkspace[]): string[] {
  const lacking = (cloud: string, variable: string) =>
    workspaces
      .filter(({ clouds, variables }) => clouds.includes(cloud) && !(variable in variables))
      .map(({ stack }) => stack);
  return (
    [
      ["aws", "TFC_AWS_PROVIDER_AUTH"],
      ["google", "TFC_GCP_PROVIDER_AUTH"],
    ] as const
  ).flatMap(([cloud, variable]) => {
    const stacks = lacking(cloud, variable);
    return stacks.length > 0
      ? [
          `state.identities.${cloud} must be set: remote runs of ${stacks.join(", ")} have no rights there without it`,
        ]
      : [];
  });
}
