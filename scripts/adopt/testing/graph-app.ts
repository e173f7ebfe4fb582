import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AdoptedThings } from "@groundplan/environments/adopt";
import { createEstate, ENVIRONMENTS } from "@groundplan/environments/estate";
import { App } from "cdktf";

/** The estate with music-graph alone, which takes over what it is told. */
export function synthesizeGraph(adopted: Readonly<Record<string, AdoptedThings>>): void {
  const environments = ENVIRONMENTS.map((each) => ({
    ...each,
    apps: { "music-graph": each.apps["music-graph"] },
  }));
  const app = new App({ stackTraces: false });
  const sites = createEstate(app, environments, adopted);
  app.synth();
  const names = Object.fromEntries(sites.map((site) => [site.environment, site.names.made]));
  writeFileSync(join(app.outdir, "names.json"), JSON.stringify(names));
}
