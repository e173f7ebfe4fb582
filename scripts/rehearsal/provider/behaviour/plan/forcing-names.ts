import { type Fields, isFields, isList, type Value } from "../../cty/value.ts";
import type { Facts } from "../../schema/schema.ts";

/** What stands and what is wished for, at the top of a resource. */
export interface Sides {
  readonly prior: Fields | undefined;
  readonly proposed: Fields;
}

/**
 * The names of all places whose change forces a replacement. A place that could not be asked, in a
 * block that forces one, does so as well: where a block cannot change in place, nothing in it can,
 * unless only how many of it there are forces.
 * What forces only with certain values is left out with others.
 *
 * @param also names besides those that facts tell
 */
export function forcingNames(
  facts: Facts,
  also: readonly string[],
  sides: Sides,
): ReadonlySet<string> {
  const told = new Set([...(facts.forceNew ?? []), ...also]);
  for (const name of idle(facts, sides)) told.delete(name);
  const inside = (facts.unknown ?? []).filter((name) => {
    const cut = name.lastIndexOf(".");
    const block = name.slice(0, cut);
    return cut > 0 && told.has(block) && !facts.forceNewByCount?.includes(block);
  });
  return new Set([...told, ...inside]);
}

/** Arguments that force a replacement, but not with the values that there are. */
function idle(facts: Facts, { prior, proposed }: Sides): readonly string[] {
  const { forceNewWith = {}, forceNewFromTo = {} } = facts;
  const given = (name: string, fields: Fields | undefined): unknown =>
    valueAt(fields, name) ?? facts.defaults?.[name] ?? null;
  const held = Object.keys(forceNewWith).filter(
    (name) =>
      !forceNewWith[name]!.some(({ by, values }) =>
        values.some((one) => one === (given(by, proposed) ?? emptyAs(one))),
      ),
  );
  const passed = Object.keys(forceNewFromTo).filter((name) => {
    const steps = forceNewFromTo[name]!;
    const from = given(name, prior) ?? emptyAs(steps[0]![0]);
    const to = given(name, proposed) ?? emptyAs(steps[0]![0]);
    // A value that comes or goes was asked by itself.
    if (from === null || to === null) return false;
    return !steps.some(([before, after]) => before === from && after === to);
  });
  return [...held, ...passed];
}

/** The value at a name; of a block that may stand several times, in the first of them. */
function valueAt(fields: Fields | undefined, name: string): Value | undefined {
  return name.split(".").reduce<Value | undefined>((holder, step) => {
    const one = isList(holder) ? holder[0] : holder;
    return isFields(one) ? one[step] : undefined;
  }, fields);
}

/** What the missing value of a switch is taken for; a missing text is like none of its values. */
function emptyAs(like: string | boolean): Value {
  return typeof like === "boolean" ? false : null;
}
