import { type Finding, must } from "@groundplan/core/problems";
import type { StartCondition } from "./container.ts";

/** What the order of starts depends on. */
export interface Startable {
  readonly essential: boolean;
  readonly hasHealthCheck: boolean;
  readonly startAfter: Readonly<Record<string, StartCondition>>;
}

/** Checks that every container can start: no unknown name, no condition that is never met, no circle. */
export function startOrderProblems(containers: Readonly<Record<string, Startable>>): Finding[] {
  const conditions = Object.entries(containers).flatMap(([name, { startAfter }]) =>
    Object.entries(startAfter).map(([before, condition]) =>
      conditionProblem(`${name}.startAfter.${before}`, containers[before], condition, containers),
    ),
  );
  const circle = findCircle(containers);
  return [
    ...conditions,
    must(circle === undefined, "startAfter", "not go in a circle", circle?.join(" -> ")),
  ];
}

function conditionProblem(
  prop: string,
  before: Startable | undefined,
  condition: StartCondition,
  containers: Readonly<Record<string, Startable>>,
): Finding {
  if (!before) {
    return must(false, prop, `name one of ${Object.keys(containers).join(", ")}`);
  }
  if (condition === "HEALTHY") {
    return must(before.hasHealthCheck, prop, "have a healthCheck to become HEALTHY");
  }
  return must(
    condition === "START" || !before.essential,
    prop,
    `not be essential to be waited for with ${condition}`,
    undefined,
    "the task ends when an essential container ends",
  );
}

function findCircle(containers: Readonly<Record<string, Startable>>): string[] | undefined {
  const walk = (name: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name];
    for (const before of Object.keys(containers[name]?.startAfter ?? {})) {
      const circle = walk(before, [...path, name]);
      if (circle) return circle;
    }
    return undefined;
  };
  for (const name of Object.keys(containers)) {
    const circle = walk(name, []);
    if (circle) return circle;
  }
  return undefined;
}
