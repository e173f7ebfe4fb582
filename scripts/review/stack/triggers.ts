import type { StackTemplate } from "../../stacks/template.ts";
import { code, type Phrase } from "../phrase.ts";
import { doingOf } from "../plan/action.ts";
import type { ResourceChange } from "../plan/plan-json.ts";

/**
 * What has triggered each replacement by `replace_triggered_by`: a plan only says that something
 * has, the template says what could. By address of what is replaced.
 */
export function triggersOf(
  changes: readonly ResourceChange[],
  template: StackTemplate | undefined,
): Map<string, Phrase> {
  const found = new Map<string, Phrase>();
  const triggered = changes.filter((each) => each.action_reason === "replace_by_triggers");
  if (!template || triggered.length === 0) return found;
  for (const { address, type, name } of triggered) {
    const lifecycle = template.resource?.[type]?.[name]?.["lifecycle"] as Lifecycle | undefined;
    const guilty = (lifecycle?.replace_triggered_by ?? []).flatMap((reference) =>
      changes.filter((each) => concerns(reference, each)),
    );
    if (guilty.length === 0) continue;
    const told = guilty.flatMap(
      (each, at): Phrase => [
        at > 0 ? ", " : ": ",
        code(each.address),
        ` (${doingOf(each)!.action})`,
      ],
    );
    found.set(address, told);
  }
  return found;
}

interface Lifecycle {
  readonly replace_triggered_by?: readonly string[];
}

/** True for a reference to a thing, to one of its attributes, or to one of its instances. */
function concerns(reference: string, { type, name, address }: ResourceChange): boolean {
  const plain = reference.replace(/^\$\{(.*)\}$/, "$1");
  if (plain === address) return true;
  const whole = `${type}.${name}`;
  return plain === whole || plain.startsWith(`${address}.`) || plain.startsWith(`${whole}.`);
}
