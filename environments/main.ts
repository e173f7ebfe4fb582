import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fixedCosts } from "@groundplan/core/cost";
import { App } from "cdktf";
import { createEstate, ENVIRONMENTS } from "./estate.ts";
import { workspacesOf } from "./workspaces.ts";

const app = new App();
const sites = createEstate(app);
app.synth();
writeFileSync(join(app.outdir, "costs.json"), `${JSON.stringify(fixedCosts(app), null, 2)}\n`);
const workspaces = workspacesOf(app, ENVIRONMENTS);
writeFileSync(join(app.outdir, "workspaces.json"), `${JSON.stringify(workspaces, null, 2)}\n`);
const names = Object.fromEntries(sites.map(({ environment, names }) => [environment, names.made]));
writeFileSync(join(app.outdir, "names.json"), `${JSON.stringify(names, null, 2)}\n`);
