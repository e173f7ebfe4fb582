import type { HcpClient } from "../api/client.ts";
import { HcpError } from "../api/errors.ts";
import type { One, Resource } from "../api/resource.ts";
import type { Workspace } from "../api/types.ts";
import type { WantedWorkspace } from "./wanted.ts";

/** A variable of a workspace. The value of a sensitive one is not told. */
export interface Variable {
  readonly id: string;
  readonly key: string;
  readonly value: string | null;
  readonly category: string;
}

/** What one workspace is at the moment. */
export interface StandingWorkspace {
  readonly id: string;
  readonly name: string;
  readonly attributes: Workspace["attributes"];
  readonly project?: string;
  readonly agentPool?: string;
  readonly variables: readonly Variable[];
  /** Names of the sets of variables that it is given. */
  readonly variableSets: readonly string[];
  /** Keys of the variables in those sets. */
  readonly givenKeys: readonly string[];
  /** Names of the workspaces that may read its state. */
  readonly consumers: readonly string[];
  /** Names of the workspaces whose applies start a run in it. */
  readonly triggers: readonly string[];
}

/** What stands in one organization, as far as it concerns us. */
export interface Standing {
  /** Ids of projects by their names. */
  readonly projects: ReadonlyMap<string, string>;
  /** Every workspace that may be ours, by its name. */
  readonly workspaces: ReadonlyMap<string, Workspace>;
  /** Those that are wanted or read, whole. */
  readonly whole: ReadonlyMap<string, StandingWorkspace>;
}

interface Named extends Resource {
  readonly attributes: { readonly name: string };
}

interface VariableResource extends Resource {
  readonly attributes: Omit<Variable, "id">;
}

interface TriggerResource extends Resource {
  readonly attributes: { readonly "sourceable-name"?: string };
  readonly relationships?: { readonly sourceable?: One };
}

/**
 * Reads what stands in an organization.
 *
 * @param names of the workspaces that are read whole
 */
export async function readStanding(
  client: HcpClient,
  organization: string,
  names: readonly string[],
): Promise<Standing> {
  const base = `organizations/${encodeURIComponent(organization)}`;
  const there = await client.find(base, `read organization ${organization}`);
  if (!there) {
    throw new HcpError(
      "missing",
      `${client.host}: organization ${organization} is not there, or the token may not see it; correct state.organization, or make the organization first`,
    );
  }
  const projects = await client.list<Named>(`${base}/projects`, "list projects");
  const all = await client.list<Workspace>(`${base}/workspaces`, "list workspaces");
  const byName = new Map(all.map((each) => [each.attributes.name, each]));
  const nameOf = new Map(all.map((each) => [each.id, each.attributes.name]));
  const whole = new Map<string, StandingWorkspace>();
  for (const name of names) {
    const workspace = byName.get(name);
    if (workspace) whole.set(name, await readWhole(client, workspace, nameOf));
  }
  return {
    projects: new Map(projects.map(({ id, attributes }) => [attributes.name, id])),
    workspaces: byName,
    whole,
  };
}

async function readWhole(
  client: HcpClient,
  workspace: Workspace,
  nameOf: ReadonlyMap<string, string>,
): Promise<StandingWorkspace> {
  const { id, attributes, relationships } = workspace;
  const { name } = attributes;
  const base = `workspaces/${id}`;
  const list = <T extends Resource>(below: string, what: string) =>
    client.list<T>(`${base}/${below}`, `list ${what} of workspace ${name}`);
  const variables = await list<VariableResource>("vars", "variables");
  const sets = await list<Named>("varsets", "variable sets");
  const given: string[] = [];
  for (const set of sets) {
    const path = `varsets/${set.id}/relationships/vars`;
    const inSet = await client.list<VariableResource>(
      path,
      `list variables of set ${set.attributes.name}`,
    );
    given.push(...inSet.map(({ attributes: { key } }) => key));
  }
  const consumers = await list<Workspace>("relationships/remote-state-consumers", "readers");
  const triggers = await list<TriggerResource>(
    "run-triggers?filter[run-trigger][type]=inbound",
    "run triggers",
  );
  return {
    id,
    name,
    attributes,
    ...(relationships?.project?.data && { project: relationships.project.data.id }),
    ...(relationships?.["agent-pool"]?.data && { agentPool: relationships["agent-pool"].data.id }),
    variables: variables.map((each) => ({ ...each.attributes, id: each.id })),
    variableSets: sets.map((set) => set.attributes.name),
    givenKeys: given,
    consumers: consumers.map((each) => each.attributes?.name ?? nameOf.get(each.id) ?? each.id),
    triggers: triggers.map(
      (each) =>
        each.attributes["sourceable-name"] ??
        nameOf.get(each.relationships?.sourceable?.data?.id ?? "") ??
        each.id,
    ),
  };
}

/** Names of the workspaces that must be known whole: those that are wanted, and what they read. */
export function namesToRead(
  wanted: readonly WantedWorkspace[],
  nameOfStack: (stack: string) => string,
): string[] {
  const producers = wanted.flatMap(({ reads }) => reads).map(nameOfStack);
  return [...new Set([...wanted.map(({ place }) => place.workspace), ...producers])];
}
