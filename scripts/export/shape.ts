import type { ExportedMove } from "@groundplan/core/exported";
import type { Exported } from "./export.ts";

/** What callers of a module, and their states, hold on to. */
export interface Shape {
  /** Type of each variable. */
  readonly variables: Readonly<Record<string, string>>;
  /** Variables that need not be given. */
  readonly optional: readonly string[];
  readonly outputs: readonly string[];
  readonly addresses: readonly string[];
  readonly moved: readonly ExportedMove[];
}

/** The shapes of modules, by folder: what `shapes.json` holds. */
export type Shapes = Readonly<Record<string, Shape>>;

/** How much of a version number a change costs. */
export type Step = "major" | "minor" | "patch";

/** What a change of modules comes to. */
export interface Comparison {
  readonly step: Step;
  /** What makes it major or minor, in sentences. */
  readonly changes: readonly string[];
  /** What must not be released: things that would be destroyed because their address is gone. */
  readonly problems: readonly string[];
}

/** The shapes of modules as they are now. */
export function shapesOf(exported: readonly Exported[]): Shapes {
  return Object.fromEntries(
    exported.map(({ folder, module, variables, outputs, addresses }) => [
      folder,
      {
        variables: Object.fromEntries(variables.map(({ name, type }) => [name, type])),
        optional: variables.filter((each) => "default" in each).map(({ name }) => name),
        outputs: Object.keys(outputs),
        addresses,
        moved: module.moved,
      },
    ]),
  );
}

/** What lies between two states of the modules. Same shapes are a patch: what else differs hurts no caller. */
export function compareShapes(before: Shapes, after: Shapes): Comparison {
  const folders = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const found = folders.map((folder) => {
    const [old, now] = [before[folder], after[folder]];
    if (!old) return { major: [], minor: [`${folder} is new`], problems: [] };
    if (!now) return { major: [`${folder} is gone`], minor: [], problems: [] };
    return compareModule(folder, old, now);
  });
  const [major, minor] = [found.flatMap((each) => each.major), found.flatMap((each) => each.minor)];
  return {
    step: major.length > 0 ? "major" : minor.length > 0 ? "minor" : "patch",
    changes: [...major, ...minor],
    problems: found.flatMap(({ problems }) => problems),
  };
}

function compareModule(folder: string, old: Shape, now: Shape) {
  const gone = lacking(old.addresses, now.addresses).filter((each) => !each.startsWith("data."));
  const moved = gone.filter((address) => targetOf(address, now) !== undefined);
  const types = Object.keys(old.variables).filter(
    (name) => now.variables[name] !== undefined && now.variables[name] !== old.variables[name],
  );
  const required = Object.keys(now.variables).filter(
    (name) => !now.optional.includes(name) && (old.optional.includes(name) || !old.variables[name]),
  );
  const added = lacking(Object.keys(now.variables), Object.keys(old.variables));
  const say = (names: readonly string[], words: string) =>
    names.map((name) => `${folder}: ${name} ${words}`);
  return {
    major: [
      ...say(
        lacking(Object.keys(old.variables), Object.keys(now.variables)),
        "is no variable any more",
      ),
      ...say(types, "has another type"),
      ...say(required, "must be given now"),
      ...say(lacking(old.outputs, now.outputs), "is no output any more"),
      ...say(moved, "has another address"),
    ],
    minor: [
      ...say(
        added.filter((name) => now.optional.includes(name)),
        "is a new variable",
      ),
      ...say(lacking(now.outputs, old.outputs), "is a new output"),
      ...say(
        lacking(now.addresses, old.addresses).filter((each) => !isTarget(each, now)),
        "is new",
      ),
    ],
    problems: lacking(gone, moved).map(
      (address) =>
        `${folder}: ${address} is gone, and every caller's would be destroyed; say in "moved" of its declaration where it is now, or make it another module`,
    ),
  };
}

/** Where what had this address is now, over any number of moves. */
function targetOf(address: string, { moved, addresses }: Shape): string | undefined {
  let at: string | undefined = address;
  for (let step = 0; at !== undefined && step <= moved.length; step++) {
    if (addresses.includes(at)) return at;
    at = moved.find(({ from }) => from === at)?.to;
  }
  return undefined;
}

function isTarget(address: string, { moved }: Shape): boolean {
  return moved.some(({ to }) => to === address);
}

/** Those of the first that are not among the second. */
function lacking(first: readonly string[], second: readonly string[]): string[] {
  return first.filter((each) => !second.includes(each));
}
