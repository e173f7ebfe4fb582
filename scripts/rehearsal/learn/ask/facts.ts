import { isFields, isUnknown, type Value } from "../../provider/cty/value.ts";
import type { Facts } from "../../provider/schema/schema.ts";
import type { Asking } from "./ask-type.ts";
import type { Observed } from "./changes.ts";
import type { Silent } from "./defaults.ts";
import type { Subject } from "./subject.ts";

/** Puts what was heard and seen of a type together as the data has it. */
export function factsOf(subject: Subject, asking: Asking, silent: Silent): Facts {
  const { knowledge } = subject;
  const otherRule = [...knowledge.otherRule].filter((path) => !knowledge.knows(path)).sort();
  const facts = {
    ...sortedByPath(knowledge.facts),
    ...forcing(subject, asking.observed),
    recomputed: recomputed(asking.observed),
    defaults: plainDefaults(silent),
    nullAtCreate: [...silent.nulls].sort(),
    computedBlocks: [...silent.computedBlocks].sort(),
    otherRule,
    unknown: [...asking.unknown].sort(),
  };
  return Object.fromEntries(
    Object.entries(facts)
      .filter(([, value]) => Object.keys(value).length > 0)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
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

/** Which places force a replacement: when they change, and which not when they are taken away. */
function forcing({ nests }: Subject, observed: readonly Observed[]) {
  const forceNew = new Set<string>();
  const keeps = new Set<string>();
  const forces: Record<string, readonly string[]> = {};
  const isSet = (path: string) => nests.some((nest) => nest.path === path && nest.mode === "set");
  for (const { path, kind, forcing: named } of observed) {
    const own = named.filter((name) => name === path || path.startsWith(`${name}.`));
    for (const name of own) forceNew.add(isSet(name) ? path : name);
    const others = named.filter((name) => !own.includes(name) && !name.startsWith(`${path}.`));
    if (others.length > 0 && kind === "changed") forces[path] = others.sort();
  }
  for (const { path, kind, forcing: named } of observed) {
    if (kind === "removed" && forceNew.has(path) && named.length === 0) keeps.add(path);
  }
  return { forceNew: [...forceNew].sort(), forceNewIfSet: [...keeps].sort(), forces };
}

/** Computed values that an update in place makes unknown: by any change, or by these. */
function recomputed(observed: readonly Observed[]): Facts["recomputed"] & object {
  const updates = observed.filter(
    ({ forcing: named, kind }) => named.length === 0 && kind === "changed",
  );
  const by = new Map<string, string[]>();
  for (const { path, unknown } of updates) {
    for (const name of unknown) by.set(name, [...(by.get(name) ?? []), path]);
  }
  return Object.fromEntries(
    [...by]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, paths]) => [
        name,
        paths.length >= 0.8 * updates.length ? ("always" as const) : paths.sort(),
      ]),
  );
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
