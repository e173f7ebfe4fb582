import {
  NAMED_AWS as foundationNamesAws,
  NAMED_GOOGLE as foundationNamesGoogle,
} from "@groundplan/apps/foundation/names";
import { foundationProblems, stateHomeProblems } from "@groundplan/apps/foundation/problems";
import {
  NAMED as graphNames,
  NAMED_ONCE as graphNamesOnce,
} from "@groundplan/apps/music-graph/names";
import { musicGraphProblems } from "@groundplan/apps/music-graph/problems";
import { NAMED as libraryNames } from "@groundplan/apps/music-library/names";
import { musicLibraryProblems } from "@groundplan/apps/music-library/problems";
import { type NameKind, nameProblem } from "@groundplan/core/naming";
import { check, type Finding, matching, oneOf, typedIn, within } from "@groundplan/core/problems";
import { accountProblems } from "./account-problems.ts";
import { betweenEnvironments, fileOf } from "./between.ts";
import type { Environment } from "./environment.ts";
import { stateProblems } from "./state-problems.ts";

/**
 * Checks every environment, alone and against the others, before any construct is made.
 *
 * @throws PropsError with all mistakes: file, the path that was typed, the rule, the value, the cure
 */
export function validate(environments: readonly Environment[]): void {
  const names = environments.map(({ name }) => name);
  check("environments", [
    ...environments.flatMap((environment) =>
      typedIn(fileOf(environment), environmentProblems(environment, names)),
    ),
    ...betweenEnvironments(environments),
  ]);
}

function environmentProblems(environment: Environment, names: readonly string[]): Finding[] {
  const { name, org, stage, state } = environment;
  const staged = oneOf("stage", stage, ["dev", "prod"]);
  return [
    matching("name", name, /^[a-z][a-z0-9]*$/, "be lower-case letters and digits"),
    matching("org", org, /^[a-z][a-z0-9]*$/, "be lower-case letters and digits"),
    staged,
    ...accountProblems(environment),
    ...stateProblems(state),
    ...nameFindings(environment),
    // Every default depends on the stage: without one there is nothing to judge apps by.
    ...(staged ? [] : appFindings(environment, names)),
  ];
}

function appFindings(environment: Environment, names: readonly string[]): Finding[] {
  const { stage, apps } = environment;
  const library = apps["music-library"];
  const graph = apps["music-graph"];
  const around = { stage, accounts: environment };
  return [
    ...foundationFindings(environment, names),
    ...(library ? within("apps.music-library", musicLibraryProblems(library, around)) : []),
    ...(graph ? within("apps.music-graph", musicGraphProblems(graph, around)) : []),
  ];
}

function foundationFindings(
  { name, org, stage, state, apps, ...accounts }: Environment,
  environments: readonly string[],
): Finding[] {
  if (!apps.foundation) return [];
  const around = { org, name, environments, stage, state, accounts };
  return [
    ...stateHomeProblems(around),
    ...within("apps.foundation", foundationProblems(apps.foundation, around)),
  ];
}

/** Names that the organisation's and the environment's name make too long for a service. */
function nameFindings({ org, name, apps }: Environment): Finding[] {
  const graph = apps["music-graph"];
  const named: Readonly<Record<string, readonly [NameKind, string]>>[] = [
    apps.foundation?.ci.aws ? foundationNamesAws : {},
    apps.foundation?.ci.google ? foundationNamesGoogle : {},
    apps["music-library"] ? libraryNames : {},
    graph && graph.kind !== "shared" ? graphNames : {},
    graph?.kind === "shared" ? graphNamesOnce : {},
  ];
  return named.flatMap(Object.values).map(([kind, component]: readonly [NameKind, string]) => {
    const finding = nameProblem("org", kind, `${org}-${name}-${component}`);
    return finding && { ...finding, rule: `make names that ${finding.rule}` };
  });
}
