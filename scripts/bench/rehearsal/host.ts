// The rehearsal's side of a bench, as one process: providers, store and state of one stack.
//
//   node <bundle of host.ts> <folder> <type,type,...>
//
// Prints the variables for Terraform as JSON when it is ready, and ends at SIGTERM.
import { join } from "node:path";
import { optimizeLate } from "../../infra/start/short-lived.mjs";
import { startProvider } from "../../rehearsal/provider/index.ts";
import { openStore } from "../../rehearsal/provider/store/journal.ts";
import { oneCloud } from "../../rehearsal/provider/store/store.ts";
import { StateServer } from "../../rehearsal/run/states/state-server.ts";

// As `infra` does.
optimizeLate();
const [folder = "", types = ""] = process.argv.slice(2);
const { store, close } = openStore(join(folder, "cloud.journal"));
store.know("bench");
const states = new StateServer();
const [provider] = await Promise.all([
  startProvider({ types: { resources: types.split(","), data: [] }, clouds: oneCloud(store) }),
  states.open(),
]);
const { variables } = states.keep("bench", folder);
process.once("SIGTERM", async () => {
  await provider.close();
  await states.close();
  await close();
});
console.log(JSON.stringify({ ...variables, TF_REATTACH_PROVIDERS: provider.reattach }));
