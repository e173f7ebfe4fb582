import { foundation } from "@groundplan/apps/foundation/app";
import { musicGraph } from "@groundplan/apps/music-graph/app";
import { musicLibrary } from "@groundplan/apps/music-library/app";
import type { Placement } from "@groundplan/core/site";
import type { App } from "cdktf";
import { type AdoptedThings, importAdopted } from "./adopt.ts";
import { ADOPTED } from "./adopted.ts";
import { EnvironmentSite } from "./base-stack.ts";
import { dev } from "./dev/environment.ts";
import type { Environment, EnvironmentApps } from "./environment.ts";
import { prod } from "./prod/environment.ts";
import { shared } from "./shared/environment.ts";
import { validate } from "./validate.ts";

/** Every environment. `shared` is first: it is applied first and reads nothing from the others. */
export const ENVIRONMENTS: readonly Environment[] = [shared, dev, prod];

/**
 * Makes every stack of every environment. What is planned or deployed is chosen by stack name
 * afterwards, never here.
 *
 * @param adopted what was there before and is taken over. Default: what `adopted.ts` says, of the
 * environments that are made
 * @returns the environments as their apps saw them
 * @throws PropsError with every mistake in the environments, before any construct is made
 */
export function createEstate(
  app: App,
  environments: readonly Environment[] = ENVIRONMENTS,
  adopted: Readonly<Record<string, AdoptedThings>> = adoptedIn(environments),
): readonly EnvironmentSite[] {
  validate(environments);
  const sites = environments.map((values) => ({
    values,
    site: new EnvironmentSite(values, adopted[values.name]?.names),
  }));

  /** Where an app stands, in the order of the environments. */
  function placementsOf<A extends keyof EnvironmentApps>(
    name: A,
  ): Placement<NonNullable<EnvironmentApps[A]>>[] {
    return sites.flatMap(({ values, site }) => {
      const settings = values.apps[name];
      return settings ? [{ site, settings }] : [];
    });
  }

  foundation(
    app,
    placementsOf("foundation").map((placement) => ({
      ...placement,
      state: environments.find(({ name }) => name === placement.site.environment)!.state,
    })),
  );
  musicLibrary(app, placementsOf("music-library"));
  musicGraph(app, placementsOf("music-graph"));

  const made = sites.map(({ site }) => site);
  importAdopted(app, made, adopted);
  return made;
}

/** Names that environments keep must be known wherever a name is computed from. */
function adoptedIn(environments: readonly Environment[]): Readonly<Record<string, AdoptedThings>> {
  const names = environments.map(({ name }) => name);
  return Object.fromEntries(Object.entries(ADOPTED).filter(([name]) => names.includes(name)));
}
