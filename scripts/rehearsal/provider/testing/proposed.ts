import { canonical } from "../cty/equal.ts";
import type { CtyType } from "../cty/type.ts";
import type { Fields, Value } from "../cty/value.ts";
import { elementsOf, type Field, fieldsOf, mapElements } from "../schema/fields.ts";
import type { Block } from "../schema/schema.ts";

/**
 * What Terraform itself proposes before it asks a provider: the author's values, and computed ones
 * of before where the author wrote none (terraform, internal/plans/objchange, ProposedNew).
 */
export function proposedNew(block: Block, prior: Fields | undefined, config: Fields): Fields {
  return Object.fromEntries(
    fieldsOf(block).map((field) => [
      field.name,
      proposedField(field, prior?.[field.name] ?? null, config[field.name] ?? null),
    ]),
  );
}

function proposedField(field: Field, prior: Value, config: Value): Value {
  if (field.attribute?.computed && config === null) return prior;
  if (!field.nested || config === null) return config;
  const { mode, block } = field.nested;
  const before = elementsOf(prior, mode);
  if (mode === "set") {
    const type = field.type[1] as CtyType;
    return mapElements(config, mode, (element) => {
      const same = before.find(({ value }) => isWrittenAs(value, element, block, type));
      return proposedNew(block, same?.value, element);
    });
  }
  return mapElements(config, mode, (element, key) => {
    const same = before.find(({ step }) => (step ? Object.values(step)[0] : "") === key);
    return proposedNew(block, same?.value, element);
  });
}

/** Is `prior` what `config` became, computed values aside? */
function isWrittenAs(prior: Fields, config: Fields, block: Block, type: CtyType): boolean {
  return canonical(without(prior, config, block), type) === canonical(config, type);
}

function without(prior: Fields, config: Fields, block: Block): Fields {
  return Object.fromEntries(
    fieldsOf(block).map((field) => {
      const [before, written] = [prior[field.name] ?? null, config[field.name] ?? null];
      if (field.attribute?.computed && written === null) return [field.name, null];
      return [field.name, withoutNested(field, before, written)];
    }),
  );
}

/** Below a nested block the computed values go too: lists by place, sets by what was written. */
function withoutNested(field: Field, prior: Value, config: Value): Value {
  if (!field.nested || prior === null || config === null) return prior;
  const { mode, block } = field.nested;
  const written = elementsOf(config, mode);
  const type = field.type[1] as CtyType;
  return mapElements(prior, mode, (element, key) => {
    const same = written.find(({ step, value }) =>
      mode === "set"
        ? isWrittenAs(element, value, block, type)
        : (step ? Object.values(step)[0] : "") === key,
    );
    return same ? without(element, same.value, block) : element;
  });
}
