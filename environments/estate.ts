import { foundation } from "@groundplan/apps/foundation/app";
import { musicGraph } from "@groundplan/apps/music-graph/app";
import { musicLibrary } from "@groundplan/apps/music-library/app";
import type { Placement } from "@groundplan/core/site";
import type { App } from "cdktf";
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
 * @throws PropsError with every mistake in the environments, before any construct is made
 */
export function createEstate(app: App, environments: readonly Environment[] = ENVIRONMENTS): void {
  validate(environments);
  const sites = environments.map((values) => ({ values, site: new EnvironmentSite(values) }));

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
}
