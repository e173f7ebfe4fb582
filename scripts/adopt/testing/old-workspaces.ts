import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "../../rehearsal/run/testing/project.ts";
import { ended, until } from "../../rehearsal/run/testing/project.ts";
import { findTerraform } from "../../terraform/find.ts";
import { Interrupts } from "../../terraform/interrupts.ts";
import { runTerraform } from "../../terraform/run.ts";

/** Resources by type and name, as Terraform's JSON has them. */
export type Resources = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** What stood once: a project of Google's by workspace, and what was made there. */
export interface OldWorkspace {
  readonly environment: string;
  readonly project: string;
  /** Labels that its provider gives to all. Default: none */
  readonly labels?: Readonly<Record<string, string>>;
  readonly resources: Resources;
}

/**
 * Makes what makers without this repository have: one folder of Terraform code, a state for each of its
 * workspaces in it. By the real Terraform, on the rehearsal cloud that the project's rehearsals share.
 *
 * @returns the folder
 */
export async function makeOldWorkspaces(
  project: TestProject,
  workspaces: Readonly<Record<string, OldWorkspace>>,
): Promise<string> {
  // Stacks that make nothing: the cloud answers with the types that they name.
  const all = Object.values(workspaces);
  const resource = all.reduce<Record<string, object>>((types, { resources }) => {
    for (const [type, byName] of Object.entries(resources)) types[type] = { ...byName };
    return types;
  }, {});
  const provider = { google: [{ project: "unused" }] };
  const stacks = all.map(({ environment }) => [
    `${environment}-old-things`,
    { resource, provider, terraform: { required_providers: GOOGLE } },
  ]);
  project.setStacks(Object.fromEntries(stacks));
  const serving = project.start(["rehearse", ...all.map((each) => each.environment), "--serve"]);
  const end = ended(serving);
  let said = "";
  serving.stdout?.on("data", (chunk) => {
    said += chunk;
  });
  try {
    await until(() => said.includes("cdktf destroy") || serving.exitCode !== null, "it serves");
    return await applyEach(project, workspaces, exportsIn(said));
  } finally {
    serving.kill("SIGINT");
    await end;
  }
}

const GOOGLE = { google: { source: "hashicorp/google", version: "6.50.0" } };

async function applyEach(
  project: TestProject,
  workspaces: Readonly<Record<string, OldWorkspace>>,
  variables: Readonly<Record<string, string>>,
): Promise<string> {
  const folder = join(project.root, "old");
  mkdirSync(folder);
  const found = await findTerraform({ env: process.env, tools: "" });
  if (!("terraform" in found)) throw new Error(found.problem);
  const interrupts = new Interrupts(() => {});
  const env = { PATH: process.env["PATH"] ?? "", HOME: folder, ...variables };
  const run = async (...args: string[]) => {
    const ended = await runTerraform({ ...found, interrupts, env }, folder, args);
    if (ended.code !== 0) throw new Error(`${args.join(" ")}: ${ended.stdout}${ended.stderr}`);
  };
  for (const [workspace, { environment, project: id, labels, resources }] of Object.entries(
    workspaces,
  )) {
    const marked = { project: id, default_labels: labels, rehearsal: `${environment}-old-things` };
    const code = {
      terraform: { required_providers: GOOGLE },
      provider: { google: [marked] },
      resource: resources,
    };
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify(code));
    await run("init", "-input=false", "-no-color");
    if (workspace !== "default") await run("workspace", "new", "-no-color", workspace);
    await run("apply", "-auto-approve", "-input=false", "-no-color");
  }
  return folder;
}

/** The variables that the rehearsal tells a shell to export. */
function exportsIn(said: string): Record<string, string> {
  const lines = [...said.matchAll(/^export (\w+)=(?:'(.*)'|(.*))$/gm)];
  return Object.fromEntries(lines.map(([, name, quoted, bare]) => [name!, quoted ?? bare ?? ""]));
}
