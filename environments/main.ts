import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fixedCosts } from "@groundplan/core/cost";
import { App } from "cdktf";
import { createEstate } from "./estate.ts";

const app = new App();
createEstate(app);
app.synth();
writeFileSync(join(app.outdir, "costs.json"), `${JSON.stringify(fixedCosts(app), null, 2)}\n`);
