import type { Json } from "../../stacks/template.ts";

/** Something that decides whether a loss can be undone. */
export interface Fact {
  /** `final snapshot` */
  readonly label: string;
  /** `yes`, `off`, `7 days` */
  readonly value: string;
  /** It makes the loss worse. */
  readonly danger: boolean;
  /** How much of it there is, where more is better; for comparing, and not told. */
  readonly amount?: number;
}

/** Reads one fact from the values of a thing as it stands; nothing where they do not tell. */
export type FactRule = (values: Json) => Fact | undefined;

/** A protection that stops the deletion while it is on. */
export function protection(attribute: string, on: unknown = true): FactRule {
  return (values) => {
    const value = at(values, attribute);
    if (value === undefined || value === null) return undefined;
    return value === on
      ? { label: "deletion protection", value: "on: the apply will fail", danger: false }
      : { label: "deletion protection", value: "off", danger: true };
  };
}

/** Whether the provider deletes what is in it as well. */
export function force(attribute: string, what: string): FactRule {
  return (values) => {
    const value = at(values, attribute);
    if (typeof value !== "boolean") return undefined;
    return value
      ? { label: what, value: "deleted with it", danger: true }
      : { label: what, value: "must be gone before, or the apply will fail", danger: false };
  };
}

/** A last snapshot, which is left out where a switch says so. */
export function finalSnapshot(skip = "skip_final_snapshot"): FactRule {
  return (values) => {
    const skipped = at(values, skip);
    if (typeof skipped !== "boolean") return undefined;
    return { label: "final snapshot", value: skipped ? "no" : "yes", danger: skipped };
  };
}

/** A last snapshot that is made where it has a name. */
export function namedSnapshot(attribute: string): FactRule {
  return (values) => {
    const named = typeof at(values, attribute) === "string" && at(values, attribute) !== "";
    return { label: "final snapshot", value: named ? "yes" : "no", danger: !named };
  };
}

/** A number with its units; a danger where it is 0 or less. */
export function amount(attribute: string, label: string, units: string): FactRule {
  return (values) => {
    const value = at(values, attribute);
    if (typeof value !== "number") return undefined;
    const text = value > 0 ? counted(value, units) : "none";
    return { label, value: text, danger: value <= 0, amount: value };
  };
}

/** A time for which something is kept; 0 is for ever. */
export function keptFor(attribute: string, label: string, units: string): FactRule {
  return (values) => {
    const value = at(values, attribute);
    if (typeof value !== "number") return undefined;
    if (value === 0)
      return { label, value: "for ever", danger: false, amount: Number.POSITIVE_INFINITY };
    return { label, value: counted(value, units), danger: false, amount: value };
  };
}

/** `7 days`, `1 day`. */
function counted(value: number, units: string): string {
  return `${value} ${value === 1 ? units.replace(/s$/, "") : units}`;
}

/** A switch that keeps more than the thing itself. */
export function kept(attribute: string, label: string, by: unknown = true): FactRule {
  return (values) => {
    const value = at(values, attribute);
    if (value === undefined) return undefined;
    return { label, value: value === by ? "on" : "off", danger: value !== by };
  };
}

/** What is always so for a type. */
export function always(label: string, value: string, danger = true): FactRule {
  return () => ({ label, value, danger });
}

/** The value at `a.b`; a block that stands at most once is passed through. */
function at(values: Json, path: string): unknown {
  let value: unknown = values;
  for (const key of path.split(".")) {
    const one = Array.isArray(value) ? value[0] : value;
    if (typeof one !== "object" || one === null) return undefined;
    value = (one as Json)[key];
  }
  return value;
}
