import type { PlanPlace } from "../plan/planning.ts";
import type { PlanJson } from "../review/plan/plan-json.ts";
import { runTerraform, type TerraformResult } from "../terraform/run.ts";

/** Terraform's and OpenTofu's words where the lock was not theirs any more when they gave it back. */
const NOT_GIVEN_BACK = /releasing the state lock/i;

/** True where an apply could not give its lock back: somebody may have worked beside it. */
export function hasLostLock({ diagnostics }: TerraformResult): boolean {
  return diagnostics.some(({ summary }) => NOT_GIVEN_BACK.test(summary));
}

/**
 * What may be lost after somebody took the lock off in mid-apply. The state is looked at as it is now:
 * two that wrote it side by side leave what one of them knew.
 *
 * @param done addresses of what the apply has done
 */
export async function tellLostLock(
  place: PlanPlace,
  plan: PlanJson,
  done: readonly string[],
): Promise<string> {
  const { code, stdout } = await runTerraform(place.setting, place.folder, ["state", "list"]);
  const made = (plan.resource_changes ?? [])
    .filter(
      ({ mode, change }) => mode === "managed" && !/^(delete|forget)$/.test(change.actions.join()),
    )
    .map(({ address }) => address);
  const known = new Set(stdout.split("\n"));
  const missing = done.filter((address) => made.includes(address) && !known.has(address));
  const begin =
    "the lock could not be given back: somebody took it off while this apply ran, or it is still there. " +
    "Whoever took it may have written the state too, and the last to write wins";
  const cure =
    "let nobody apply this stack, compare the versions of its state, bring back what is missing by import blocks, then plan again";
  if (code !== 0) return `${begin}; the state cannot be read now: ${cure}`;
  return missing.length > 0
    ? `${begin}: ${missing.join(", ")} stands and is not in the state, so a plan would make it twice; ${cure}`
    : `${begin}. All that was made is in the state as it is now; find out what the other one did, then plan again`;
}
