// The fixed workload of the bench: 12 stacks, about 1,075 resources of about 100 types. It is not
// deployed by anyone and uses none of the modules, so that its size never moves with them.
import { App } from "cdktf";
import { DataStack } from "./data.ts";
import { EdgeStack } from "./edge.ts";
import { GoogleStack } from "./google.ts";
import { NetworkStack } from "./network.ts";
import { ObservabilityStack } from "./observability.ts";
import { PlatformStack } from "./platform.ts";
import { ENVIRONMENTS } from "./settings.ts";

const app = new App();
for (const settings of ENVIRONMENTS) {
  new NetworkStack(app, settings);
  new DataStack(app, settings);
  new EdgeStack(app, settings);
  new PlatformStack(app, settings);
  new GoogleStack(app, settings);
  new ObservabilityStack(app, settings);
}
app.synth();
