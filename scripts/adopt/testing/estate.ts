import type { Stack } from "../../stacks/manifest.ts";
import type { Attributes, OldThing } from "../old-state.ts";

/** A synthesized stack of one cloud, as far as adoption looks at it. */
export function stackOf(
  id: string,
  resource: Readonly<Record<string, Readonly<Record<string, Attributes>>>>,
  more: Pick<Stack["template"], "data" | "output" | "provider"> = {},
): Stack {
  const [environment = ""] = id.split("-");
  return {
    ...{ id, environment, layer: "main", dependencies: [], folder: `/${id}` },
    template: {
      terraform: { backend: { gcs: { bucket: "states", prefix: id } } },
      provider: { google: [{ project: `acme-${environment}`, default_labels: { environment } }] },
      resource,
      ...more,
    },
  };
}

/** An old thing, as a state without surprises has it. */
export function thingOf(key: string, attributes: Attributes): OldThing {
  const [workspace = "", address = ""] = key.split(" ");
  const type = address.split(".").at(-2)!;
  return { key, workspace, address, type, attributes: { id: `id of ${address}`, ...attributes } };
}
