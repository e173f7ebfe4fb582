import { check, type Finding, must } from "@groundplan/core/problems";
import { LayerStack } from "@groundplan/core/site";
import { type App, TerraformResource } from "cdktf";
import type { EnvironmentSite } from "./base-stack.ts";

/** Things of one environment that were there before, and stay. */
export interface AdoptedThings {
  /**
   * Names that things keep, by the name that they would get here. Taking one away replaces what has it.
   *
   * @default every name is made by the rules of this repository
   */
  readonly names?: Readonly<Record<string, string>>;

  /**
   * What is imported: by stack, by address, the id that its provider imports it by. One that is in the
   * stack's state already is left as it is, so a line may stay.
   *
   * @default nothing is imported
   */
  readonly imports?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Where what is adopted is written down, for messages. */
const FILE = "environments/adopted.ts";

/**
 * Lets stacks take over what was there before, by import blocks.
 *
 * @throws PropsError with every line that means nothing here
 */
export function importAdopted(
  app: App,
  sites: readonly EnvironmentSite[],
  adopted: Readonly<Record<string, AdoptedThings>>,
): void {
  const found = Object.entries(adopted).flatMap(([environment, things]) => {
    const site = sites.find((each) => each.environment === environment);
    if (!site) return [must(false, environment, "be an environment")];
    return [...nameFindings(site, things), ...importFindings(app, environment, things)];
  });
  check(FILE, found);
}

function nameFindings({ environment, names }: EnvironmentSite, things: AdoptedThings): Finding[] {
  return Object.keys(things.names ?? {}).map((made) =>
    must(
      names.made.includes(made),
      `${environment}.names`,
      "be names that an app makes",
      made,
      "take the line out, or correct it",
    ),
  );
}

/** Imports what is right, and tells of the rest. */
function importFindings(app: App, environment: string, { imports = {} }: AdoptedThings): Finding[] {
  return Object.entries(imports).flatMap(([id, byAddress]) => {
    const prop = `${environment}.imports`;
    const stack = app.node.tryFindChild(id);
    if (!(stack instanceof LayerStack) || stack.site.environment !== environment) {
      return [must(false, prop, `name stacks of ${environment}`, id)];
    }
    const resources = new Map(
      stack.node
        .findAll()
        .filter((each) => each instanceof TerraformResource)
        .map((each) => [`${each.terraformResourceType}.${each.friendlyUniqueId}`, each]),
    );
    return Object.entries(byAddress).map(([address, importId]) => {
      const resource = resources.get(address);
      resource?.importFrom(importId);
      return must(resource !== undefined, `${prop}.${id}`, "name things of the stack", address);
    });
  });
}
