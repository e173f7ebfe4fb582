import { readPrivate } from "../provider/behaviour/private.ts";
import type { Fields } from "../provider/cty/value.ts";
import { idOf, type Store, type Thing } from "../provider/store/store.ts";

/** One thing that a state speaks of. */
export interface Instance {
  /** As Terraform prints it: `module.a.aws_subnet.private["a"]`. */
  readonly address: string;
  readonly type: string;
  readonly attributes: Fields;
  readonly private: string;
}

interface StateResource {
  readonly module?: string;
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly instances: readonly {
    readonly index_key?: string | number;
    readonly attributes?: Fields;
    readonly private?: string;
  }[];
}

/** Every managed thing that a state speaks of, those too that wait for being destroyed. */
export function instancesOf(state: unknown): Instance[] {
  const { resources = [] } = (state ?? {}) as { resources?: readonly StateResource[] };
  return resources
    .filter(({ mode }) => mode === "managed")
    .flatMap(({ module, type, name, instances }) =>
      instances.map(({ index_key, attributes = {}, private: kept = "" }) => ({
        address:
          `${module ? `${module}.` : ""}${type}.${name}` +
          (index_key === undefined ? "" : `[${JSON.stringify(index_key)}]`),
        type,
        attributes,
        private: kept,
      })),
    );
}

/** The thing in a cloud that a state speaks of. */
export function thingOf(instance: Instance, store: Store): Thing | undefined {
  const { thing } = readPrivate(Buffer.from(instance.private, "base64"));
  const found = thing === undefined ? undefined : store.get(thing);
  if (found) return found;
  const id = idOf(instance.attributes);
  return [...store.ofType(instance.type)].findLast(({ object }) => id && idOf(object) === id);
}
