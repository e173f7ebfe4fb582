import { isFields, isUnknown, type Value } from "../../provider/cty/value.ts";
import type { Condition, Facts } from "../../provider/schema/schema.ts";
import type { Asking, Observed } from "./changes.ts";
import type { Deciding } from "./deciding.ts";
import type { Silent } from "./defaults.ts";
import type { Open } from "./open.ts";
import type { Subject } from "./subject.ts";

/** What plans told besides changes. */
export interface Planned extends Silent {
  readonly normal: Readonly<Record<string, string>>;
  readonly leftOutWith: Readonly<Record<string, readonly Condition[]>>;
}

/** Puts what was heard and seen of a type together as the data has it. */
export function factsOf(subject: Subject, asking: Asking, planned: Planned): Facts {
  const { knowledge } = subject;
  const otherRule = [...knowledge.otherRule].filter((path) => !knowledge.knows(path)).sort();
  const facts = {
    ...sortedByPath(knowledge.facts),
    ...forcing(subject, asking.observed),
    recomputed: recomputed(asking.observed),
    kept: kept(asking.observed),
    held: held(subject, asking.observed, planned),
    unhashed: asking.observed.filter(({ unseen }) => unseen).map(({ path }) => path),
    forcedBy: forcedBy(subject, asking.observed),
    defaults: plainDefaults(planned),
    normal: planned.normal,
    leftOutWith: planned.leftOutWith,
    nullAtCreate: [...planned.nulls].sort(),
    computedBlocks: [...planned.computedBlocks].sort(),
    otherRule,
    unknown: [...asking.unknown].sort(),
  };
  return inOrder(facts);
}

function sortedByPath(facts: Facts): Facts {
  return Object.fromEntries(
    Object.entries(facts).map(([kind, value]) => [
      kind,
      Array.isArray(value)
        ? [...value].sort()
        : Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))),
    ]),
  );
}

/** The facts of a type with what was found besides. Nothing that is known already is told otherwise. */
export function withFound(
  facts: Facts,
  deciding?: Deciding,
  open?: Open,
  defaults: Facts["defaults"] = {},
): Facts {
  const forceNew = new Set([...(facts.forceNew ?? []), ...(deciding?.forceNew ?? [])]);
  return inOrder({
    ...facts,
    ...deciding,
    defaults: { ...defaults, ...facts.defaults },
    forceNew: [...forceNew].sort(),
    forcedBy: { ...open?.forcedBy, ...facts.forcedBy },
    recomputed: { ...open?.recomputed, ...facts.recomputed },
  });
}

function inOrder(facts: object): Facts {
  return Object.fromEntries(
    Object.entries(facts)
      .filter(([, value]) => typeof value === "boolean" || Object.keys(value).length > 0)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Which places force a replacement: when they change, and which not when they are taken away. */
function forcing({ nests }: Subject, observed: readonly Observed[]) {
  const isSet = (path: string) => nests.some((nest) => nest.path === path && nest.mode === "set");
  const forced: Record<Observed["kind"], Set<string>> = {
    changed: new Set(),
    removed: new Set(),
    added: new Set(),
  };
  const asked = (kind: Observed["kind"]) =>
    new Set(observed.filter((one) => one.kind === kind).map(({ path }) => path));
  const [changed, removed] = [asked("changed"), asked("removed")];
  for (const { path, kind, forcing: named } of observed) {
    // A value that has no other: that it comes with its block is all that can be asked.
    const isUnasked = (name: string) =>
      kind === "added" && name.startsWith(`${path}.`) && !changed.has(name);
    const own = named.filter(
      (name) => name === path || path.startsWith(`${name}.`) || isUnasked(name),
    );
    for (const name of own) forced[kind].add(isSet(name) && name !== path ? path : name);
  }
  const forceNew = new Set([...forced.changed, ...forced.added]);
  const whenRemoved = [...forced.removed].filter((path) => !forceNew.has(path));
  // A block, or a value that could not be changed: what its removal does is all that is known.
  for (const path of whenRemoved) if (!changed.has(path)) forceNew.add(path);
  return {
    forceNew: [...forceNew].sort(),
    forceNewIfSet: [...forceNew].filter((p) => removed.has(p) && !forced.removed.has(p)).sort(),
    forceNewIfRemoved: whenRemoved.filter((path) => changed.has(path)).sort(),
    forceNewByCount: nests
      .map(({ path }) => path)
      .filter((path) => forceNew.has(path) && !forced.changed.has(path))
      .filter((path) => [...changed].some((inner) => inner.startsWith(`${path}.`)))
      .sort(),
  };
}

/** Computed values that an update in place makes unknown: by any change, or by these. */
function recomputed(observed: readonly Observed[]): Facts["recomputed"] & object {
  const updates = observed.filter(
    ({ forcing: named, kind }) => named.length === 0 && kind === "changed",
  );
  return byPath(updates, ({ unknown }) => unknown);
}

/** Arguments that force a replacement when others change: by any change, or by these. */
function forcedBy({ leaves }: Subject, observed: readonly Observed[]) {
  const isTop = (name: string) => leaves.some(({ path }) => path === name && !name.includes("."));
  const changes = observed.filter(({ kind }) => kind === "changed");
  return byPath(changes, ({ path, forcing: named }) => {
    const [root] = path.split(".");
    return named.filter((name) => name !== root && isTop(name));
  });
}

/** What each observation names, turned round: by which changes. */
function byPath(
  observed: readonly Observed[],
  named: (one: Observed) => readonly string[],
): Readonly<Record<string, "always" | readonly string[]>> {
  const by = new Map<string, string[]>();
  for (const one of observed) {
    for (const name of named(one)) by.set(name, [...(by.get(name) ?? []), one.path]);
  }
  return Object.fromEntries(
    [...by]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, paths]) => [
        name,
        paths.length >= 0.8 * observed.length ? ("always" as const) : paths.sort(),
      ]),
  );
}

/** Computed values inside of nested blocks that no update in place made unknown. */
function kept(observed: readonly Observed[]): string[] {
  const unknown = new Set(observed.flatMap((one) => one.unknown));
  const all = observed.flatMap((one) => (one.forcing.length === 0 ? one.kept : []));
  return [...new Set(all)].filter((path) => !unknown.has(path)).sort();
}

/** Nested blocks that stay planned when the author takes them away, and that no cloud fills. */
function held({ nests }: Subject, observed: readonly Observed[], { computedBlocks }: Silent) {
  const isBlock = (path: string) => nests.some((nest) => nest.path === path && nest.isBlock);
  return observed
    .filter(({ path, stays }) => stays && isBlock(path) && !computedBlocks.has(path))
    .map(({ path }) => path)
    .sort();
}

/** Defaults as JSON; one that holds something unknown is none. */
function plainDefaults({ defaults }: Silent): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(defaults)
      .filter(([, value]) => isKnown(value))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function isKnown(value: Value): boolean {
  if (isUnknown(value)) return false;
  if (Array.isArray(value)) return value.every(isKnown);
  return !isFields(value) || Object.values(value).every(isKnown);
}
