import { type Finding, matching, must } from "@groundplan/core/problems";
import type { Instances } from "./instances.ts";

/** A name of its own for some of the instances: for reports, for one tenant. */
export interface EndpointOptions {
  /** `readers`: the one that writes is left out whichever it is. A change is in place. @default "readers" */
  readonly to?: "readers" | "any";
  /** Keys of the instances that answer, and no later ones; or of those that do not, and later ones do. In place. */
  readonly instances: { readonly only: readonly string[] } | { readonly except: readonly string[] };
}

/** Source: Aurora User Guide, "Custom endpoints for Amazon Aurora". */
const MOST = 5;

/** Keys of instances that an endpoint names. */
export function namedBy({ instances }: EndpointOptions): readonly string[] {
  return "only" in instances ? instances.only : instances.except;
}

/** What is wrong with the endpoints. */
export function endpointProblems(
  endpoints: Readonly<Record<string, EndpointOptions>>,
  instances: Instances,
): Finding[] {
  const known = Object.keys(instances);
  const entries = Object.entries(endpoints);
  return [
    must(entries.length <= MOST, "endpoints", `be at most ${MOST}`, entries.length),
    ...entries.flatMap(([key, endpoint]) => {
      const prop = `endpoints.${key}.instances`;
      const unknown = namedBy(endpoint).filter((name) => !known.includes(name));
      return [
        matching("endpoints", key, /^[a-z](-?[a-z0-9])*$/, "have kebab-case keys"),
        must(namedBy(endpoint).length > 0, prop, "name one or more"),
        must(
          unknown.length === 0,
          prop,
          `be keys of compute.instances: ${known.join(", ")}`,
          unknown.join(", "),
        ),
      ];
    }),
  ];
}
