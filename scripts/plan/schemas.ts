import type { CtyType } from "../rehearsal/provider/cty/type.ts";
import { CLOUDS, Library } from "../rehearsal/provider/schema/library.ts";
import type { Attribute, Block, Nesting } from "../rehearsal/provider/schema/schema.ts";
import type { SchemaOf, Shape } from "../review/schema.ts";

/** Types that Terraform has of its own. */
const BUILT_IN: Readonly<Record<string, Block>> = {
  terraform_data: {
    attributes: {
      id: { type: "string", computed: true },
      input: { type: "dynamic", optional: true },
      output: { type: "dynamic", computed: true },
      triggers_replace: { type: "dynamic", optional: true },
    },
  },
};

/** The schemas of the three providers at the pinned versions. Each type is read when asked for. */
export function knownSchemas(): SchemaOf {
  const libraries = new Map(CLOUDS.map((cloud) => [cloud as string, new Library(cloud)]));
  const shapes = new Map<string, Shape | undefined>();
  return (type) => {
    if (!shapes.has(type)) {
      const library = libraries.get(type.slice(0, type.indexOf("_")));
      const found = library?.resource(type)?.schema ?? library?.dataSource(type);
      const block = found?.block ?? BUILT_IN[type];
      shapes.set(type, block && shapeOfBlock(block));
    }
    return shapes.get(type);
  };
}

/** A block as a shape. */
export function shapeOfBlock({ attributes = {}, block_types = {} }: Block): Shape {
  const blocks = Object.entries(block_types).map(([name, { nesting_mode, block }]) => [
    name,
    repeated(nesting_mode, shapeOfBlock(block), PLAIN),
  ]);
  const plain = Object.entries(attributes).map(([name, each]) => [name, shapeOfAttribute(each)]);
  return object(Object.fromEntries([...plain, ...blocks]), PLAIN);
}

type Flags = Pick<Shape, "sensitive" | "computed" | "mayCompute">;

const PLAIN: Flags = { sensitive: false, computed: false, mayCompute: false };

function shapeOfAttribute(attribute: Attribute): Shape {
  const flags: Flags = {
    sensitive: attribute.sensitive === true || attribute.write_only === true,
    computed: attribute.computed === true && !attribute.optional && !attribute.required,
    mayCompute: attribute.computed === true,
  };
  const { nested_type } = attribute;
  if (!nested_type) return shapeOfType(attribute.type, flags);
  const inner = shapeOfBlock({ attributes: nested_type.attributes });
  return repeated(nested_type.nesting_mode, inner, flags);
}

function shapeOfType(type: CtyType | undefined, flags: Flags): Shape {
  const plain: Shape = { kind: "plain", holdsSecret: flags.sensitive, ...flags };
  if (type === undefined || typeof type === "string" || type[0] === "tuple") return plain;
  if (type[0] !== "object") return collection(type[0], shapeOfType(type[1], PLAIN), flags);
  const fields = Object.entries(type[1]).map(([key, each]) => [key, shapeOfType(each, PLAIN)]);
  return object(Object.fromEntries(fields), flags);
}

function repeated(mode: Nesting, shape: Shape, flags: Flags): Shape {
  if (mode === "single" || mode === "group") return object(shape.fields ?? {}, flags);
  return collection(mode, shape, flags);
}

function object(fields: Readonly<Record<string, Shape>>, flags: Flags): Shape {
  const holdsSecret = flags.sensitive || Object.values(fields).some((each) => each.holdsSecret);
  return { kind: "object", fields, holdsSecret, ...flags };
}

function collection(kind: "map" | "list" | "set", element: Shape, flags: Flags): Shape {
  return { kind, element, holdsSecret: flags.sensitive || element.holdsSecret, ...flags };
}
