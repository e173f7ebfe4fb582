import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { WorkspaceSettings } from "@groundplan/environments/workspaces";
import { type StackSpec, TestProject } from "../../rehearsal/run/testing/project.ts";
import { cloudOf } from "./desk.ts";
import type { StandIn } from "./stand-in.ts";

/** A project whose stacks keep their states on a made-up HCP Terraform. */
export function hcpProject(
  hcp: StandIn,
  stacks: Readonly<Record<string, StackSpec & { readonly provider?: object }>>,
  settings: readonly Partial<WorkspaceSettings>[] = [],
): TestProject {
  const app = `${process.execPath} app.mjs && cp workspaces.json "$CDKTF_OUTDIR/"`;
  const project = new TestProject(withCloud(hcp, stacks), undefined, app);
  setSettings(project, settings);
  return project;
}

/** Stacks with their states on a made-up HCP Terraform, but for those that say otherwise. */
export function withCloud(
  hcp: StandIn,
  stacks: Readonly<Record<string, StackSpec>>,
): Record<string, StackSpec> {
  const specs = Object.entries(stacks).map(([id, spec]) => [
    id,
    { terraform: { cloud: cloudOf(hcp, id) }, ...spec },
  ]);
  return Object.fromEntries(specs);
}

/** Edits what the environments say of workspaces. */
export function setSettings(
  { root }: TestProject,
  settings: readonly Partial<WorkspaceSettings>[],
): void {
  const whole = settings.map((each) => ({
    execution: "remote",
    identities: {},
    tags: [],
    ...each,
  }));
  writeFileSync(join(root, "workspaces.json"), JSON.stringify(whole));
}

/** The block by which one stack reads another's state. */
export function readOf(hcp: StandIn, producer: string): object {
  const { workspaces, ...config } = cloudOf(hcp, producer);
  const { name } = workspaces as { name: string };
  const body = { backend: "remote", config: { ...config, workspaces: { name } } };
  return { terraform_remote_state: { [producer.split("-").at(-1)!]: body } };
}
