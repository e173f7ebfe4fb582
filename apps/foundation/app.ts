import type { App } from "cdktf";
import { CiStack } from "./ci.ts";
import type { FoundationPlacement } from "./settings.ts";
import { type BuiltHome, StateStack } from "./state.ts";

/**
 * What an environment stands on before any app does: the bucket of its states, and who CI is. Other
 * apps read nothing from it; names are enough.
 */
export function foundation(app: App, placements: readonly FoundationPlacement[]): void {
  for (const placement of placements) {
    const { state } = placement;
    const home = isBuilt(state) ? new StateStack(app, { ...placement, state }) : undefined;
    const ci = new CiStack(app, placement);
    if (home) ci.addDependency(home);
  }
}

function isBuilt(state: FoundationPlacement["state"]): state is BuiltHome {
  return "bucket" in state;
}
