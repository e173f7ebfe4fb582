import { createHash } from "node:crypto";
import { type Finding, must } from "@groundplan/core/problems";
import type { IConstruct } from "constructs";
import { canMeet, type Match, takesAllOf } from "./patterns.ts";

/** Priorities that authors give: below every one that is made from a key. */
export const GIVEN_PRIORITIES = { first: 1, last: 9_999 } as const;

/** Priorities that are made from a key. The listener's own limit is 50,000. */
const KEYED_PRIORITIES = { first: 10_000, last: 49_999 } as const;

/** One route of a load balancer, as the others must know it. */
export interface RouteEntry extends Match {
  /** Path of the route's construct. */
  readonly path: string;
  readonly priority: number;
  /** True when the author gave the priority, false when it is made from the key. */
  readonly given: boolean;
}

/** Routes of every load balancer of an app, over all its stacks, by the load balancer's name. */
const TABLES = new WeakMap<IConstruct, Map<string, RouteEntry[]>>();

/**
 * The priority of a route that has none given. It depends on the key alone: adding, changing or
 * dropping another route never moves it.
 */
export function keyedPriority(key: string): number {
  const { first, last } = KEYED_PRIORITIES;
  const hash = createHash("sha256").update(key).digest().readUInt32BE(0);
  return first + (hash % (last - first + 1));
}

/** Adds a route, unless a route that is already there makes it wrong. */
export function enterRoute(root: IConstruct, balancer: string, route: RouteEntry): Finding[] {
  const table = TABLES.get(root) ?? new Map<string, RouteEntry[]>();
  TABLES.set(root, table);
  const routes = table.get(balancer) ?? [];
  table.set(balancer, [...routes, route]);
  return routes.map((other) => conflict(route, other));
}

function conflict(route: RouteEntry, other: RouteEntry): Finding {
  if (route.priority === other.priority) {
    return must(
      false,
      "priority",
      `differ from that of ${other.path}`,
      route.priority,
      `give one of them another number, ${GIVEN_PRIORITIES.first} to ${GIVEN_PRIORITIES.last}`,
    );
  }
  if (!route.given && !other.given && canMeet(route, other)) {
    return must(
      false,
      "priority",
      `be given, because ${other.path} matches some of the same requests`,
      undefined,
      "the lower number goes first, and every given one before those made from keys",
    );
  }
  if (route.priority < other.priority && takesAllOf(route, other)) {
    return must(
      false,
      "priority",
      `be above ${other.priority} of ${other.path}, which would never see a request`,
      route.priority,
    );
  }
  if (other.priority < route.priority && takesAllOf(other, route)) {
    return must(
      false,
      "priority",
      `be below ${other.priority} of ${other.path}, which takes all its requests`,
      route.priority,
    );
  }
  return undefined;
}
