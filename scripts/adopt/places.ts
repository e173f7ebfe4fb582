import type { Stack } from "../stacks/manifest.ts";
import { identityOf } from "./identity.ts";
import type { Attributes, OldThing } from "./old-state.ts";

/** Where an environment's things stand. */
export interface Place {
  readonly environment: string;
  readonly projects: ReadonlySet<string>;
  readonly accounts: ReadonlySet<string>;
}

/** The place of each environment, by what its stacks' providers say. */
export function placesOf(stacks: readonly Stack[]): Place[] {
  const names = [...new Set(stacks.map(({ environment }) => environment))];
  return names.map((environment) => {
    const blocks = stacks
      .filter((stack) => stack.environment === environment)
      .flatMap(({ template }) => Object.values(template.provider ?? {}).flat()) as Attributes[];
    const accounts = blocks.flatMap(({ allowed_account_ids: ids }) => (ids ?? []) as string[]);
    const projects = blocks.flatMap(({ project }) => (project ? [String(project)] : []));
    return { environment, projects: new Set(projects), accounts: new Set(accounts) };
  });
}

/** Which environment an old thing seems to be of; nothing where nothing tells. */
export type Hint = { readonly environment?: string } | { readonly foreign: string };

/**
 * Tells things of two environments apart that lie in one state: by project or account, by their labels,
 * by a part of their names, and last by the workspace.
 */
export function hintOf(thing: OldThing, places: readonly Place[]): Hint {
  const { attributes, workspace } = thing;
  const names = places.map(({ environment }) => environment);
  const project = attributes["project"];
  const account = String(attributes["arn"] ?? "").split(":")[4];
  const standing = places.filter(
    ({ projects, accounts }) =>
      (typeof project === "string" && projects.has(project)) || (account && accounts.has(account)),
  );
  if (standing.length === 0 && typeof project === "string") {
    return { foreign: `it stands in project ${project}, which no environment names` };
  }
  if (standing.length === 0 && account && places.some(({ accounts }) => accounts.size > 0)) {
    return { foreign: `it stands in account ${account}, which no environment names` };
  }
  if (standing.length === 1) return { environment: standing[0]!.environment };
  return (
    onlyOne(names.filter((name) => labelOf(attributes) === name)) ??
    onlyOne(names.filter((name) => partsOf(thing).includes(name))) ??
    onlyOne(names.filter((name) => workspace === name)) ??
    {}
  );
}

function onlyOne([environment, ...others]: readonly string[]): Hint | undefined {
  return environment !== undefined && others.length === 0 ? { environment } : undefined;
}

/** What a label or tag says of the environment. */
function labelOf(attributes: Attributes): string | undefined {
  const labels = [attributes["labels"], attributes["tags"]].flatMap((each) =>
    Object.entries((each as Attributes | undefined | null) ?? {}),
  );
  const found = labels.find(([name]) => /^(env|environment|stage)$/i.test(name));
  return found && String(found[1]).toLowerCase();
}

function partsOf({ type, attributes }: OldThing): string[] {
  const named = Object.values(identityOf(type, attributes) ?? {});
  return named.flatMap((value) => value.toLowerCase().split(/[^a-z0-9]+/));
}
