import { type Finding, must, typedIn, unique } from "@groundplan/core/problems";
import type { Environment } from "./environment.ts";
import { rangeProblems } from "./ranges.ts";

/** The file that an environment is typed in. */
export function fileOf({ name }: Environment): string {
  return `environments/${name}/environment.ts`;
}

/** What two environments must not have in common, and what one has for all. */
export function betweenEnvironments(environments: readonly Environment[]): Finding[] {
  const library = environments.filter(({ apps }) => apps["music-library"]);
  return [
    unique(
      "name",
      environments.map(({ name }) => name),
    ),
    ...sameTwice(environments, "state.bucket", ({ state }) =>
      "bucket" in state ? state.bucket : undefined,
    ),
    ...sameTwice(
      library,
      "apps.music-library.zone.name",
      ({ apps }) => apps["music-library"]?.zone.name,
    ),
    ...sameTwice(environments, "apps.music-graph.certificates.zoneName", ({ apps }) => {
      const graph = apps["music-graph"];
      return graph?.kind === "platform" ? graph.certificates.zoneName : undefined;
    }),
    ...rangeProblems(environments, fileOf),
    ...registryProblems(environments),
    ...platformZoneProblems(environments),
    ...issuerProblems(environments),
  ];
}

/** The registries stand once, and platforms only where they do: else nobody would make their stacks. */
function registryProblems(environments: readonly Environment[]): Finding[] {
  const prop = "apps.music-graph";
  const graphs = environments.filter(({ apps }) => apps["music-graph"]);
  const isShared = ({ apps }: Environment) => apps["music-graph"]?.kind === "shared";
  const [first, ...others] = graphs.filter(isShared);
  const platforms = graphs.filter((environment) => !isShared(environment));
  return [
    ...(first && platforms.length === 0
      ? typedIn(fileOf(first), [must(false, prop, "have a platform that runs its images")])
      : []),
    ...others.flatMap((environment) =>
      typedIn(fileOf(environment), [
        must(false, `${prop}.kind`, `not be shared: it is in ${first!.name} already`),
      ]),
    ),
    ...(first ? [] : platforms).flatMap((environment) =>
      typedIn(fileOf(environment), [
        must(
          false,
          prop,
          "have its registries in shared, or none of its stacks is made",
          undefined,
          'write music-graph there, with kind "shared"',
        ),
      ]),
    ),
  ];
}

/** Each platform's zone is delegated from the parent's by a name of its own. */
function platformZoneProblems(environments: readonly Environment[]): Finding[] {
  const prop = "apps.music-graph.certificates.zoneName";
  const graphs = environments.map(({ apps }) => apps["music-graph"]);
  const parent = graphs.find((graph) => graph?.kind === "shared")?.parentDomain;
  const zones = environments.flatMap((environment) => {
    const graph = environment.apps["music-graph"];
    return graph?.kind === "platform" ? [{ environment, name: graph.certificates.zoneName }] : [];
  });
  return zones.flatMap(({ environment, name }) => {
    const rival = zones.find((other) => other.name !== name && name.endsWith(`.${other.name}`));
    return typedIn(fileOf(environment), [
      must(
        parent === undefined || name.endsWith(`.${parent}`),
        prop,
        `lie below ${parent}, which shared delegates from`,
        name,
      ),
      must(
        rival === undefined,
        prop,
        `not lie below ${rival?.name} of ${rival?.environment.name}`,
        name,
      ),
    ]);
  });
}

/** An account has one identity provider for GitHub: the second one is refused when it is made. */
function issuerProblems(environments: readonly Environment[]): Finding[] {
  const making = environments.filter(({ apps, aws }) => {
    const ci = apps.foundation?.ci.aws;
    return aws && ci && ci.issuer !== "exists";
  });
  return making.flatMap((environment, i) => {
    const accountId = environment.aws!.accountId;
    const other = making.slice(0, i).find(({ aws }) => aws!.accountId === accountId);
    return typedIn(fileOf(environment), [
      must(
        other === undefined,
        "apps.foundation.ci.aws.issuer",
        `be exists: ${other?.name} makes GitHub's identity provider in account ${accountId}, which has one`,
        environment.apps.foundation!.ci.aws!.issuer,
        "or give the environment an account of its own",
      ),
    ]);
  });
}

function sameTwice(
  environments: readonly Environment[],
  prop: string,
  pick: (environment: Environment) => string | undefined,
): Finding[] {
  return environments.flatMap((environment, i) => {
    const value = pick(environment);
    const other = environments.slice(0, i).find((earlier) => pick(earlier) === value);
    return value !== undefined && other
      ? typedIn(fileOf(environment), [must(false, prop, `not be that of ${other.name}`, value)])
      : [];
  });
}
