import { nearest } from "../../stacks/select.ts";
import { fromJson } from "../provider/cty/json.ts";
import type { CtyType } from "../provider/cty/type.ts";
import { type Fields, isFields, isList, type Value } from "../provider/cty/value.ts";

/** What a user wants to set is not there, or cannot be that. Nothing was changed. */
export class NotAssigned extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "NotAssigned";
  }
}

/**
 * An object with some of its attributes changed, and the changes in words. Throws, with all
 * problems at once.
 *
 * @param settings `<attribute>=<value>` each
 */
export function assign(
  object: Fields,
  type: CtyType,
  settings: readonly string[],
): { readonly object: Fields; readonly said: readonly string[] } {
  const problems: string[] = [];
  const said: string[] = [];
  let changed: Value = object;
  for (const setting of settings) {
    const [, path = "", text = ""] = /^([^=]+)=(.*)$/s.exec(setting) ?? [];
    try {
      const steps = path.split(/[.[\]]+/).filter((step) => step !== "");
      if (steps.length === 0) throw new Error(`must be <attribute>=<value>`);
      let [before, after]: [Value, Value] = [null, null];
      changed = changeAt(changed, type, steps, (value, leaf) => {
        before = value;
        after = asValue(text, leaf);
        return after;
      });
      said.push(`${path}: ${shown(before)} -> ${shown(after)}`);
    } catch (error) {
      problems.push(`${setting}: ${(error as Error).message}`);
    }
  }
  if (problems.length > 0) throw new NotAssigned(problems);
  return { object: changed as Fields, said };
}

type Change = (value: Value, type: CtyType) => Value;

function changeAt(value: Value, type: CtyType, [step, ...rest]: string[], change: Change): Value {
  if (step === undefined) return change(value, type);
  if (typeof type === "string") throw new Error(`a ${type} has no ${step}`);
  const [kind, inner] = type;
  if (kind === "object" || kind === "map") {
    const types = inner as Readonly<Record<string, CtyType>>;
    const own = kind === "map" ? (inner as CtyType) : types[step];
    if (!own || (kind === "object" && !Object.hasOwn(types, step))) {
      const [like] = nearest(step, Object.keys(types));
      throw new Error(`there is no attribute ${step}${like ? `; is ${like} meant?` : ""}`);
    }
    const fields = isFields(value) ? value : {};
    return { ...fields, [step]: changeAt(fields[step] ?? null, own, rest, change) };
  }
  const items = isList(value) ? value : [];
  const at = Number(step);
  if (!(at in items)) throw new Error(`there is no element ${step}, but ${items.length} of them`);
  const own = kind === "tuple" ? (inner as readonly CtyType[])[at]! : (inner as CtyType);
  return items.map((item, i) => (i === at ? changeAt(item, own, rest, change) : item));
}

/** What the user typed, as a value of the type. Text stays as it is; anything else is JSON. */
function asValue(text: string, type: CtyType): Value {
  if (type === "string") return text === "null" ? null : text;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    const kind = typeof type === "string" ? type : type[0];
    throw new Error(`must be a ${kind} in JSON, got ${text}`);
  }
  return fromJson(json, type, "it");
}

function shown(value: Value): string {
  return JSON.stringify(value, (_key, each) => (typeof each === "bigint" ? `${each}` : each));
}
