import { rmSync } from "node:fs";
import { STACK_FILES } from "../../plan/manifest.ts";
import { NewPlanSet } from "../../plan/set.ts";
import { greatPlan } from "./great-plan.ts";

const STACK = "prod-shop-api";

/** A plan set of one stack with so many changes, and the file of its plan. */
export function greatSet(
  folder: string,
  size: number,
): { readonly set: string; readonly plan: string } {
  rmSync(folder, { recursive: true, force: true });
  const set = new NewPlanSet(folder);
  set.stack(STACK);
  set.write(`stacks/${STACK}/${STACK_FILES.json}`, JSON.stringify(greatPlan(size)));
  set.finish({
    version: 1,
    engine: { engine: "terraform", version: "1.11.4" },
    dirty: false,
    rehearsal: false,
    planned: "2026-01-01T00:00:00.000Z",
    command: "infra plan prod",
    stacks: [
      {
        stack: STACK,
        environment: "prod",
        dependencies: [],
        result: "planned",
        problems: [],
        warnings: [],
        stale: [],
        providers: [],
        files: set.seal(STACK),
      },
    ],
  });
  return { set: folder, plan: `${folder}/stacks/${STACK}/${STACK_FILES.json}` };
}
