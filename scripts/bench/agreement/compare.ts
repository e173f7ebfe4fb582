import { canonical } from "../../rehearsal/provider/cty/equal.ts";
import type { CtyType } from "../../rehearsal/provider/cty/type.ts";
import {
  type Fields,
  isFields,
  isList,
  isUnknown,
  type Value,
} from "../../rehearsal/provider/cty/value.ts";
import type { Block } from "../../rehearsal/provider/schema/schema.ts";
import { typeOfBlock } from "../../rehearsal/provider/schema/type-of.ts";

/** One place in which two planned states differ, with what each has there. */
export interface Difference {
  readonly path: string;
  readonly real: string;
  readonly ours: string;
}

/** Where two planned states differ: after and after_unknown at once. */
export function differences(block: Block, real: Fields, ours: Fields): readonly Difference[] {
  return compare(typeOfBlock(block), real, ours, "");
}

function compare(type: CtyType, real: Value, ours: Value, path: string): Difference[] {
  if (canonical(real, type) === canonical(ours, type)) return [];
  const inner: unknown = type[1];
  if (type[0] === "object" && isFields(real) && isFields(ours)) {
    return Object.entries(inner as Record<string, CtyType>).flatMap(([name, field]) =>
      compare(
        field,
        real[name] ?? null,
        ours[name] ?? null,
        path === "" ? name : `${path}.${name}`,
      ),
    );
  }
  if (type[0] === "list" && isList(real) && isList(ours) && real.length === ours.length) {
    return real.flatMap((item, at) => compare(inner as CtyType, item, ours[at]!, `${path}[${at}]`));
  }
  return [{ path, real: told(real, type), ours: told(ours, type) }];
}

function told(value: Value, type: CtyType): string {
  return isUnknown(value) ? "unknown" : canonical(value, type).slice(0, 300);
}
