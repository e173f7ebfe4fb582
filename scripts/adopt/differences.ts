import { type Cloud, Library } from "../rehearsal/provider/schema/library.ts";
import { plain } from "./identity.ts";
import type { Attributes } from "./old-state.ts";
import { UNKNOWN } from "./wanted.ts";

/** What a plan would change, as far as it can be seen without Terraform. Paths only: values may be secret. */
export interface Differences {
  /** Paths whose change replaces the thing. */
  readonly replacing: readonly string[];
  /** Paths that are changed in place. */
  readonly inPlace: readonly string[];
}

/** Arguments of Terraform's own. */
const META = new Set([
  "//",
  "connection",
  "count",
  "depends_on",
  "for_each",
  "lifecycle",
  "provider",
]);

/** What a cloud calls its labels, and all of them with those that the provider adds. */
const LABELS = { aws: ["tags", "tags_all"], google: ["labels", "effective_labels"] } as const;

const libraries = new Map<Cloud, Library>();

/** The paths at which what stands is not what we want. What only the thing has is not looked at. */
export function differencesOf(
  type: string,
  values: Attributes,
  stands: Attributes,
  defaultLabels: Attributes = {},
): Differences {
  const ignored = new Set(ignoredOf(values));
  const paths = Object.entries(values)
    .filter(([name]) => !META.has(name) && name !== labelsOf(type)[0])
    .flatMap(([name, value]) => pathsOf(name, value, stands[name]));
  const all = [...new Set([...paths, ...labelPaths(type, values, stands, defaultLabels)])].filter(
    (path) => ![...ignored].some((each) => path === each || path.startsWith(`${each}.`)),
  );
  const forcing = forcingOf(type);
  const replacing = all.filter((path) => forcing.has(path));
  return { replacing, inPlace: all.filter((path) => !forcing.has(path)) };
}

function pathsOf(path: string, ours: unknown, theirs: unknown): string[] {
  if (ours === undefined || ours === null || ours === UNKNOWN) return [];
  if (Array.isArray(ours) && ours.every((each) => typeof each !== "object")) {
    return sorted(ours) === sorted(theirs) ? [] : [path];
  }
  if (typeof ours !== "object") return isEqual(ours, theirs) ? [] : [path];
  const [blocks, others] = [listOf(ours), listOf(theirs)];
  if (blocks.length !== others.length) return [path];
  return blocks.flatMap((block, i) =>
    Object.entries(block as object).flatMap(([name, value]) =>
      pathsOf(`${path}.${name}`, value, (others[i] as Attributes | undefined)?.[name]),
    ),
  );
}

/** A nested block is written as an object or as a list; a state has a list. */
function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}

function sorted(value: unknown): string {
  return JSON.stringify(listOf(value).map(plain).sort());
}

function isEqual(ours: unknown, theirs: unknown): boolean {
  if (theirs === undefined || theirs === null) return ours === "" || ours === false;
  return plain(ours).toLowerCase() === plain(theirs).toLowerCase() || sameJson(ours, theirs);
}

/** Policies are texts: what counts is what they say. */
function sameJson(ours: unknown, theirs: unknown): boolean {
  if (typeof ours !== "string" || typeof theirs !== "string" || !ours.startsWith("{")) return false;
  try {
    return (
      JSON.stringify(ordered(JSON.parse(ours))) === JSON.stringify(ordered(JSON.parse(theirs)))
    );
  } catch {
    return false;
  }
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 1 ? ordered(value[0]) : value.map(ordered);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, inner]) => [name, ordered(inner)]));
}

/** Labels or tags, with those that the provider adds of itself; only types that have them are compared. */
function labelPaths(
  type: string,
  values: Attributes,
  stands: Attributes,
  defaults: Attributes,
): string[] {
  const [name, all] = labelsOf(type);
  const there = stands[all] ?? stands[name];
  if (there === undefined && !(name in values)) return [];
  const wanted = { ...defaults, ...(values[name] as Attributes | undefined) };
  return sameLabels(wanted, (there ?? {}) as Attributes) ? [] : [name];
}

function labelsOf(type: string) {
  return type.startsWith("aws_") ? LABELS.aws : LABELS.google;
}

/** Google's provider marks what it has made, and what it has imported. */
function sameLabels(ours: Attributes, theirs: Attributes): boolean {
  const own = (labels: Attributes) =>
    Object.entries(labels).filter(([name]) => !name.startsWith("goog-"));
  const text = (labels: Attributes) => JSON.stringify(ordered(Object.fromEntries(own(labels))));
  return text(ours) === text(theirs);
}

function ignoredOf({ lifecycle }: Attributes): string[] {
  const given = (lifecycle as { readonly ignore_changes?: unknown } | undefined)?.ignore_changes;
  if (!Array.isArray(given)) return [];
  return given.map((path) =>
    String(path)
      .replace(/\["([^"]+)"\]/g, ".$1")
      .replace(/\[\d+\]/g, ""),
  );
}

function forcingOf(type: string): ReadonlySet<string> {
  const cloud = type.split("_")[0] as Cloud;
  const library = libraries.get(cloud) ?? new Library(cloud);
  libraries.set(cloud, library);
  return new Set(library.resource(type)?.facts.forceNew ?? []);
}
