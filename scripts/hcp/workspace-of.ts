import type { Json, StackTemplate } from "../stacks/template.ts";

/** Where a stack's state lies on HCP Terraform. */
export interface WorkspacePlace {
  /** `app.terraform.io`, or that of a Terraform Enterprise. */
  readonly host: string;
  readonly organization: string;
  readonly workspace: string;
  /** Project of the workspace; left out where the stack names none. */
  readonly project?: string;
}

/** The workspace that a stack names in its `cloud` block; nothing where its state lies elsewhere. */
export function workspaceOf({ terraform }: StackTemplate): WorkspacePlace | undefined {
  const cloud = terraform?.cloud;
  if (!cloud) return undefined;
  const { name, project } = block(cloud["workspaces"]);
  return {
    host: String(cloud["hostname"] ?? "app.terraform.io"),
    organization: String(cloud["organization"] ?? ""),
    workspace: String(name ?? ""),
    ...(typeof project === "string" && { project }),
  };
}

/** The page of a workspace, or of something below it, for people. */
export function pageOf(
  { host, organization, workspace }: WorkspacePlace,
  ...below: readonly string[]
): string {
  return ["https:/", host, "app", organization, "workspaces", workspace, ...below].join("/");
}

/** A block may be written alone or in a list. */
function block(written: unknown): Json {
  const one: unknown = Array.isArray(written) ? written[0] : written;
  return typeof one === "object" && one !== null ? (one as Json) : {};
}
