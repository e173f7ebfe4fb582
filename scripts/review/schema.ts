/** What is known of the place where a value stands. */
export interface Shape {
  /** The elements of a set have no order. */
  readonly kind: "object" | "map" | "list" | "set" | "plain";
  readonly sensitive: boolean;
  /** It, or something below it, is sensitive. */
  readonly holdsSecret: boolean;
  /** Only the provider sets it. */
  readonly computed: boolean;
  /** The provider may set it where nobody else does. */
  readonly mayCompute: boolean;
  /** Of an object: what it has, by name. */
  readonly fields?: Readonly<Record<string, Shape>>;
  /** Of a map, a list or a set: what each of its elements is. */
  readonly element?: Shape;
}

/** The schema of a resource type; nothing where it is not known. */
export type SchemaOf = (type: string, provider?: string) => Shape | undefined;

/** The shape below a key or an index. */
export function below(shape: Shape | undefined, key: string): Shape | undefined {
  if (shape?.kind === "object") return shape.fields?.[key];
  return shape?.element;
}
