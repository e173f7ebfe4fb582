import { type Fields, isList, isUnknown, type Value } from "../../provider/cty/value.ts";
import { elementsOf, fieldsOf } from "../../provider/schema/fields.ts";
import type { Block } from "../../provider/schema/schema.ts";
import type { Leaf } from "../probe/leaf.ts";
import type { Accepted } from "./accepted.ts";
import type { Subject } from "./subject.ts";

/** What a create planned where the author wrote nothing. */
export interface Silent {
  /** Values by path. */
  readonly defaults: Record<string, Value>;
  /** Computed values that were planned as null. */
  readonly nulls: Set<string>;
  /** Nested blocks that were planned unknown: the cloud fills them. */
  readonly computedBlocks: Set<string>;
}

/** Nothing heard yet. */
export function newSilent(): Silent {
  return { defaults: {}, nulls: new Set(), computedBlocks: new Set() };
}

/**
 * Reads out of an accepted create what it planned by itself.
 *
 * @param within read only what is inside of this nested block
 */
export function readSilent(
  block: Block,
  { config, planned }: Pick<Accepted, "config" | "planned">,
  silent: Silent,
  within = "",
): void {
  const read = within === "" ? silent : newSilent();
  compare(block, config, planned, "", read);
  if (read === silent) return;
  for (const [path, value] of Object.entries(read.defaults)) {
    if (path.startsWith(`${within}.`)) silent.defaults[path] ??= value;
  }
}

/**
 * Finds the defaults of arguments that stand in every configuration, because the provider refuses
 * without them: a plan tells them all the same.
 *
 * @param accepted with as little written as possible
 */
export async function askHidden(subject: Subject, accepted: Accepted): Promise<Silent["defaults"]> {
  const { name, block, provider, leaves } = subject;
  const found: Record<string, Value> = {};
  for (const leaf of leaves.filter((one) => one.containers.length === 0 && isOptional(one))) {
    if ((accepted.config[leaf.name] ?? null) === null) continue;
    const config = { ...accepted.config, [leaf.name]: null };
    const { planned } = await provider.plan(name, block, {
      prior: undefined,
      proposed: config,
      config,
    });
    const value = planned?.[leaf.name] ?? null;
    if (typeof value !== "object" && value !== "") found[leaf.path] = value;
  }
  return found;
}

function isOptional({ path, attribute }: Leaf): boolean {
  return attribute.required !== true && attribute.computed !== true && path !== "id";
}

function compare(block: Block, config: Fields, planned: Fields, prefix: string, silent: Silent) {
  for (const { name, attribute, nested } of fieldsOf(block)) {
    const path = prefix + name;
    const written = config[name] ?? null;
    const value = planned[name] ?? null;
    if (path === "timeouts") continue;
    if (nested && isWritten(written)) {
      const pairs = elementsOf(value, nested.mode);
      // The elements of a set are not in the author's order; with one of them there is none.
      if (nested.mode === "set" && pairs.length > 1) continue;
      elementsOf(written, nested.mode).forEach((element, at) => {
        if (pairs[at]) compare(nested.block, element.value, pairs[at].value, `${path}.`, silent);
      });
    } else if (written === null || !isWritten(written)) {
      if (isUnknown(value)) {
        if (!attribute) silent.computedBlocks.add(path);
      } else if (value === null || value === "") {
        if (attribute?.computed) silent.nulls.add(path);
      } else if (!isList(value) || value.length > 0) {
        if (attribute && attribute.required !== true) silent.defaults[path] = value;
      }
    }
  }
}

function isWritten(value: Value): boolean {
  return value !== null && !(isList(value) && value.length === 0);
}
