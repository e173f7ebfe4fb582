import { setOwn } from "./own.ts";
import { canonical } from "./same.ts";

/** True for a document of permissions: it has statements. */
export function isPolicy(document: object): boolean {
  const { Statement } = document as { Statement?: unknown };
  return typeof Statement === "object" && Statement !== null;
}

/**
 * A document in the one order in which it is compared: keys by name, pairs of name and value by
 * name, statements by Sid, and one text where a policy may also have a list of one.
 */
export function settled(document: unknown): unknown {
  if (Array.isArray(document)) {
    const items = document.map(settled);
    return items.every(isPair) ? [...items].sort(byText((item) => String(item["name"]))) : items;
  }
  if (typeof document !== "object" || document === null) return document;
  if (isPolicy(document)) return settledPolicy(document as Readonly<Record<string, unknown>>);
  return sorted(document, settled);
}

/** Keys of a statement in which a list has no order, and one text means a list of one. */
const UNORDERED = ["Action", "NotAction", "Resource", "NotResource"];

function settledPolicy(policy: Readonly<Record<string, unknown>>): unknown {
  const given = policy["Statement"];
  const statements = (Array.isArray(given) ? given : [given]).map((each) =>
    sorted(each as object, (value, key) =>
      UNORDERED.includes(key) ? setOf(value) : settled(value),
    ),
  );
  return {
    ...sorted(policy, settled),
    Statement: statements.sort(bySid),
  };
}

/** By Sid, and by all that they say where that does not decide. */
function bySid(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): number {
  const left = `${a["Sid"] ?? ""} `;
  const right = `${b["Sid"] ?? ""} `;
  if (left.startsWith(right) || right.startsWith(left)) {
    const all = left + canonical(a);
    const other = right + canonical(b);
    return all < other ? -1 : all > other ? 1 : 0;
  }
  return left < right ? -1 : 1;
}

function setOf(value: unknown): unknown {
  const list = Array.isArray(value) ? value : [value];
  return list.length < 2 ? list : [...new Set(list)].sort();
}

function sorted(
  value: object,
  inner: (value: unknown, key: string) => unknown,
): Record<string, unknown> {
  const values = value as Readonly<Record<string, unknown>>;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value).sort()) setOwn(copy, key, inner(values[key], key));
  return copy;
}

function isPair(item: unknown): item is Readonly<Record<string, unknown>> {
  if (typeof item !== "object" || item === null || !("name" in item)) return false;
  return Object.keys(item).length === 2 && ("value" in item || "valueFrom" in item);
}

function byText<T>(text: (item: T) => string): (a: T, b: T) => number {
  return (a, b) => (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0);
}
