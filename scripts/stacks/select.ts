/** What selection needs to know of a stack. */
export interface Selectable {
  readonly id: string;
  readonly environment: string;
  readonly dependencies: readonly string[];
}

/** A name that nothing is called, and the names that look most like it. */
export interface UnknownName {
  readonly name: string;
  readonly nearest: readonly string[];
}

/** What was meant, and what could not be found. */
export interface Selection<T> {
  readonly stacks: readonly T[];
  readonly unknown: readonly UnknownName[];
}

/**
 * The stacks that are meant by names of environments, ids of stacks, or globs over ids
 * (`*-network`). The order is that of `stacks`.
 */
export function selectStacks<T extends Selectable>(
  stacks: readonly T[],
  names: readonly string[],
): Selection<T> {
  const chosen = new Set<T>();
  const unknown: UnknownName[] = [];
  for (const name of names) {
    const matches = matcher(name);
    const found = stacks.filter(({ id, environment }) => environment === name || matches(id));
    if (found.length === 0) unknown.push({ name, nearest: nearest(name, namesOf(stacks)) });
    for (const stack of found) chosen.add(stack);
  }
  return { stacks: stacks.filter((stack) => chosen.has(stack)), unknown };
}

/** The chosen stacks with everything that they read, however far away. */
export function withProducers<T extends Selectable>(
  stacks: readonly T[],
  chosen: readonly T[],
): T[] {
  const byId = new Map(stacks.map((stack) => [stack.id, stack]));
  const all = new Set<T>();
  const add = (stack: T) => {
    if (all.has(stack)) return;
    all.add(stack);
    for (const id of stack.dependencies) {
      const producer = byId.get(id);
      if (producer) add(producer);
    }
  };
  for (const stack of chosen) add(stack);
  return stacks.filter((stack) => all.has(stack));
}

/** Environments and stack ids: everything that can be named. */
export function namesOf(stacks: readonly Selectable[]): string[] {
  return [...new Set(stacks.map((stack) => stack.environment)), ...stacks.map(({ id }) => id)];
}

/** The names, at most three, that are a slip away from what was typed; the closest first. */
export function nearest(typed: string, names: readonly string[]): string[] {
  const close = names
    .map((name) => ({ name, slips: slipsBetween(typed, name) }))
    .filter(({ slips }) => slips <= Math.max(2, Math.floor(typed.length / 3)))
    .sort((a, b) => a.slips - b.slips || a.name.localeCompare(b.name, "en"));
  // One that is far behind the best is not meant.
  return close
    .filter(({ slips }) => slips <= (close[0]?.slips ?? 0) + 1)
    .slice(0, 3)
    .map(({ name }) => name);
}

/** A name that was only begun is one slip away. */
function slipsBetween(typed: string, name: string): number {
  const slips = distance(typed, name);
  return name.startsWith(typed) ? Math.min(1, slips) : slips;
}

/** How many letters must be added, dropped, changed or swapped with their neighbour. */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(
        Math.min(
          rows[i - 1]![j]! + 1,
          row[j - 1]! + 1,
          rows[i - 1]![j - 1]! + same,
          swapped ? rows[i - 2]![j - 2]! + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}

/** A glob over whole ids: `*` is any run of characters, `?` is one. */
function matcher(glob: string): (id: string) => boolean {
  const escaped = glob.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  const pattern = new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`);
  return (id) => pattern.test(id);
}

/** Something was named that is not there. The command was used wrongly. */
export class UnknownNames extends Error {
  readonly unknown: readonly UnknownName[];

  /** @param kinds what could have been named. Default: `environment or stack` */
  constructor(unknown: readonly UnknownName[], kinds = "environment or stack") {
    super(unknown.map((each) => describe(each, kinds)).join("\n"));
    this.unknown = unknown;
    this.name = "UnknownNames";
  }
}

function describe({ name, nearest }: UnknownName, kinds: string): string {
  const way = nearest.length > 0 ? `did you mean ${nearest.join(" or ")}?` : "see infra list";
  return `no ${kinds} is called ${name}; ${way}`;
}
