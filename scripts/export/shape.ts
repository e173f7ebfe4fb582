import type { ExportedMove } from "@groundplan/core/exported";
import type { Exported } from "./export.ts";

/** What callers of a module, and their states, hold on to. */
export interface Shape {
  /** Type of each variable. */
  readonly variables: Readonly<Record<string, string>>;
  /** Variables that need not be given. */
  readonly optional: readonly string[];
  /** What those are where they are not given. */
  readonly defaults: Readonly<Record<string, unknown>>;
  /** Conditions that a variable's value must meet, as Terraform checks them; none of those that have none. */
  readonly rules: Readonly<Record<string, readonly string[]>>;
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
        defaults: Object.fromEntries(
          variables.flatMap((each) => ("default" in each ? [[each.name, each.default]] : [])),
        ),
        rules: Object.fromEntries(
          variables
            .map(({ name, rules }) => [name, rules.validations.map(({ condition }) => condition)])
            .filter(([, conditions]) => conditions!.length > 0),
        ),
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

/** What a change of one module is, by its weight. */
interface Found {
  readonly major: readonly string[];
  readonly minor: readonly string[];
  readonly problems: readonly string[];
}

function compareModule(folder: string, old: Shape, now: Shape): Found {
  const parts = [compareVariables(old, now), compareOutputs(old, now), compareAddresses(old, now)];
  const told = (weight: keyof Found) =>
    parts.flatMap((each) => each[weight]).map((words) => `${folder}: ${words}`);
  return { major: told("major"), minor: told("minor"), problems: told("problems") };
}

function compareVariables(old: Shape, now: Shape): Found {
  const [before, after] = [Object.keys(old.variables), Object.keys(now.variables)];
  const kept = before.filter((name) => after.includes(name));
  const optional = (name: string) => now.optional.includes(name);
  const wasOptional = (name: string) => old.optional.includes(name);
  const rules = ({ rules: all }: Shape, name: string) => all[name] ?? [];
  const stricter = kept.filter((name) => !areMet(rules(old, name), rules(now, name)));
  const looser = kept.filter((name) => !areMet(rules(now, name), rules(old, name)));
  const text = ({ defaults }: Shape, name: string) => JSON.stringify(defaults[name]);
  return {
    major: [
      ...say(lacking(before, after), "is no variable any more"),
      ...say(
        kept.filter((name) => now.variables[name] !== old.variables[name]),
        "has another type",
      ),
      ...say(
        after.filter((name) => !optional(name) && (wasOptional(name) || !before.includes(name))),
        "must be given now",
      ),
      ...say(
        kept.filter(
          (name) => wasOptional(name) && optional(name) && text(old, name) !== text(now, name),
        ),
        "has another default",
      ),
      ...say(stricter, "is checked by other rules"),
    ],
    minor: [
      ...say(lacking(after, before).filter(optional), "is a new variable"),
      ...say(lacking(looser, stricter), "admits more"),
    ],
    problems: [],
  };
}

function compareOutputs(old: Shape, now: Shape): Found {
  return {
    major: say(lacking(old.outputs, now.outputs), "is no output any more"),
    minor: say(lacking(now.outputs, old.outputs), "is a new output"),
    problems: [],
  };
}

function compareAddresses(old: Shape, now: Shape): Found {
  const gone = lacking(old.addresses, now.addresses).filter((each) => !each.startsWith("data."));
  const moved = gone.filter((address) => targetOf(address, now) !== undefined);
  const forgotten = old.moved.filter(
    (move) => !now.moved.some(({ from, to }) => from === move.from && to === move.to),
  );
  return {
    major: say(moved, "has another address"),
    minor: say(
      lacking(now.addresses, old.addresses).filter((each) => !isTarget(each, now)),
      "is new",
    ),
    problems: [
      ...say(
        lacking(gone, moved),
        'is gone, and every caller\'s would be destroyed; say in "moved" of its declaration where it is now, or make it another module',
      ),
      ...forgotten.map(
        ({ from, to }) =>
          `the move from ${from} to ${to} is gone, and those of callers who come from before it would be destroyed; put it back into "moved" of its declaration`,
      ),
    ],
  };
}

function say(names: readonly string[], words: string): string[] {
  return names.map((name) => `${name} ${words}`);
}

/** Whether whatever meets some conditions meets others: those are among them, or are lists that have become longer. */
function areMet(conditions: readonly string[], others: readonly string[]): boolean {
  return others.every((other) =>
    conditions.some((each) => {
      const [longer, shorter] = [listedIn(other), listedIn(each)];
      return each === other || (longer && shorter && lacking(shorter, longer).length === 0);
    }),
  );
}

/** What a condition lists, with the name of what must be among it; nothing where it is no list. */
function listedIn(condition: string): string[] | undefined {
  const [, list, name] = /^\$\{contains\(\[(.*)\], (var\.\w+)\)\}$/.exec(condition) ?? [];
  return list === undefined ? undefined : [...list.split(", "), name!];
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
