import { canonical } from "../../review/diff/same.ts";
import { cut, oneLine, redacted } from "../../review/diff/shown.ts";
import { isMeant, keyOf, meaningsOf } from "../../review/digest.ts";
import { doingOf } from "../../review/plan/action.ts";
import type { PlanJson, ResourceChange } from "../../review/plan/plan-json.ts";
import type { SchemaOf } from "../../review/schema.ts";
import type { Secrets } from "../../review/secret/secrets.ts";

/** One place of a thing at which two plans differ. Nothing in it is secret. */
export interface PlaceDifference {
  /** `tags.Name`; `before: tags.Name` where the thing stands in another way than it did. */
  readonly path: string;
  readonly reviewed: string;
  readonly now: string;
}

/** What two plans do differently to one thing. Nothing in it is secret. */
export interface Difference {
  /** `aws_vpc.network`, `output network_vpc_id`. */
  readonly about: string;
  /** What each plan does to it: `update`, `replace`, `nothing`. */
  readonly reviewed: string;
  readonly now: string;
  readonly places: readonly PlaceDifference[];
}

/** Most places of one thing that are told. */
const PLACES = 12;

/** What is needed to compare plans: schemas, and what must not be told of either. */
export interface Knowledge {
  readonly schemaOf: SchemaOf;
  readonly secrets: Secrets;
}

/** What would happen now in another way than it was reviewed, address by address. */
export function differencesOf(reviewed: PlanJson, now: PlanJson, known: Knowledge): Difference[] {
  const [before, after] = [reviewed, now].map((plan) =>
    meaningsOf(plan, known.schemaOf, known.secrets),
  ) as [ReturnType<typeof meaningsOf>, ReturnType<typeof meaningsOf>];
  const [old, fresh] = [changesByKey(reviewed), changesByKey(now)];
  const hide = (text: string) => cut(known.secrets.hide(text), 400);
  const things = differingKeys(before.changes, after.changes).map((key): Difference => {
    const [one, other] = [old.get(key), fresh.get(key)];
    const places = one && other ? placesOf(one, other, known) : [];
    return { about: hide(key), reviewed: wordOf(one), now: wordOf(other), places };
  });
  const outputs = differingKeys(before.outputs, after.outputs).map((name): Difference => {
    const [one, other] = [reviewed, now].map((plan) => plan.output_changes?.[name]?.actions ?? []);
    const [was, is] = [one, other].map((actions) => actions?.join(" + ") || "nothing");
    return { about: `output ${hide(name)}`, reviewed: was!, now: is!, places: [] };
  });
  const actions = differingKeys(before.actions, after.actions).map((address): Difference => {
    const [was, is] = [before, after].map((side) => side.actions.has(address));
    const word = (runs: boolean | undefined) => (runs ? "runs" : "nothing");
    return { about: `action ${hide(address)}`, reviewed: word(was), now: word(is), places: [] };
  });
  return [...things, ...outputs, ...actions];
}

/** The changes that a plan makes, by what tells them apart. */
export function changesByKey(plan: PlanJson): Map<string, ResourceChange> {
  const meant = (plan.resource_changes ?? []).filter(isMeant);
  return new Map(meant.map((each) => [keyOf(each), each]));
}

function differingKeys(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): string[] {
  return [...new Set([...a.keys(), ...b.keys()])].filter((key) => a.get(key) !== b.get(key));
}

function wordOf(resource: ResourceChange | undefined): string {
  return (resource && doingOf(resource)?.action) ?? "nothing";
}

function placesOf(one: ResourceChange, other: ResourceChange, known: Knowledge): PlaceDifference[] {
  const sides = [one, other].map(({ type, provider_name, change }) => {
    const shape = known.schemaOf(type, provider_name);
    const side = (value: unknown, secret: unknown, unknown?: unknown) =>
      redacted({ value, name: "", secret, unknown, shape }, known.secrets);
    return {
      before: side(change.before, change.before_sensitive),
      after: side(change.after, change.after_sensitive, change.after_unknown),
    };
  });
  const [was, is] = sides as [(typeof sides)[0], (typeof sides)[0]];
  const found = [
    ...treeDifferences(was.after, is.after, ""),
    ...treeDifferences(was.before, is.before, "before: "),
  ];
  const rest = found.length - PLACES;
  const more = { path: `and ${rest} more`, reviewed: "", now: "" };
  return rest > 0 ? [...found.slice(0, PLACES), more] : found;
}

function treeDifferences(a: unknown, b: unknown, path: string): PlaceDifference[] {
  if (canonical(a) === canonical(b)) return [];
  if (!isTree(a) || !isTree(b) || Array.isArray(a) !== Array.isArray(b)) {
    return [{ path: path.replace(/\.$/, ""), reviewed: cut(oneLine(a)), now: cut(oneLine(b)) }];
  }
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return keys.flatMap((key) => treeDifferences(a[key], b[key], `${path}${key}.`));
}

function isTree(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
