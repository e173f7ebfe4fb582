import { nearest } from "../stacks/select.ts";
import { unfitnessOf } from "./import-id.ts";
import type { OldThing } from "./old-state.ts";
import type { Wanted } from "./wanted.ts";

/**
 * What becomes of each old thing, by its key; the file that people edit and commit.
 *
 * `<stack> <address>` takes it over; `leave: <reason>` leaves it where it is. What begins with `?` or
 * with `none:` was written by the tool, and is found out anew each time.
 */
export type DecisionFile = Readonly<Record<string, string>>;

/** What people have decided. */
export interface Decisions {
  readonly pairs: ReadonlyMap<OldThing, Wanted>;
  readonly left: ReadonlyMap<OldThing, string>;
  readonly problems: readonly string[];
}

/** Reads what was decided of the things that were given. */
export function readDecisions(
  file: DecisionFile,
  where: string,
  things: readonly OldThing[],
  wanted: readonly Wanted[],
): Decisions {
  const pairs = new Map<OldThing, Wanted>();
  const left = new Map<OldThing, string>();
  const problems: string[] = [];
  const workspaces = new Set(things.map(({ workspace }) => workspace));
  for (const [key, value] of Object.entries(file)) {
    if (/^(\?|none:)/.test(value)) continue;
    const thing = things.find((each) => each.key === key);
    const at = `${where}: ${JSON.stringify(key)}`;
    if (!thing) {
      // A run over other states says nothing of this one.
      if (!workspaces.has(key.split(" ")[0]!)) continue;
      problems.push(`${at} is in no state that was given; correct it or take the line out`);
      continue;
    }
    const reason = /^leave:\s*(.*)$/.exec(value)?.[1];
    if (reason) left.set(thing, reason);
    else problems.push(...take(thing, value, at, wanted, pairs));
  }
  return { pairs, left, problems };
}

function take(
  thing: OldThing,
  value: string,
  at: string,
  wanted: readonly Wanted[],
  pairs: Map<OldThing, Wanted>,
): string[] {
  const found = wanted.find(({ key }) => key === value);
  if (!found) {
    const same = wanted.filter(({ type }) => type === thing.type).map(({ key }) => key);
    const close = nearest(value, same);
    const meant = close.length > 0 ? `; did you mean ${close.join(" or ")}?` : "";
    return [
      `${at} must be "<stack> <address>" or "leave: <reason>", got ${JSON.stringify(value)}${meant}`,
    ];
  }
  if (found.type !== thing.type) return [`${at} cannot become a ${found.type}`];
  const unfit = unfitnessOf(thing);
  if (unfit) return [`${at} cannot be taken over: ${unfit}`];
  const other = [...pairs].find(([each, target]) => target === found && idOf(each) !== idOf(thing));
  if (other) return [`${at} and ${JSON.stringify(other[0].key)} cannot both become ${value}`];
  pairs.set(thing, found);
  return [];
}

/** Two states may speak of one thing. */
function idOf({ attributes }: OldThing): unknown {
  return attributes["id"];
}
